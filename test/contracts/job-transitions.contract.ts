import { JOB_STATES, JOB_TRANSITIONS, type JobState } from '../../src/jobs/job.state';
import type { Hold } from '../../src/jobs/store/job-store';
import { aServer } from '../builders/new-job';
import type { JobBench } from '../support/job-bench';

const HOUR = 3_600_000;

/** Every action against a job in every state: it may only do what the table of transitions allows. */
export function jobTransitionsContract(bench: JobBench): void {
  /** A job in `state` with its newest claim; `parent` is the one it awaits. */
  const inState: Record<JobState, () => Promise<Hold & { parent?: number }>> = {
    waiting: async () => ({ id: await bench.insertOne(), claim: 0 }),
    awaiting: async () => {
      const parent = await bench.insertOne({ queue: 'parents' });
      return { id: await bench.insertOne({ parentId: parent }), claim: 0, parent };
    },
    processing: () => bench.claimed(),
    succeeded: async () => ended('succeeded'),
    failed: async () => ended('failed'),
    deleted: async () => ended('deleted'),
  };
  const ended = async (state: 'succeeded' | 'failed' | 'deleted') => {
    const job = await bench.claimed();
    await bench.end(job, { state, reason: state === 'succeeded' ? null : 'why', keepMs: null });
    return job;
  };
  const endParent = (state: 'succeeded' | 'deleted') => async (job: { parent?: number }) => {
    const [parent] = await bench.claim({ queue: 'parents' });
    if (parent && parent.id === job.parent) await bench.end(parent, { state, reason: null });
  };

  const actions: Record<string, (job: Hold & { parent?: number }) => Promise<unknown>> = {
    'claim it': () => bench.claim(),
    'claim it as a suspect': () => bench.act(() => bench.store.claimSuspect('server-1', ['default'], ['test.run'])),
    'end it as succeeded': (job) => bench.end(job),
    'end it as failed': (job) => bench.end(job, { state: 'failed', reason: 'attempts-spent' }),
    'end it as deleted': (job) => bench.end(job, { state: 'deleted', reason: 'skip' }),
    'end it as waiting': (job) => bench.end(job, { state: 'waiting', reason: 'retry', delayMs: 0 }),
    'cancel it': (job) => bench.act(() => bench.store.cancel({ ids: [job.id] }, 'cancelled')),
    'requeue it': (job) => bench.act(() => bench.store.requeue(job.id, 3, 'requeued')),
    'run it now': (job) => bench.act(() => bench.store.runNow(job.id, 'run-now')),
    'hand it back': (job) => bench.act(() => bench.upkeep.handBack([job], 'handed-back')),
    'take its server over': () => bench.act(() => bench.upkeep.takeOver('server-1')),
    'take its server over at the last attempt': async (job) => {
      await bench.act(() => bench.table('jobs_Job').update({ id: job.id }, { maxAttempts: 1 }));
      await bench.act(() => bench.upkeep.takeOver('server-1'));
    },
    'park it as of an unknown type': async () => {
      const types = ['test.other'];
      await bench.act(() => bench.upkeep.heartbeat(aServer('server-2', { types })));
      bench.stores.clock.advance(HOUR);
      await bench.act(() => bench.upkeep.heartbeat(aServer('server-2', { types })));
      await bench.act(() => bench.upkeep.parkUnknown(10 * 60_000, 100));
    },
    'let its parent succeed': endParent('succeeded'),
    'let its parent be deleted': endParent('deleted'),
    'settle the stranded': () => bench.act(() => bench.upkeep.settleStranded(100)),
  };

  describe('the table of transitions', () => {
    const seen = new Set<string>();

    for (const state of JOB_STATES) {
      it(`bounds what each action makes of a job that is ${state}`, async () => {
        for (const [action, act] of Object.entries(actions)) {
          await bench.clear();
          const job = await inState[state]();
          const before = await bench.job(job.id);
          const refused = await act(job).then(
            () => false,
            () => true,
          );
          const after = await bench.job(job.id);
          const changed = after.revision !== before.revision;
          const outcome = `${action}: ${state} -> ${after.state}`;
          if (changed) seen.add(`${state} -> ${after.state}`);
          const allowed = changed ? JOB_TRANSITIONS[state].includes(after.state as JobState) : after.state === state;
          expect([outcome, allowed, refused && changed]).toEqual([outcome, true, false]);
          expect([outcome, await bench.brokenHistories()]).toEqual([outcome, []]);
          expect(after.claim).toBeGreaterThanOrEqual(before.claim);
        }
      });
    }

    it('names nothing that no action does', () => {
      const named = JOB_STATES.flatMap((from) => JOB_TRANSITIONS[from].map((to) => `${from} -> ${to}`));
      expect([...seen].sort()).toEqual(named.sort());
    });
  });
}
