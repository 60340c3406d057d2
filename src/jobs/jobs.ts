import { Inject, Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { currentTraceParent } from '../common/trace';
import { Database } from '../database/database';
import type { JobDefinition, JobTag } from './definition/job-definition';
import { JobRegistry } from './definition/job-registry';
import { JobNotFound, KeyTaken } from './job.errors';
import type { EnqueueOptions, ScheduleOptions } from './job-options';
import { JOB_STORE, type JobEnd, type JobNotice, type JobStore, type NewJob } from './store/job-store';
import { JOB_TRANSPORT, type JobTransport } from './transport/job-transport';

export type { JobEnd };

type Definition<P extends z.ZodType> = JobDefinition<P>;

/**
 * The door to background work. Everything joins the surrounding transaction, so that a job exists if and only if the
 * change it follows from does; outside one it opens its own. Payloads are parsed here and again when run.
 */
@Injectable()
export class Jobs {
  constructor(
    private readonly database: Database,
    private readonly registry: JobRegistry,
    @Inject(JOB_STORE) private readonly store: JobStore,
    @Inject(JOB_TRANSPORT) private readonly transport: JobTransport,
  ) {}

  /** Due at once. Returns the job's id. @throws ZodError for a payload its schema refuses, KeyTaken. */
  async enqueue<P extends z.ZodType>(
    definition: Definition<P>,
    payload: z.input<P>,
    options: EnqueueOptions = {},
  ): Promise<number> {
    return this.insertOne(this.newJob(definition, payload, options));
  }

  /** Due at `options.at`. Returns the job's id. @throws ZodError, KeyTaken */
  async schedule<P extends z.ZodType>(
    definition: Definition<P>,
    payload: z.input<P>,
    options: ScheduleOptions,
  ): Promise<number> {
    return this.insertOne(this.newJob(definition, payload, options));
  }

  /** Many at once, in one statement; ids in the order given. @throws ZodError, KeyTaken */
  async enqueueMany<P extends z.ZodType>(
    definition: Definition<P>,
    items: readonly ({ payload: z.input<P> } & Partial<ScheduleOptions>)[],
  ): Promise<number[]> {
    const jobs = items.map(({ payload, ...options }) => this.newJob(definition, payload, options));
    const notices = await this.insert(jobs);
    return notices.map((notice) => notice.id);
  }

  /** Cancels the open job that has `key`, if any, and enqueues anew under it. Returns the new job's id. */
  replace<P extends z.ZodType>(
    key: string,
    definition: Definition<P>,
    payload: z.input<P>,
    options: Partial<ScheduleOptions> = {},
  ): Promise<number> {
    return this.database.transaction(() => this.supersede(key, this.newJob(definition, payload, { ...options, key })));
  }

  /** Cancels the open job that has `key`, a running one included; whether there was one. */
  async cancel(key: string, reason: string): Promise<boolean> {
    return (await this.cancelMany([key], reason)) > 0;
  }

  /** How many open jobs it cancelled. */
  cancelMany(keys: readonly string[], reason: string): Promise<number> {
    return this.database.transaction(async () => (await this.store.cancel({ keys }, reason)).length);
  }

  /** How those of `ids` that are not open any more ended, by id. */
  endsOf(ids: readonly number[]): Promise<ReadonlyMap<number, JobEnd>> {
    return this.store.endsOf(ids);
  }

  /**
   * Runs after `parentId` has succeeded: at once if it has; the child of a deleted job is deleted; that of a failed one
   * waits, for its parent can be requeued. @throws JobNotFound, ZodError, KeyTaken
   */
  continueWith<P extends z.ZodType>(
    parentId: number,
    definition: Definition<P>,
    payload: z.input<P>,
    options: Partial<ScheduleOptions> = {},
  ): Promise<number> {
    return this.database.transaction(async () => {
      const parent = await this.store.lockState(parentId);
      if (parent === null) throw new JobNotFound();
      const job = this.newJob(definition, payload, options);
      const id = await this.insertOne(parent === 'succeeded' ? job : { ...job, parentId });
      if (parent === 'deleted') await this.store.cancel({ ids: [id] }, 'parent-deleted');
      return id;
    });
  }

  /**
   * Of two at once, where none is open, both may find nothing to cancel: the later one then finds the other's job. Each
   * new try means that another has committed, and the time a transaction may take bounds them.
   */
  private async supersede(key: string, job: NewJob): Promise<number> {
    for (;;) {
      await this.store.cancel({ keys: [key] }, 'superseded');
      try {
        return await this.database.savepoint(() => this.insertOne(job));
      } catch (error) {
        if (!(error instanceof KeyTaken)) throw error;
      }
    }
  }

  private async insertOne(job: NewJob): Promise<number> {
    const [notice] = await this.insert([job]);
    if (!notice) throw new Error('The store returned no id for an inserted job.');
    return notice.id;
  }

  private insert(jobs: readonly NewJob[]): Promise<JobNotice[]> {
    return this.database.transaction(async () => {
      const notices = await this.store.insert(jobs);
      const waiting = notices.filter((_, index) => jobs[index]?.parentId === null);
      this.database.afterCommit(() => this.transport.announce(waiting));
      return notices;
    });
  }

  private newJob<P extends z.ZodType>(
    definition: Definition<P>,
    payload: z.input<P>,
    options: Partial<ScheduleOptions>,
  ): NewJob {
    this.registry.assertDeclared(definition);
    const parsed: unknown = definition.payload.parse(payload);
    return {
      type: definition.name,
      queue: definition.queue,
      priority: options.priority ?? definition.priority,
      payload: JSON.stringify(parsed),
      key: options.key ?? null,
      dueAt: options.at ?? null,
      deadline: options.deadline ?? null,
      maxAttempts: definition.attempts,
      parentId: null,
      tags: [...idsOf(parsed), ...(options.tags ?? [])],
      traceParent: options.traceParent ?? currentTraceParent(),
    };
  }
}

/** The payload's top-level ids: members named `id` or `…Id`. */
function idsOf(payload: unknown): JobTag[] {
  if (typeof payload !== 'object' || payload === null) return [];
  return Object.entries(payload)
    .filter(([name, value]) => /(^i|I)d$/.test(name) && (typeof value === 'number' || typeof value === 'string'))
    .map(([name, value]) => ({ name, value: String(value) }));
}
