import { Inject, Injectable } from '@nestjs/common';
import { Database } from '../database/database';
import { JobRegistry } from './definition/job-registry';
import { JobNotFound, JobStateForbids } from './job.errors';
import { JOB_STORE, type ChangedJob, type JobNotice, type JobStore } from './store/job-store';
import { JOB_TRANSPORT, type JobTransport } from './transport/job-transport';

/** What an admin may do to a job by hand. Each joins the surrounding transaction and is refused where the state forbids it. */
@Injectable()
export class JobActions {
  constructor(
    private readonly database: Database,
    private readonly registry: JobRegistry,
    @Inject(JOB_STORE) private readonly store: JobStore,
    @Inject(JOB_TRANSPORT) private readonly transport: JobTransport,
  ) {}

  /** Gives a finished job as many attempts again as its type has. @throws JobNotFound, JobStateForbids, KeyTaken, DeadlinePassed */
  requeue(id: number, type: string, reason = 'requeued'): Promise<void> {
    const attempts = this.registry.find(type)?.definition.attempts ?? 1;
    return this.change(() => this.store.requeue(id, attempts, reason));
  }

  /** Makes a waiting job due now. @throws JobNotFound, JobStateForbids */
  runNow(id: number, reason = 'run-now'): Promise<void> {
    return this.change(() => this.store.runNow(id, reason));
  }

  /** Cancels an open job, a running one included, or puts a failed one away. @throws JobNotFound, JobStateForbids */
  cancel(id: number, reason = 'cancelled'): Promise<void> {
    return this.database.transaction(async () => {
      const state = await this.store.lockState(id);
      if (state === null) throw new JobNotFound();
      const cancelled = await this.store.cancel({ ids: [id] }, reason);
      if (cancelled.length === 0) throw new JobStateForbids('cancelled', state);
    });
  }

  /** Requeues those of `ids` that may be; of those with one key, the newest. Returns their ids. */
  requeueMany(ids: readonly number[], reason = 'requeued'): Promise<number[]> {
    const attempts = this.registry
      .all()
      .map(({ definition }): [string, number] => [definition.name, definition.attempts]);
    return this.changeMany(() => this.store.requeueMany(ids, new Map(attempts), reason));
  }

  /** Makes those of `ids` due now whose time is to come, or that await others. Returns their ids. */
  runNowMany(ids: readonly number[], reason = 'run-now'): Promise<number[]> {
    return this.changeMany(() => this.store.runNowMany(ids, reason));
  }

  /** Cancels those of `ids` that are open, and puts away those that have failed. Returns their ids. */
  cancelMany(ids: readonly number[], reason = 'cancelled'): Promise<number[]> {
    return this.database.transaction(() => this.store.cancel({ ids }, reason));
  }

  private changeMany(work: () => Promise<JobNotice[]>): Promise<number[]> {
    return this.database.transaction(async () => {
      const notices = await work();
      this.database.afterCommit(() => this.transport.announce(notices));
      return notices.map(({ id }) => id);
    });
  }

  private change(work: () => Promise<ChangedJob | null>): Promise<void> {
    return this.database.transaction(async () => {
      const changed = await work();
      if (!changed) throw new JobNotFound();
      this.database.afterCommit(() => this.transport.announce([changed]));
    });
  }
}
