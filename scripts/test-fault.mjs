import { patterns, runJest } from './jest-run.mjs';

// Runs the fault suites in their long version: FAULT_ROUNDS times what `npm test` does of each fault.

const ROUNDS = '10';

const passed = runJest({
  runs: [
    {
      ignored: [],
      arguments: patterns.length > 0 ? patterns : ['test/fault'],
      environment: { FAULT_ROUNDS: process.env.FAULT_ROUNDS || ROUNDS },
    },
  ],
});
process.exit(passed ? 0 : 1);
