import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { Chance, SEED } from '../support/chance';
import { faultsOf, figuresOf } from '../support/promise-oracle';
import { startRedis } from '../support/redis';
import { SoakClinic } from './soak-clinic';
import { SoakFaults } from './soak-faults';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const BOOKINGS_PER_SECOND = 3;

/** Does `act` again and again until `until`, with pauses of `from` to `to` milliseconds. */
async function repeatedly(until: number, chance: Chance, [from, to]: [number, number], act: () => void): Promise<void> {
  while (performance.now() < until) {
    await delay(chance.between(from, to));
    act();
  }
}

/**
 * Runs the clinic for `minutes` while everything about it fails, waits until what is due is done, and prints one line. The
 * exit code is 1 unless nothing was lost, doubled, early or stale.
 */
async function soak(minutes: number, seed: number): Promise<void> {
  const redis = await startRedis();
  const clinic = await SoakClinic.prepare(minutes, BOOKINGS_PER_SECOND, redis.url, new Chance('people', seed));
  const faults = new SoakFaults(clinic, redis, new Chance('faults', seed));
  try {
    await Promise.all([clinic.startApi(), clinic.worker(), clinic.worker()]);
    const until = performance.now() + minutes * MINUTE;
    const bookings = new Set<Promise<void>>();
    const book = () => {
      const booked = clinic.book().finally(() => bookings.delete(booked));
      bookings.add(booked);
    };
    const pause = SECOND / BOOKINGS_PER_SECOND;
    await Promise.all([
      repeatedly(until, new Chance('bookings', seed), [pause / 2, pause * 1.5], book),
      repeatedly(until, new Chance('strikes', seed), [2 * SECOND, 6 * SECOND], () => faults.strike()),
    ]);
    await faults.mended();
    await Promise.all(bookings);
    // What died processes held comes back by itself, in real time.
    await clinic.idle(2 * MINUTE);
    await clinic.deliverAll();
    await clinic.pass(2 * MINUTE);

    const verdict = await clinic.judge();
    const found = Object.entries(faultsOf(verdict)).filter(([, list]) => list.length > 0);
    for (const [name, list] of found) for (const each of list.slice(0, 20)) console.error(`${name}: ${each}`);
    const { mails, reminders, repeats, ...four } = figuresOf(verdict);
    const figures = {
      ...{ seed, minutes, ...clinic.counts, mails, reminders },
      faults: Object.entries(faults.counts)
        .map(([kind, count]) => `${kind}:${count}`)
        .join(','),
      ...{ refused: verdict.refused.length, repeats, ...four },
    };
    console.log(
      `soak ${Object.entries(figures)
        .map(([name, value]) => `${name}=${value}`)
        .join(' ')}`,
    );
    process.exitCode = found.length > 0 ? 1 : 0;
  } finally {
    await clinic.close();
    await faults.redis.kill();
  }
}

const { values } = parseArgs({ options: { minutes: { type: 'string', default: '10' }, seed: { type: 'string' } } });
soak(Number(values.minutes), values.seed ? Number(values.seed) : SEED).then(
  () => process.exit(),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
