import { gatedManager } from '../gated-manager';
import type { PoolLoad, WriteSession } from '../session';
import { CommitGroup } from './commit-group';
import { Mutex } from './mutex';
import { retryWhileBusy } from './retry-while-busy';
import { SqliteSession } from './sqlite-session';

/**
 * The writing connection. Transactions take turns on it; those of one round of the event loop share one BEGIN and COMMIT,
 * the first as the transaction itself and each later one as a savepoint of it, because a COMMIT waits for the disk and
 * little else does. Each resolves after the COMMIT, and is taken back alone when it fails.
 */
export class SqliteWriter extends SqliteSession {
  private readonly turns = new Mutex();
  private group: CommitGroup | null = null;

  /** Waits for its turn. @throws DatabaseBusy when another process holds the file for too long. */
  async begin(options?: { yields?: boolean }): Promise<WriteSession> {
    const release = await this.turns.acquire(options);
    try {
      if (this.group) {
        this.run('SAVEPOINT joined');
        return this.session(this.group, release, true);
      }
      await retryWhileBusy(() => this.query('BEGIN IMMEDIATE', []));
      this.group = new CommitGroup();
      return this.session(this.group, release, false);
    } catch (error) {
      if (this.group) this.lose(this.group, error);
      release();
      throw error;
    }
  }

  /** One transaction writes at a time. */
  load(): PoolLoad {
    return { used: this.turns.isHeld ? 1 : 0, waiting: this.turns.waiters, limit: 1 };
  }

  /** Runs `work` while no transaction is in progress. */
  async alone<T>(work: () => Promise<T>): Promise<T> {
    const release = await this.turns.acquire();
    try {
      if (this.group) this.commit(this.group);
      return await work();
    } finally {
      release();
    }
  }

  private session(group: CommitGroup, release: () => void, joined: boolean): WriteSession {
    return {
      manager: this.manager,
      query: (sql, parameters) => this.query(sql, parameters),
      queryMany: (sql, parameters) => this.queryMany(sql, parameters),
      managerThrough: (gate) => gatedManager(this.dataSource, this.dataSource.createQueryRunner(), () => gate),
      // One transaction writes at a time: whoever is in it holds every lock.
      lock: () => Promise.resolve(),
      savepoint: (name) => this.step(`SAVEPOINT ${name}`),
      release: (name) => this.step(`RELEASE SAVEPOINT ${name}`),
      rollbackTo: async (name) => {
        await this.step(`ROLLBACK TO SAVEPOINT ${name}`);
        await this.step(`RELEASE SAVEPOINT ${name}`);
      },
      commit: () => {
        const committed = group.join();
        if (joined) this.attempt(group, 'RELEASE SAVEPOINT joined');
        this.endTurn(group, release);
        return committed;
      },
      rollback: () => {
        this.takeBack(group, joined);
        this.endTurn(group, release);
        return Promise.resolve();
      },
    };
  }

  // eslint-disable-next-line @typescript-eslint/require-await -- as in `query`
  private async step(sql: string): Promise<void> {
    this.run(sql);
  }

  private takeBack(group: CommitGroup, joined: boolean): void {
    if (!joined) return;
    this.attempt(group, 'ROLLBACK TO SAVEPOINT joined');
    this.attempt(group, 'RELEASE SAVEPOINT joined');
  }

  /** What fails here has ended the whole transaction, as a full disk does. */
  private attempt(group: CommitGroup, sql: string): void {
    if (this.group !== group) return;
    try {
      this.run(sql);
    } catch (error) {
      this.lose(group, error);
    }
  }

  private endTurn(group: CommitGroup, release: () => void): void {
    if (this.group === group) {
      if (group.isEmpty || !group.mayGrow) this.commit(group);
      else this.plan(group);
    }
    release();
  }

  /** Once nobody waits for a turn, there is nobody to wait for; until then whoever has it decides at its end. */
  private plan(group: CommitGroup): void {
    setImmediate(() => {
      if (this.group === group && !this.turns.isHeld) this.commit(group);
    });
  }

  private commit(group: CommitGroup): void {
    this.group = null;
    try {
      this.run(group.isEmpty ? 'ROLLBACK' : 'COMMIT');
    } catch (error) {
      return this.lose(group, error);
    }
    group.committed();
  }

  private lose(group: CommitGroup, error: unknown): void {
    this.group = null;
    try {
      this.run('ROLLBACK');
    } catch {
      // It has ended already.
    }
    group.lost(error);
  }
}
