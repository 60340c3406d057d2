import { JobRunner } from '../../src/jobs/worker/job-runner';
import { type TestApp, startApp } from './app';
import { answering } from './answering';
import { TestClock } from './test-clock';

/** The whole application in a process of its own, beside others on the same database. */
let app: TestApp | null = null;

function running(): TestApp {
  if (!app) throw new Error('Not started.');
  return app;
}

answering({
  start: async ({ folder, at, env }: { folder: string; at: string; env: Record<string, string> }) => {
    app = await startApp({ dataDir: folder, clock: TestClock.at(at), env });
    return app.url;
  },
  /** Moves its clock and runs what is due by then. */
  travelTo: async (at: string) => {
    running().clock.travelTo(at);
    await running().get(JobRunner).idle();
  },
  close: () => running().close(),
});
