import type { Database } from '../../src/database/database';

/** Rows that handlers write, as effects on the clinic's own tables would be. */
export class Effects {
  constructor(private readonly database: Database) {}

  /** Makes the table; once for each database file. */
  async prepare(): Promise<void> {
    await this.database.transaction(() =>
      this.database.query(
        'CREATE TABLE IF NOT EXISTS Effect (id integer PRIMARY KEY AUTOINCREMENT, name text NOT NULL, jobId integer, claim integer)',
      ),
    );
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
