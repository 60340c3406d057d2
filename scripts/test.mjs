import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';

// Runs every suite that this machine can run, says which it cannot, and closes with `N passed, N failed`.

const CHROMIUM = '/usr/bin/chromium';

/** Suites that need more than Node: what they need, how to see it, and the package that brings it. */
const COMPONENTS = [
  { name: 'Chromium', suites: ['test/browser'], present: () => existsSync(CHROMIUM), apt: 'chromium' },
  {
    name: 'redis-server',
    suites: ['test/fault/redis', 'test/contracts/job-transports-bull', 'test/e2e/engine-on-bull', 'test/e2e/redis'],
    present: () => spawnSync('redis-server', ['--version']).status === 0,
    apt: 'redis-server',
  },
];

const CI = process.env.CI === 'true';
const [patterns, options] = [true, false].map((wanted) =>
  process.argv.slice(2).filter((argument) => !argument.startsWith('-') === wanted),
);

function install(packages) {
  if (packages.length === 0 || process.getuid?.() !== 0) return;
  for (const command of [
    ['apt-get', 'update', '-qq'],
    ['apt-get', 'install', '-y', '-qq', '--no-install-recommends', ...packages],
  ]) {
    if (spawnSync(command[0], command.slice(1), { stdio: ['ignore', 'ignore', 'inherit'] }).status !== 0) return;
  }
}

install(COMPONENTS.filter(({ present }) => !present()).map(({ apt }) => apt));
const missing = COMPONENTS.filter(({ present }) => !present());

const folder = mkdtempSync(path.join(tmpdir(), 'medano-test-'));
const results = path.join(folder, 'results.json');
const jest = createRequire(import.meta.url).resolve('jest/bin/jest');
const ignored = ['/node_modules/', ...missing.flatMap(({ suites }) => suites)];
const run = spawnSync(
  process.execPath,
  [
    jest,
    '--json',
    '--forceExit',
    `--outputFile=${results}`,
    ...ignored.map((pattern) => `--testPathIgnorePatterns=${pattern}`),
    ...options,
    ...patterns,
  ],
  { stdio: ['inherit', 'ignore', 'inherit'] },
);

const {
  numPassedTests = 0,
  numFailedTests = 0,
  numRuntimeErrorTestSuites = 0,
} = existsSync(results) ? JSON.parse(readFileSync(results, 'utf8')) : {};
rmSync(folder, { recursive: true, force: true });

const failed = numFailedTests + numRuntimeErrorTestSuites;
for (const { name, suites } of missing) {
  for (const suite of suites) console.log(`not run: ${suite} needs ${name}`);
}
console.log(`${numPassedTests} passed, ${failed} failed`);
const incomplete = CI && missing.length > 0;
process.exit(run.status !== 0 || failed > 0 || numPassedTests === 0 || incomplete ? 1 : 0);
