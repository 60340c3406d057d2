import { answering, tellNews } from './answering';
import { Effects } from './effects';
import { type TestEngine, startEngine } from './engine';
import { FaultHandler, type FaultMode, HOURLY_HANDLERS, faultControl, faultJob, hourlyJobs } from './fault-job';
import { TestClock } from './test-clock';

/** A server of the job engine in a process of its own. */
let engine: TestEngine | null = null;

export interface EngineStart {
  folder: string;
  offsetMs: number;
  env?: Record<string, string>;
  /** Whether it has the hourly jobs too. */
  hourly?: boolean;
}

function running(): TestEngine {
  if (!engine) throw new Error('Not started.');
  return engine;
}

faultControl.tell = tellNews;

answering({
  start: async ({ folder, offsetMs, env, hourly }: EngineStart) => {
    const clock = new TestClock();
    clock.advance(offsetMs);
    engine = await startEngine({
      definitions: [faultJob, ...(hourly ? Object.values(hourlyJobs) : [])],
      handlers: [FaultHandler, ...(hourly ? HOURLY_HANDLERS : [])],
      folder,
      clock,
      env,
    });
    await new Effects(engine.database).prepare();
  },
  /** Books: one effect and one job, in one transaction; answers after the commit. */
  book: ({ name, inMs }: { name: string; inMs: number }) => {
    const { database, jobs, clock } = running();
    return database.transaction(async () => {
      await new Effects(database).write(`booking-${name}`);
      return jobs.schedule(faultJob, { name }, { at: new Date(clock.now().getTime() + inMs), key: name });
    });
  },
  /** Books, and says so before the commit, which never comes. */
  bookHalf: ({ name }: { name: string }) => {
    const { database, jobs } = running();
    void database.transaction(async () => {
      await new Effects(database).write(`booking-${name}`);
      await jobs.enqueue(faultJob, { name });
      tellNews('half');
      await new Promise(() => undefined);
    });
  },
  enqueue: (items: { name: string; mode: FaultMode; ms?: number }[]) =>
    running().jobs.enqueueMany(
      faultJob,
      items.map((payload) => ({ payload })),
    ),
  advance: (ms: number) => running().advance(ms),
  go: () => faultControl.go.resolve(),
  /** Stops in good order and lets go of everything; the process then ends by itself, or does not. */
  leave: async () => {
    await running().close();
    process.removeAllListeners('disconnect');
    setImmediate(() => process.disconnect());
  },
});

process.once('SIGTERM', () => {
  void running()
    .close()
    .then(() => process.exit(0));
});
