import type { Database } from '../../src/database/database';
import type { Dialect } from '../../src/database/dialect';

const CREATE: Readonly<Record<Dialect, string>> = {
  sqlite:
    'CREATE TABLE IF NOT EXISTS Effect (id integer PRIMARY KEY AUTOINCREMENT, name text NOT NULL, jobId integer, claim integer)',
  mssql: `IF OBJECT_ID('Effect') IS NULL
    CREATE TABLE Effect (id int IDENTITY PRIMARY KEY, name nvarchar(200) NOT NULL, jobId bigint, claim int)`,
};

/** Rows that handlers write, as effects on the clinic's own tables would be. */
export class Effects {
  constructor(private readonly database: Database) {}

  /** Makes the table where it is missing. */
  async prepare(): Promise<void> {
    await this.database.transaction(() => this.database.query(CREATE[this.database.dialect]));
  }

  async write(name: string, by?: { jobId: number; claim: number }): Promise<void> {
    await this.database.query('INSERT INTO Effect (name, jobId, claim) VALUES (?, ?, ?)', [
      name,
      by?.jobId ?? null,
      by?.claim ?? null,
    ]);
  }

  /** How often an effect of that name is stored. */
  async count(name: string): Promise<number> {
    const [row] = await this.database.query<{ count: number }>('SELECT count(*) AS count FROM Effect WHERE name = ?', [
      name,
    ]);
    return row?.count ?? 0;
  }

  async names(): Promise<string[]> {
    const rows = await this.database.query<{ name: string }>('SELECT name FROM Effect ORDER BY id');
    return rows.map(({ name }) => name);
  }
}
