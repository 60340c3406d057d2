import { Module } from '@nestjs/common';
import { alertTitle } from '../../src/alerts/alert-text';
import { RULES, VERIFY_EVERY_MS } from '../../src/alerts/alert-rules';
import type { AlertKind } from '../../src/alerts/alert.state';
import { VerifyService } from '../../src/alerts/verify.service';
import { Permanent } from '../../src/jobs/definition/outcome';
import { Jobs } from '../../src/jobs/jobs';
import { JobsModule } from '../../src/jobs/jobs.module';
import { type DoctorPerson, type Person } from '../support/clinic';
import { aScriptedJob } from '../support/scripted-job';
import { refuse } from '../support/smtp-sink';
import { type Deferred, blockLoop, deferred, eventually } from '../support/waiting';
import { WatchedClinic } from '../support/watched-clinic';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Work that an extension has brought. */
const job = aScriptedJob('test.work', { attempts: 1 });
@Module({ imports: [JobsModule.forFeature([job.definition])], providers: [job.handler] })
class WorkModule {}

/** One worker for each queue. */
const FEW_WORKERS = { JOB_WORKERS: '4' };

let watched: WatchedClinic;
/** Lets the work that stands still go on. */
let goOn: Deferred;

beforeEach(() => (goOn = deferred()));
afterEach(async () => {
  goOn.resolve();
  await watched.close();
});

job.acts.set('stand still', () => goOn.promise);
job.acts.set('block', () => blockLoop(700));
job.acts.set('give up', () => {
  throw new Permanent('It cannot be done.');
});

const work = (act: string, count: number) =>
  watched.app.get(Jobs).enqueueMany(
    job.definition,
    Array.from({ length: count }, () => ({ payload: { act } })),
  );

async function workDone(act: string, count: number): Promise<void> {
  await work(act, count);
  await watched.idle();
}

const advance = (ms: number) => Promise.resolve(watched.app.clock.advance(ms));
const verify = () => watched.app.get(VerifyService).verifyAll();

async function verifyOnTime(times: number): Promise<void> {
  for (let time = 0; time < times; time++) {
    await watched.look(VERIFY_EVERY_MS);
    await verify();
  }
}

async function finish(): Promise<void> {
  goOn.resolve();
  await watched.idle();
}

async function book(client: Person, doctor: DoctorPerson, times: readonly string[]): Promise<void> {
  for (const time of times) {
    const { status } = await watched.clinic.book(client, doctor.doctorId, '2027-01-06', time);
    expect(status).toBe(200);
  }
  await watched.idle();
}

/** What goes wrong in a clinic, and how it ends. */
interface Cause {
  env?: Record<string, string>;
  /** What is not enough yet. */
  nearly?: () => Promise<unknown>;
  begin: () => Promise<unknown>;
  end: () => Promise<unknown>;
}

/** A cause for each kind of alert; that of `redis-down` is among what needs a Redis. */
const CAUSES: Readonly<Record<Exclude<AlertKind, 'redis-down'>, Cause>> = {
  'no-worker': {
    env: { ROLE: 'api' },
    begin: () => Promise.resolve(),
    end: () => watched.another({ env: { ROLE: 'worker' }, modules: [WorkModule] }),
  },
  late: {
    env: FEW_WORKERS,
    nearly: async () => {
      await work('stand still', 2);
      await advance(4 * MINUTE);
    },
    begin: () => advance(MINUTE),
    end: finish,
  },
  backlog: {
    env: { ...FEW_WORKERS, ALERT_QUEUE_LENGTH: '50' },
    nearly: () => work('stand still', 40),
    begin: () => work('stand still', 20),
    end: finish,
  },
  failures: {
    env: { ALERT_FAILURES_PER_HOUR: '3' },
    nearly: () => workDone('give up', 2),
    begin: () => workDone('give up', 1),
    end: () => advance(2 * HOUR),
  },
  'mail-failing': {
    nearly: () => watched.idle(),
    begin: async () => {
      const times = ['10:00', '11:00', '12:00', '13:00'];
      watched.smtp.nextAnswers(times.map(() => refuse(451, 'try later', 'mail')));
      await book(await watched.clinic.client(), await watched.clinic.doctor(), times);
    },
    // The sums are kept by the hour.
    end: () => advance(2 * HOUR),
  },
  'broken-promise': {
    nearly: async () => {
      await book(await watched.clinic.client(), await watched.clinic.doctor(), ['10:00']);
      await verify();
    },
    begin: async () => {
      // As a person with too many rights, or a backup that lacks them, would remove jobs.
      await watched.clinic.write(`DELETE FROM jobs_Job WHERE type = 'appointments.remind'`);
      watched.app.clock.travelTo('2027-01-06T07:57:00Z');
      await verify();
    },
    end: verify,
  },
  unverified: {
    nearly: async () => {
      await verifyOnTime(5);
      await watched.renameTable('Delivery', 'Delivery_away');
      await verifyOnTime(3);
    },
    begin: () => advance(2 * MINUTE),
    end: async () => {
      await watched.renameTable('Delivery_away', 'Delivery');
      await verify();
    },
  },
  'slow-loop': {
    // Behind it lies how the start kept the process busy.
    nearly: () => watched.look(MINUTE),
    begin: () => workDone('block', 3),
    end: () => Promise.resolve(),
  },
};

const told = (kind: AlertKind) => watched.posted().filter((each) => each.startsWith(`${kind} `));

describe('the watch tells once of each kind of incident, when its cause has been there for long enough, and of its end', () => {
  it.each(Object.entries(CAUSES) as [keyof typeof CAUSES, Cause][])('%s', async (kind, { env, nearly, begin, end }) => {
    watched = await WatchedClinic.start({ env, modules: [WorkModule] });
    await nearly?.();
    await watched.look();
    expect(told(kind)).toEqual([]);
    await begin();
    await watched.look();
    const { openAfterMs } = RULES[kind];
    if (openAfterMs > 0) {
      await watched.look(openAfterMs - MINUTE / 2);
      expect(told(kind)).toEqual([]);
      await watched.look(MINUTE / 2);
    }
    for (let times = 0; times < 3; times++) await watched.look();
    expect(told(kind)).toEqual([`${kind} opened`]);
    const title = alertTitle(kind, 'en');
    expect(await watched.notices()).toContainEqual({ title, userId: watched.admin.id });

    await end();
    await eventually('it is over', async () => {
      await watched.look(MINUTE);
      return told(kind).length > 1;
    });
    expect(told(kind)).toEqual([`${kind} opened`, `${kind} ended`]);
    await watched.idle();
    expect(watched.mailed().filter((subject) => subject?.endsWith(`] ${title}`))).toHaveLength(1);
  });
});
