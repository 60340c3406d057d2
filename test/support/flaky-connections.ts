import type { DataSource } from 'typeorm';
import type { Config } from '../../src/config/config';
import type { Connections, PoolLoad, Session, StatementGate, WriteSession } from '../../src/database/session';
import { SqliteConnections } from '../../src/database/sqlite/sqlite-connections';
import { OutcomeUnknown } from '../../src/database/transaction.errors';
import type { Chance } from './chance';

/** What a database server does to a transaction: makes it a deadlock's victim, or loses its connection. */
const FAILURES = [
  () => Object.assign(new Error('chosen as the deadlock victim'), { number: 1205 }),
  () => Object.assign(new Error('the connection was closed'), { code: 'ECONNCLOSED' }),
];

/**
 * The embedded database behind a server that fails like SQL Server: statements are a deadlock's victims or lose their
 * connection, which ends the transaction, and commits lose theirs before or after the server has committed.
 */
export class FlakyConnections implements Connections {
  readonly dialect = 'sqlite';
  readonly counts = { victims: 0, 'lost-commits': 0 };
  /** Of statements, how many fail; commits lose their connection as often as sixty statements do. */
  share = 0;

  private constructor(
    private readonly real: SqliteConnections,
    private readonly chance: Chance,
  ) {}

  static async open({ database }: Config, reading: DataSource, chance: Chance): Promise<FlakyConnections> {
    if (database.dialect !== 'sqlite') throw new Error('Only the embedded database is made to fail here.');
    const real = await SqliteConnections.open(database.file, reading);
    await real.migrate();
    return new FlakyConnections(real, chance);
  }

  get reader(): Session {
    return this.real.reader;
  }

  async begin(options?: { yields?: boolean }): Promise<WriteSession> {
    const session = await this.real.begin(options);
    let dead: Error | null = null;
    let committed = false;
    const alive = async <T>(statement: () => Promise<T>): Promise<T> => {
      if (!dead && this.chance.happens(this.share)) {
        this.counts.victims++;
        dead = this.chance.pick(FAILURES)();
      }
      if (dead) throw dead;
      return statement();
    };
    return {
      manager: session.manager,
      query: (sql, parameters) => alive(() => session.query(sql, parameters)),
      queryMany: (sql, parameters) => alive(() => session.queryMany(sql, parameters)),
      managerThrough: (gate: StatementGate) => session.managerThrough((statement) => gate(() => alive(statement))),
      lock: (name) => alive(() => session.lock(name)),
      savepoint: (name) => alive(() => session.savepoint(name)),
      release: (name) => alive(() => session.release(name)),
      rollbackTo: (name) => alive(() => session.rollbackTo(name)),
      commit: () =>
        alive(async () => {
          if (!this.chance.happens(this.share * 60)) return session.commit();
          this.counts['lost-commits']++;
          committed = this.chance.happens(0.5);
          if (committed) await session.commit();
          throw new OutcomeUnknown();
        }),
      // What has arrived is not taken back.
      rollback: () => (committed ? Promise.resolve() : session.rollback()),
    };
  }

  load(): PoolLoad {
    return this.real.load();
  }

  close(): Promise<void> {
    return this.real.close();
  }
}
