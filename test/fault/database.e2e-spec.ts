import { setTimeout as delay } from 'node:timers/promises';
import path from 'node:path';
import { DataSource } from 'typeorm';
import { Config } from '../../src/config/config';
import { CONNECTIONS } from '../../src/database/database';
import { Heartbeat } from '../../src/jobs/upkeep/heartbeat';
import { JobRunner } from '../../src/jobs/worker/job-runner';
import { type TestApp, startApp } from '../support/app';
import { BookingLoad } from '../support/booking-load';
import { ROUNDS, chanceOf, counted } from '../support/chance';
import { Child } from '../support/child';
import { Clinic } from '../support/clinic';
import { Cluster } from '../support/cluster';
import { FlakyConnections } from '../support/flaky-connections';
import { FAULTLESS, faultsOf, figuresOf, judge, noteOrder } from '../support/promise-oracle';
import { SmtpSink } from '../support/smtp-sink';
import { TestClock } from '../support/test-clock';
import { eventually } from '../support/waiting';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

describe('a database that another process holds again and again', () => {
  it.concurrent(
    'delays what is booked and done, and neither loses, doubles nor ends anything',
    async () => {
      const chance = chanceOf('busy');
      await Cluster.with({ at: '2027-01-05T08:59:50Z' }, async (cluster) => {
        const workers = await Promise.all([cluster.worker(), cluster.worker()]);
        const holder = Child.start('database-process.ts');
        cluster.atEnd(() => holder.kill());
        const load = await BookingLoad.start(cluster, await cluster.pairs(30 * ROUNDS), chance, { pause: [40, 120] });
        const held: number[] = [];
        for (let hold = 0; hold < 5 * ROUNDS; hold++) {
          await delay(chance.between(100, SECOND));
          held.push(chance.between(200, 2_500));
          // It has to find the moment between two of theirs.
          await eventually('the file is held', () =>
            holder.ask('hold', path.join(cluster.place.folder, 'clinic.db')).then(
              () => true,
              () => false,
            ),
          );
          await delay(held.at(-1));
          await holder.ask('letGo');
        }
        await load.stop();
        await cluster.deliverAll();
        await cluster.pass(6 * MINUTE);
        const verdict = await cluster.judge();
        const statuses = new Set(load.answers.map(({ status }) => status));
        counted('database busy', {
          holds: held.length,
          'longest-ms': Math.max(...held),
          bookings: load.answers.length,
          ...figuresOf(verdict),
        });
        expect(statuses).toEqual(new Set([200]));
        expect(workers.filter((worker) => worker.hasEnded)).toEqual([]);
        expect(faultsOf(verdict)).toEqual(FAULTLESS);
        expect(verdict.repeats).toEqual([]);
      });
    },
    240_000 * ROUNDS,
  );
});

describe('a database that makes victims of deadlocks and loses connections', () => {
  let app: TestApp;
  let sink: SmtpSink;
  afterEach(async () => {
    await app.close();
    await sink.stop();
  });

  it(
    'is tried again: nothing is kept in part, lost or doubled, and the process lives',
    async () => {
      const chance = chanceOf('flaky connections');
      const clock = TestClock.at('2027-01-04T08:00:00Z');
      sink = await SmtpSink.start({ clock });
      app = await startApp({
        clock,
        embedded: true,
        env: { SMTP_URL: sink.url },
        override: (builder) =>
          builder.overrideProvider(CONNECTIONS).useFactory({
            inject: [Config, DataSource],
            factory: (config: Config, reading: DataSource) => FlakyConnections.open(config, reading, chance),
          }),
      });
      const clinic = new Clinic(app);
      await noteOrder((sql) => clinic.write(sql));
      const count = 60 * ROUNDS;
      const people: [Awaited<ReturnType<Clinic['client']>>, Awaited<ReturnType<Clinic['doctor']>>][] = [];
      while (people.length < count) people.push([await clinic.client(), await clinic.doctor()]);

      const flaky = app.get<FlakyConnections>(CONNECTIONS);
      flaky.share = 0.004;
      const answers = [];
      for (let from = 0; from < count; from += 10) {
        const some = people.slice(from, from + 10);
        const booked = some.map(([client, doctor]) => clinic.book(client, doctor.doctorId, '2027-01-05', '15:00'));
        answers.push(...(await Promise.all(booked)));
      }
      await app.get(JobRunner).idle();
      clock.travelTo('2027-01-05T12:00:00Z');
      await app.get(JobRunner).idle();
      flaky.share = 0;
      // What is tried again is within these minutes.
      for (let waited = 0; waited < 20 * MINUTE; waited += 10 * SECOND) {
        clock.advance(10 * SECOND);
        // Gives back what was claimed by a commit that nobody was told of.
        await app.get(Heartbeat).beat();
        await app.get(JobRunner).idle();
      }

      const tally = answers.reduce<Record<string, number>>((sums, { status, body }) => {
        const what = status === 200 ? 'booked' : String(body.code);
        return { ...sums, [what]: (sums[what] ?? 0) + 1 };
      }, {});
      const [rows] = await clinic.rows<Record<string, number>>(
        `SELECT (SELECT count(*) FROM "Appointment") AS appointments, (SELECT count(*) FROM "AppointmentHistory") AS history,
           (SELECT count(*) FROM "Reminder") AS reminders,
           (SELECT count(*) FROM "Delivery" WHERE "kind" = 'created') AS confirmations,
           (SELECT count(*) FROM "Notification" WHERE "kind" = 'created') AS notices,
           (SELECT count(*) FROM jobs_Job WHERE type = 'appointments.remind') AS jobs`,
      );
      const verdict = await judge((sql, parameters) => clinic.rows(sql, parameters), sink, clock.now());
      counted('deadlock victim, connection dropped', { ...flaky.counts, ...tally, ...figuresOf(verdict) });
      const booked = rows?.appointments ?? 0;
      expect(rows).toEqual({
        ...{ appointments: booked, history: booked, reminders: booked, confirmations: booked },
        ...{ notices: 2 * booked, jobs: booked },
      });
      const unknown = tally['outcome-unknown'] ?? 0;
      expect(booked).toBeGreaterThanOrEqual(tally.booked ?? 0);
      expect(booked).toBeLessThanOrEqual((tally.booked ?? 0) + unknown);
      expect((tally.booked ?? 0) + unknown + (tally['database-busy'] ?? 0)).toBe(count);
      expect(flaky.counts.victims).toBeGreaterThan(0);
      expect(flaky.counts['lost-commits']).toBeGreaterThan(0);
      expect(faultsOf(verdict)).toEqual(FAULTLESS);
      expect(verdict.repeats).toEqual([]);
    },
    240_000 * ROUNDS,
  );
});
