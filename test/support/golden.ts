import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Database } from '../../src/database/database';
import type { SqlParameters, SqlRow } from '../../src/database/session';

/** A statement as it was handed to the database. */
export interface Statement {
  sql: string;
  parameters: SqlParameters;
}

/** A statement in a golden file, with what it seeks, such as `IX_Job_parent (parentId) WHERE state = 'awaiting'`. */
export interface GoldenStatement extends Statement {
  name: string;
  seeks: readonly string[];
}

/** A `Database` that runs nothing: it keeps what it is asked, and answers each statement with the next of `answers`, else no rows. */
export class StatementRecorder {
  readonly statements: Statement[] = [];
  readonly answers: SqlRow[][] = [];
  readonly dialect = 'mssql';

  query(sql: string, parameters: SqlParameters = []): Promise<SqlRow[]> {
    this.statements.push({ sql, parameters });
    return Promise.resolve(this.answers.shift() ?? []);
  }

  /** A store's statements need no more of it than this. */
  get database(): Database {
    return this as unknown as Database;
  }

  /** The statements of `work`, which is answered with `answers`. */
  async of(work: () => Promise<unknown>, ...answers: SqlRow[][]): Promise<Statement[]> {
    this.statements.length = 0;
    this.answers.splice(0, Infinity, ...answers);
    await work();
    return [...this.statements];
  }
}

/** Fails when the statements are not those of `test/contracts/golden/<file>`, which UPDATE_GOLDEN=1 writes anew. */
export function expectGolden(file: string, statements: readonly GoldenStatement[]): void {
  const golden = path.join(__dirname, '..', 'contracts', 'golden', file);
  const text = statements.map(sectionOf).join('\n');
  if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(golden, text);
  expect(text).toBe(existsSync(golden) ? readFileSync(golden, 'utf8') : '');
}

function sectionOf({ name, seeks, sql, parameters }: GoldenStatement): string {
  const head = [...seeks.map((seek) => `-- ${name}: ${seek}`), `-- parameters: ${namesOf(parameters)}`];
  return `${head.join('\n')}\n${sql.trim()}\n`;
}

function namesOf(parameters: SqlParameters): string {
  if (Array.isArray(parameters)) return `${parameters.length} in their order`;
  const names = Object.entries(parameters).map(([name, value]) =>
    typeof value === 'object' && value !== null && 'rows' in value ? `@${name} ${String(value.type)}` : `@${name}`,
  );
  return names.join(', ');
}
