import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { patterns, runJest } from './jest-run.mjs';

// Runs every suite that this machine can run, says which it cannot, and closes with `N passed, N failed`.

const CHROMIUM = '/usr/bin/chromium';

/** Suites that need more than Node: what they need, how to see it, and the package that brings it. */
const COMPONENTS = [
  { name: 'Chromium', suites: ['test/browser'], present: () => existsSync(CHROMIUM), apt: 'chromium' },
  {
    name: 'redis-server',
    suites: [
      'test/fault/redis',
      'test/contracts/job-transports-bull',
      'test/e2e/bull-workers',
      'test/e2e/engine-on-bull',
      'test/e2e/redis',
      'test/e2e/roles',
    ],
    present: () => spawnSync('redis-server', ['--version']).status === 0,
    apt: 'redis-server',
  },
];

const CI = process.env.CI === 'true';

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

const ignored = missing.flatMap(({ suites }) => suites);
/** Suites that mostly wait: for silences, retries and processes that start. So that several of them do so at once. */
const WAITING = { arguments: ['test/fault', '--maxWorkers=2'], ignored };

const passed = runJest({
  runs: patterns.length > 0 ? [{ ignored, arguments: patterns }] : [{ ignored: [...ignored, '/test/fault/'] }, WAITING],
  closing: () => {
    for (const { name, suites } of missing) {
      for (const suite of suites) console.log(`not run: ${suite} needs ${name}`);
    }
  },
});
const incomplete = CI && missing.length > 0;
process.exit(passed && !incomplete ? 0 : 1);
