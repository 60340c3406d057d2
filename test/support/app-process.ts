import { SignInService } from '../../src/auth/sign-in.service';
import { JOB_STORE, type JobStore } from '../../src/jobs/store/job-store';
import { Heartbeat } from '../../src/jobs/upkeep/heartbeat';
import { JobExecutor } from '../../src/jobs/worker/job-executor';
import { MAIL_SENDER, type MailSender } from '../../src/notifications/mail/mail-sender';
import { UserService } from '../../src/users/user.service';
import { answering } from './answering';
import { type TestApp, startApp } from './app';
import { TestClock } from './test-clock';

/**
 * Where a process dies: with a claim that is not committed yet, with a claim that is and nothing begun, before it commits
 * what a job did, before it begins to speak with the mail server, or once that has taken a mail.
 */
export const DEATHS = ['claiming', 'claimed', 'completing', 'sending', 'accepted'] as const;
export type Death = (typeof DEATHS)[number];

export interface Deadly {
  at: Death;
  /** The type of job that it dies with. */
  type: string;
  /** With which of them, from 1. */
  nth: number;
}

/** The real application in a process of its own. */
let app: TestApp | null = null;
const clock = new TestClock();

function running(): TestApp {
  if (!app) throw new Error('Not started.');
  return app;
}

/** As a power cut would. */
const die = () => process.kill(process.pid, 'SIGKILL');

function arm({ at, type, nth }: Deadly): void {
  let met = 0;
  const meet = (count: number) => {
    met += count;
    if (met >= nth) die();
  };
  const executor = running().get(JobExecutor);
  const store = running().get<JobStore>(JOB_STORE);
  const sender = running().get<MailSender>(MAIL_SENDER);
  const [claim, settle] = [store.claim.bind(store), store.settle.bind(store)];
  const start = executor.start.bind(executor);
  const send = sender.send.bind(sender);
  const types = new Map<number, string>();
  executor.start = (works, listener) => {
    const jobs = works.flatMap(({ runs }) => runs.map(({ job }) => job));
    for (const job of jobs) types.set(job.id, job.type);
    if (at === 'claimed') meet(jobs.filter((job) => job.type === type).length);
    return start(works, listener);
  };
  if (at === 'claiming') {
    store.claim = async (serverId, lane) => {
      const claimed = await claim(serverId, lane);
      meet(claimed.filter((job) => job.type === type).length);
      return claimed;
    };
  }
  if (at === 'completing') {
    store.settle = async (completions) => {
      const settled = await settle(completions);
      meet(completions.filter(({ id }) => types.get(id) === type).length);
      return settled;
    };
  }
  if (at === 'sending') {
    sender.send = (mail, signal) => {
      meet(1);
      return send(mail, signal);
    };
  }
  if (at === 'accepted') {
    sender.send = async (mail, signal) => {
      const receipt = await send(mail, signal);
      meet(1);
      return receipt;
    };
  }
}

answering({
  /** Answers with the address of its API. */
  start: async ({ dataDir, offsetMs, env }: { dataDir: string; offsetMs: number; env: Record<string, string> }) => {
    clock.advance(offsetMs);
    app = await startApp({ dataDir, clock, env });
    return app.url;
  },
  advance: async (ms: number) => {
    clock.advance(ms);
    await running().get(Heartbeat).beat();
  },
  step: (ms: number) => clock.step(ms),
  arm,
  /** A token of a user, that lasts an hour. */
  signIn: async (userId: string) => {
    const user = await running().get(UserService).require(userId);
    return (await running().get(SignInService).begin(user)).token;
  },
});

process.once('SIGTERM', () => {
  void running()
    .close()
    .then(() => process.exit(0));
});
