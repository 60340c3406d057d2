import type { EntityTarget, ObjectLiteral } from 'typeorm';
import { JobRow, LogRow, StateRow, TagRow } from '../../src/jobs/store/entities/job.entity';
import {
  LockRow,
  QueueRow,
  RecurringJobRow,
  ServerRow,
  StatRow,
} from '../../src/jobs/store/entities/operations.entity';
import type { ClaimedJob, Completion, Hold, JobNotice, Lane, NewJob } from '../../src/jobs/store/job-store';
import { aClosing, aCompletion, aNewJob } from '../builders/new-job';
import type { BareStores } from './bare-stores';

const TABLES = [JobRow, LogRow, StateRow, TagRow, LockRow, QueueRow, RecurringJobRow, ServerRow, StatRow];

/** What the conformance suites of the stores do to them, each step in a transaction of its own unless one is open. */
export class JobBench {
  constructor(private readonly open: () => BareStores) {}

  get stores(): BareStores {
    return this.open();
  }
  get store(): BareStores['store'] {
    return this.open().store;
  }
  get upkeep(): BareStores['upkeep'] {
    return this.open().upkeep;
  }

  act<T>(work: () => Promise<T>): Promise<T> {
    return this.open().database.transaction(work);
  }

  async clear(): Promise<void> {
    await this.act(async () => {
      for (const table of TABLES) await this.table(table).createQueryBuilder().delete().execute();
    });
  }

  table<E extends ObjectLiteral>(entity: EntityTarget<E>) {
    return this.open().database.repository(entity);
  }

  /** `offset` milliseconds from the database's now. */
  async at(offset: number): Promise<Date> {
    return new Date((await this.store.now()).getTime() + offset);
  }

  insert(...jobs: Partial<NewJob>[]): Promise<JobNotice[]> {
    return this.act(() => this.store.insert(jobs.map((job) => aNewJob(job))));
  }

  async insertOne(job: Partial<NewJob> = {}): Promise<number> {
    const [notice] = await this.insert(job);
    if (!notice) throw new Error('Nothing was inserted.');
    return notice.id;
  }

  claim(lane: Partial<Lane> = {}, serverId = 'server-1'): Promise<ClaimedJob[]> {
    return this.act(() => this.store.claim(serverId, { queue: 'default', types: ['test.run'], limit: 100, ...lane }));
  }

  /** Inserts a job and claims it. */
  async claimed(job: Partial<NewJob> = {}, serverId = 'server-1'): Promise<ClaimedJob> {
    const id = await this.insertOne({ priority: 'high', ...job });
    const found = (await this.claim({ queue: job.queue ?? 'default' }, serverId)).find((each) => each.id === id);
    if (!found) throw new Error('The job was not claimed.');
    return found;
  }

  /** Closes a job and settles how it ended; whether its claim still held. */
  end(hold: Hold, changes: Partial<Completion> = {}): Promise<{ held: boolean; released: JobNotice[] }> {
    const completion = aCompletion(hold, changes);
    return this.act(async () => {
      const closed = await this.store.close([aClosing(hold, completion.keepMs)]);
      const released = closed.has(hold.id) ? await this.store.settle([completion]) : [];
      return { held: closed.has(hold.id), released };
    });
  }

  /** A job whose server died while it ran, and that waits again. */
  async died(id: number, serverId = 'server-dead'): Promise<void> {
    const { deaths } = await this.job(id);
    await (deaths >= 2
      ? this.act(() => this.store.claimSuspect(serverId, ['default'], ['test.run']))
      : this.claim({}, serverId));
    await this.act(() => this.upkeep.takeOver(serverId));
  }

  async job(id: number): Promise<JobRow> {
    const row = await this.table(JobRow).findOneBy({ id });
    if (!row) throw new Error(`There is no job ${id}.`);
    return row;
  }

  async state(id: number): Promise<string> {
    return (await this.job(id)).state;
  }

  history(id: number): Promise<StateRow[]> {
    return this.table(StateRow).find({ where: { jobId: id }, order: { seq: 'ASC' } });
  }

  /** Each state the job has been in, with why. */
  async story(id: number): Promise<string[]> {
    return (await this.history(id)).map(({ name, reason }) => (reason === null ? name : `${name} (${reason})`));
  }

  async setQueue(name: string, values: Partial<QueueRow>): Promise<void> {
    await this.act(async () => void (await this.table(QueueRow).save({ name, ...values })));
  }

  /**
   * What breaks "every stored state change is one history row": jobs whose rows are not numbered 1 to their revision, or
   * whose newest row names another state than the job has.
   */
  async brokenHistories(): Promise<number[]> {
    const jobs = await this.table(JobRow).find();
    const broken: number[] = [];
    for (const job of jobs) {
      const rows = await this.history(job.id);
      const numbered = rows.length === job.revision && rows.every(({ seq }, index) => seq === index + 1);
      if (!numbered || rows.at(-1)?.name !== job.state) broken.push(job.id);
    }
    return broken;
  }
}
