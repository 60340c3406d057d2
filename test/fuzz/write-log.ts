import libsql from 'libsql';

/** What a refusal may write: that it was refused, how often something was tried, and that a ticket is used up by trying it. */
const OF_REFUSALS = ['AuditEntry', 'AttemptCount', 'Ticket'];
/** What the job engine writes by itself all the time. */
const OF_UPKEEP = /^jobs_(?!Job$)/;

/** Notes, by triggers in an embedded database, which tables the process that serves it writes. */
export class WriteLog {
  private seen = 0;

  private constructor(private readonly database: libsql.Database) {}

  static open(file: string): WriteLog {
    const database = new libsql(file, { timeout: 10_000 });
    database.exec('CREATE TABLE "FuzzWrite" ("id" INTEGER PRIMARY KEY AUTOINCREMENT, "table" TEXT NOT NULL)');
    const tables = database.prepare(`SELECT name FROM sqlite_master WHERE type = 'table'`).all() as { name: string }[];
    const watched = tables.map(({ name }) => name).filter((name) => !isFree(name));
    for (const table of watched) {
      for (const change of ['INSERT', 'UPDATE', 'DELETE']) database.exec(trigger(table, change));
    }
    return new WriteLog(database);
  }

  /** The tables that were written since it was asked last. */
  news(): string[] {
    const rows = this.database.prepare('SELECT "id", "table" FROM "FuzzWrite" WHERE "id" > ?').all(this.seen) as {
      id: number;
      table: string;
    }[];
    this.seen = rows.at(-1)?.id ?? this.seen;
    return [...new Set(rows.map(({ table }) => table))];
  }

  /** Runs statements past the application; they are no news. */
  write(sql: string): void {
    this.database.exec(sql);
    this.news();
  }

  close(): void {
    this.database.close();
  }
}

const isFree = (table: string) =>
  OF_REFUSALS.includes(table) || OF_UPKEEP.test(table) || /^sqlite_|^migrations$|^FuzzWrite$/.test(table);

/** Jobs that recur are enqueued, and jobs whose type nobody handles are parked, while nobody asks for anything. */
function trigger(table: string, change: string): string {
  const row = change === 'DELETE' ? 'OLD' : 'NEW';
  const asked = `coalesce(${row}."key", '') NOT LIKE 'recurring:%' AND ${row}."state" <> 'failed'`;
  return `
    CREATE TRIGGER "Fuzz_${table}_${change}" AFTER ${change} ON "${table}" ${table === 'jobs_Job' ? `WHEN ${asked}` : ''}
    BEGIN INSERT INTO "FuzzWrite" ("table") VALUES ('${table}'); END`;
}
