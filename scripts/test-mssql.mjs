import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { options, patterns, runJest } from './jest-run.mjs';

// Runs the conformance and e2e suites on the SQL Server that MSSQL_URL names, each in databases of its own.

const EXAMPLE = 'mssql://sa:password@localhost:1433/master?encrypt=true&trustServerCertificate=true';

/** Suites of what only the embedded database does. */
const LEFT_OUT = {
  'test/contracts/query-plans': 'reads the plans of SQLite',
  'test/e2e/database-group': 'is about the shared COMMIT of SQLite',
  'test/e2e/database-processes': 'is about processes that share a file',
};

if (!process.env.MSSQL_URL) {
  console.error(`Set MSSQL_URL to a SQL Server on which databases may be created, such as MSSQL_URL=${EXAMPLE}`);
  process.exit(1);
}

const folder = mkdtempSync(path.join(tmpdir(), 'medano-mssql-'));
const made = path.join(folder, 'databases');
writeFileSync(made, '');
const passed = runJest({
  runs: [
    {
      ignored: Object.keys(LEFT_OUT),
      arguments: [
        ...(options.some((option) => option.startsWith('--maxWorkers')) ? [] : ['--maxWorkers=2']),
        '--globalTeardown=./test/support/drop-databases.ts',
        ...(patterns.length > 0 ? patterns : ['test/contracts', 'test/e2e']),
      ],
      environment: { MSSQL_TEST_DATABASES: made },
    },
  ],
  closing: () => {
    for (const [suite, why] of Object.entries(LEFT_OUT)) console.log(`not run: ${suite} ${why}`);
  },
});
rmSync(folder, { recursive: true, force: true });
process.exit(passed ? 0 : 1);
