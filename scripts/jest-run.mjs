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
 * Runs jest without the suites whose path one of `ignored` matches, prints the closing line `N passed, N failed`, and says
 * whether all is well: nothing failed, and something ran. `closing` says in between which suites were left out.
 */
export function runJest({ ignored, arguments: extra = [], environment = {}, closing = () => undefined }) {
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

  const failed = numFailedTests + numRuntimeErrorTestSuites;
  closing();
  console.log(`${numPassedTests} passed, ${failed} failed`);
  return run.status === 0 && failed === 0 && numPassedTests > 0;
}
