import type { JobDefinition } from '../definition/job-definition';
import type { ClaimedJob, JobStore } from '../store/job-store';
import type { Slots } from './slots';

/** Jobs claimed from one lane in one transaction at most: it holds up every other writer meanwhile. */
const CLAIM_LIMIT = 400;

/** Types of one queue that are claimed together; `batch` jobs of them occupy one worker. */
export interface LanePlan {
  readonly types: readonly string[];
  readonly batch: number;
}

/**
 * The lanes of each queue: one for each type declared there that is run in batches, and one for every other type. A job
 * may stand in a queue that its type has left since.
 */
export function planLanes(
  queues: readonly string[],
  definitions: readonly Pick<JobDefinition, 'name' | 'queue' | 'batch'>[],
): Map<string, readonly LanePlan[]> {
  return new Map(
    queues.map((queue) => {
      const batched = definitions.filter((definition) => definition.queue === queue && definition.batch > 1);
      const others = definitions.filter((definition) => !batched.includes(definition)).map(({ name }) => name);
      return [queue, [{ types: others, batch: 1 }, ...batched.map(({ name, batch }) => ({ types: [name], batch }))]];
    }),
  );
}

/** Cuts claimed jobs into what one worker takes each. */
export function worksOf(
  claimed: readonly ClaimedJob[],
  lanes: ReadonlyMap<string, readonly LanePlan[]>,
): { queue: string; jobs: ClaimedJob[] }[] {
  const works: { queue: string; type: string; batch: number; jobs: ClaimedJob[] }[] = [];
  const open = new Map<string, (typeof works)[number]>();
  for (const job of claimed) {
    const lane = `${job.queue} ${job.type}`;
    const current = open.get(lane);
    if (current && current.jobs.length < current.batch) {
      current.jobs.push(job);
      continue;
    }
    const batch = lanes.get(job.queue)?.find(({ types }) => types.includes(job.type))?.batch ?? 1;
    const work = { queue: job.queue, type: job.type, batch, jobs: [job] };
    works.push(work);
    if (batch > 1) open.set(lane, work);
  }
  return works;
}

/** The claims of one turn: takes workers from the pool as jobs are claimed, and gives them back if that is not committed. */
export class Claims {
  /** Queues whose every lane gave less than was asked of it, with how many jobs they gave. */
  readonly exhausted = new Map<string, number>();
  private taken: string[] = [];

  constructor(
    private readonly serverId: string,
    private readonly slots: Slots,
    private readonly lanes: ReadonlyMap<string, readonly LanePlan[]>,
    private readonly store: JobStore,
  ) {}

  /** Claims what is due in `queues`, in their order; may be called again when the transaction is. */
  async take(queues: readonly string[]): Promise<ClaimedJob[]> {
    this.undo();
    this.exhausted.clear();
    const claimed: ClaimedJob[] = [];
    for (const queue of queues) {
      const before = claimed.length;
      // Of a lane that gives all it is asked for there may be more.
      let more = this.slots.free(queue) <= 0;
      for (const { types, batch } of this.lanes.get(queue) ?? []) {
        const limit = Math.min(this.slots.free(queue) * batch, CLAIM_LIMIT);
        if (limit <= 0) break;
        const jobs = await this.store.claim(this.serverId, { queue, types, limit });
        more ||= jobs.length === limit;
        for (let worker = 0; worker < jobs.length; worker += batch) this.occupy(queue);
        claimed.push(...jobs);
      }
      if (!more) this.exhausted.set(queue, claimed.length - before);
    }
    return claimed;
  }

  /** Says what was committed; when it is nothing, the workers taken are free again. */
  confirm(claimed: readonly ClaimedJob[]): readonly ClaimedJob[] {
    if (claimed.length === 0) this.undo();
    return claimed;
  }

  undo(): void {
    for (const queue of this.taken) this.slots.release(queue);
    this.taken = [];
  }

  private occupy(queue: string): void {
    this.slots.take(queue);
    this.taken.push(queue);
  }
}
