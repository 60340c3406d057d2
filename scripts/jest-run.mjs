import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** What of the command line is for jest: which suites, and how. */
export const [patterns, options] = [true, false].map((wanted) =>
  process.argv.slice(2).filter((argument) => !argument.startsWith('-') === wanted),
);

/**
 * Runs jest, once for each of `runs`, without the suites whose path one of its `ignored` matches, prints the closing line
 * `N passed, N failed`, and says whether all is well: nothing failed, and something ran. `closing` says before that which
 * suites were left out.
 */
export function runJest({ runs, closing = () => undefined }) {
  const ends = runs.map(runOnce);
  const passed = ends.reduce((sum, end) => sum + end.passed, 0);
  const failed = ends.reduce((sum, end) => sum + end.failed, 0);
  closing();
  console.log(`${passed} passed, ${failed} failed`);
  return ends.every(({ ok }) => ok) && failed === 0 && passed > 0;
}

function runOnce({ ignored, arguments: extra = [], environment = {} }) {
  const folder = mkdtempSync(path.join(tmpdir(), 'medano-test-'));
  const results = path.join(folder, 'results.json');
  const jest = createRequire(import.meta.url).resolve('jest/bin/jest');
  const run = spawnSync(
    process.execPath,
    [
      jest,
      // First: jest would take a pattern behind a list for one more of the list.
      ...extra,
      '--json',
      '--forceExit',
      `--outputFile=${results}`,
      ...['/node_modules/', ...ignored].map((pattern) => `--testPathIgnorePatterns=${pattern}`),
      ...options,
    ],
    { stdio: ['inherit', 'ignore', 'inherit'], env: { ...process.env, ...environment } },
  );

  const {
    numPassedTests = 0,
    numFailedTests = 0,
    numRuntimeErrorTestSuites = 0,
  } = existsSync(results) ? JSON.parse(readFileSync(results, 'utf8')) : {};
  rmSync(folder, { recursive: true, force: true });
  return { ok: run.status === 0, passed: numPassedTests, failed: numFailedTests + numRuntimeErrorTestSuites };
}
