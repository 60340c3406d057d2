import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type RedisServer, startRedis } from '../test/support/redis';
import { type Figures, measure, measurePeer, median } from './side';
import { type Row, atLeast, atMost, machine, of, ratioOf, spread, table, times } from './table';

const SMOKE = process.argv.includes('--smoke');
/** Leaves profiles in `bench/profiles`; what is profiled is slower, so nothing is written of how it did. */
const PROFILE = process.argv.includes('--profile');
const REPEATS = SMOKE || PROFILE ? 1 : 5;
/** Of what takes long or hardly varies. */
const FEWER_REPEATS = SMOKE || PROFILE ? 1 : 3;
const WORKERS = 200;
const OTHER_WORKERS = SMOKE ? [1] : [1, 2, 4, 40, 400];
const NOOP_JOBS = SMOKE ? 1_000 : 20_000;
const BURST_JOBS = SMOKE ? 500 : 10_000;
const LONE_JOBS = SMOKE ? 10 : 200;
const FEW_WAITING = 1_000;
const MANY_WAITING = SMOKE ? 5_000 : 1_000_000;
const SETTLE_MS = SMOKE ? 1_000 : 20_000;
const CONNECTIONS = 32;
const BOOKINGS = SMOKE ? 200 : 5_000;
const WARM_UP = SMOKE ? 100 : 3_000;
const STARTS = SMOKE ? 1 : 11;

/** Run where BENCH_POSTGRES_URL names a PostgreSQL, and `npm ci --prefix bench/peers` has installed them. */
const PEERS = [
  ['graphile-worker', 'graphile-worker 0.17 on PostgreSQL'],
  ['pg-boss', 'pg-boss 10 on PostgreSQL'],
] as const;

const FEW_JOBS = SMOKE ? 500 : 10_000;
const MANY_JOBS = SMOKE ? 5_000 : 1_000_000;
const REQUESTS = SMOKE ? 5 : 50;

/** Two sides in turn, so that a machine whose speed drifts is unfair to neither. */
async function paired(
  ours: () => Promise<Figures>,
  other: () => Promise<Figures>,
  repeats = REPEATS,
): Promise<[Figures[], Figures[]]> {
  const pairs: [Figures, Figures][] = [];
  for (let repeat = 0; repeat < repeats; repeat++) pairs.push([await ours(), await other()]);
  return [pairs.map(([first]) => first), pairs.map(([, second]) => second)];
}

async function noop(redis: RedisServer): Promise<Row[]> {
  const settings = { COUNT: NOOP_JOBS, WORKERS };
  const [ours, bull] = await paired(
    () => measure('engine-noop', { ...settings, WAITING: 0 }),
    () => measure('bull-noop', { ...settings, REDIS_PORT: redis.port }),
  );
  return (
    [
      ['totalPerSecond', 'enqueue, then drain of no-op jobs', [2, 3]],
      ['enqueuePerSecond', 'of this the enqueue in bulk', []],
      ['drainPerSecond', 'of this the drain', []],
    ] as const
  ).map(([figure, what, goals]) => {
    const ratio = ratioOf(ours, bull, figure);
    return {
      what: `${what}, per second (${NOOP_JOBS} jobs, ${WORKERS} workers, full history in SQL)`,
      ours: spread(of(ours, figure)),
      other: `raw Bull: ${spread(of(bull, figure))}`,
      ratio: times(ratio),
      goal: goals.map((goal) => atLeast(ratio, goal)).join('; '),
    };
  });
}

/** How the drain grows with the workers, and whether jobs that wait slow it down. */
async function growth(): Promise<Row[]> {
  const drain = async (what: string, settings: Record<string, number>): Promise<Row> => {
    const runs: Figures[] = [];
    for (let repeat = 0; repeat < FEWER_REPEATS; repeat++) runs.push(await measure('engine-noop', settings));
    return {
      what,
      ours: spread(of(runs, 'drainPerSecond')),
      other: `${median(of(runs, 'cpuMicrosecondsPerJob')).toFixed(0)} µs of processor time a job`,
      ratio: '',
      goal: '',
    };
  };
  const rows: Row[] = [];
  for (const workers of [...OTHER_WORKERS, WORKERS].sort((a, b) => a - b)) {
    const settings = { WORKERS: workers, COUNT: workers < 40 ? NOOP_JOBS / 10 : NOOP_JOBS, WAITING: 0 };
    rows.push(await drain(`drain with ${workers} workers, per second`, settings));
  }
  const full = { WORKERS, COUNT: NOOP_JOBS, WAITING: MANY_WAITING };
  return [...rows, await drain(`drain with ${WORKERS} workers while ${MANY_WAITING} others wait, per second`, full)];
}

/** Beside the same raw Bull as above. */
async function bullTransport(redis: RedisServer): Promise<Row> {
  const settings = { COUNT: NOOP_JOBS, WORKERS, REDIS_PORT: redis.port };
  const [ours, bull] = await paired(
    () => measure('engine-bull', settings),
    () => measure('bull-noop', settings),
  );
  const ratio = ratioOf(ours, bull, 'drainPerSecond');
  return {
    what: `drain of no-op jobs on the Bull transport, per second (${NOOP_JOBS} jobs, each announced in Redis, ${WORKERS} workers, full history in SQL)`,
    ours: `${spread(of(ours, 'drainPerSecond'))}; announced ${spread(of(ours, 'announcePerSecond'))}`,
    other: `raw Bull: ${spread(of(bull, 'drainPerSecond'))}`,
    ratio: times(ratio),
    goal: atLeast(ratio, 0.8),
  };
}

async function burst(redis: RedisServer): Promise<Row> {
  const [ours, bull] = await paired(
    () => measure('engine-burst', { COUNT: BURST_JOBS }),
    () => measure('bull-noop', { COUNT: BURST_JOBS, WORKERS, REDIS_PORT: redis.port }),
  );
  const ratio = ratioOf(ours, bull, 'drainMs');
  return {
    what: `the hour burst, ms (${BURST_JOBS} reminders due at one instant, in-app effect included)`,
    ours: spread(of(ours, 'drainMs')),
    other: `raw Bull, no-op jobs: ${spread(of(bull, 'drainMs'))}`,
    ratio: times(ratio),
    goal: `${atMost(ratio, 2)}; ${atMost(ratio, 1)}`,
  };
}

/**
 * Beside what other projects run on PostgreSQL: the burst, of which each reminder has its effects, beside their no-op jobs as
 * they are run by default; and no-op jobs beside theirs as quick as they can be made, which then end after their jobs and not
 * with them.
 */
async function peers(): Promise<Row[]> {
  const settings = { COUNT: BURST_JOBS, WORKERS };
  const rows: Row[] = [];
  for (const [peer, name] of PEERS) {
    const [told, usual] = await paired(
      () => measure('engine-burst', settings),
      () => measurePeer(peer, { ...settings, QUICK: 0 }),
      FEWER_REPEATS,
    );
    const slower = ratioOf(told, usual, 'drainMs');
    rows.push({
      what: `the hour burst, ms, beside ${BURST_JOBS} no-op jobs of ${name} due at one instant`,
      ours: spread(of(told, 'drainMs')),
      other: spread(of(usual, 'drainMs')),
      ratio: times(slower),
      goal: atMost(slower, 1),
    });
    const [ours, quick] = await paired(
      () => measure('engine-noop', { ...settings, WAITING: 0 }),
      () => measurePeer(peer, { ...settings, QUICK: 1 }),
      FEWER_REPEATS,
    );
    rows.push({
      what: `drain of ${BURST_JOBS} no-op jobs, per second, beside ${name} made as quick as it can be`,
      ours: spread(of(ours, 'drainPerSecond')),
      other: spread(of(quick, 'drainPerSecond')),
      ratio: times(ratioOf(ours, quick, 'drainPerSecond')),
      goal: '',
    });
  }
  return rows;
}

async function lateness(): Promise<Row> {
  const runs: Figures[] = [];
  for (let repeat = 0; repeat < FEWER_REPEATS; repeat++)
    runs.push(await measure('engine-lateness', { COUNT: LONE_JOBS }));
  return {
    what: `lateness of a lone job, ms (${LONE_JOBS} jobs): p99`,
    ours: `${spread(of(runs, 'p99'))}; p50 ${spread(of(runs, 'p50'))}`,
    other: 'Hangfire polls every 15 s',
    ratio: '',
    goal: atMost(median(of(runs, 'p99')), 50, ''),
  };
}

async function bullLateness(redis: RedisServer): Promise<Row> {
  const settings = { COUNT: LONE_JOBS, REDIS_PORT: redis.port };
  const runs: Figures[] = [];
  for (let repeat = 0; repeat < FEWER_REPEATS; repeat++) runs.push(await measure('bull-lateness', settings));
  return {
    what: `lateness of a lone job of another process on the Bull transport, ms (${LONE_JOBS} jobs): p99`,
    ours: `${spread(of(runs, 'p99'))}; p50 ${spread(of(runs, 'p50'))}`,
    other: 'without Redis a worker looks every second',
    ratio: '',
    goal: atMost(median(of(runs, 'p99')), 50, ''),
  };
}

async function waiting(): Promise<Row> {
  const folder = mkdtempSync(path.join(tmpdir(), 'medano-bench-'));
  const filled = async (count: number) => {
    const settings = { FOLDER: path.join(folder, String(count)), SETTLE_MS, COUNT: count };
    await measure('waiting-fill', settings);
    return () => measure('waiting', settings);
  };
  try {
    const [many, few] = await paired(await filled(MANY_WAITING), await filled(FEW_WAITING), FEWER_REPEATS);
    const held = (figures: readonly Figures[]) =>
      `worker ${spread(of(figures, 'workerMiB'))}, Redis ${spread(of(figures, 'redisMiB'), 2)}`;
    const [worker, broker] = [ratioOf(many, few, 'workerMiB'), ratioOf(many, few, 'redisMiB')];
    return {
      what: `memory while ${MANY_WAITING} reminders wait that are days away, MiB (Bull transport)`,
      ours: held(many),
      other: `${FEW_WAITING} waiting: ${held(few)}`,
      ratio: `worker ${times(worker)}, Redis ${times(broker)}`,
      goal: atMost(Math.max(worker, broker), 1.1),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function booking(): Promise<Row[]> {
  const settings = { CONNECTIONS, COUNT: BOOKINGS, WARM_UP };
  const [runs, bare] = await paired(
    () => measure('booking', settings),
    () => measure('bare-insert', settings),
  );
  const ratio = ratioOf(runs, bare, 'perSecond');
  const load = `${BOOKINGS} bookings, ${CONNECTIONS} connections, after ${WARM_UP}`;
  return [
    {
      what: `booking over HTTP, ms (${load}): p99`,
      ours: `${spread(of(runs, 'p99'))}; p50 ${spread(of(runs, 'p50'))}`,
      other: `of all ${spread(of(runs, 'mailed'))} mailed meanwhile`,
      ratio: '',
      goal: atMost(median(of(runs, 'p99')), 100, ''),
    },
    {
      what: `the same, bookings per second`,
      ours: spread(of(runs, 'perSecond')),
      other: `one insert behind the same sign-in, no rule and no job: ${spread(of(bare, 'perSecond'))}`,
      ratio: times(ratio),
      goal: atLeast(ratio, 0.6),
    },
  ];
}

/** Each side counts as often as it is told itself: a process lives for less than a second. */
async function start(): Promise<Row> {
  const { first = NaN, again = NaN, bare = NaN } = await measure('start', { COUNT: STARTS });
  return {
    what: `start to listening, ms (median of ${STARTS})`,
    ours: `${again.toFixed(0)}; the first, which makes the database and the demo, ${first.toFixed(0)}`,
    other: `a Nest application with nothing in it: ${bare.toFixed(0)}`,
    ratio: times(again / bare),
    goal: `${atMost(again / bare, 2)}; ${atMost(again, 2_000, ' ms')}`,
  };
}

/** Once: it takes a minute to write a million jobs. */
async function lists(): Promise<Row> {
  const figures = await measure('job-lists', { FEW: FEW_JOBS, MANY: MANY_JOBS, REQUESTS });
  const { few = NaN, many = NaN } = figures;
  const ratios = Object.keys(figures)
    .filter((name) => name.startsWith('few '))
    .map((name) => name.slice('few '.length))
    .map((name) => ({ name, ratio: (figures[`many ${name}`] ?? NaN) / (figures[`few ${name}`] ?? NaN) }))
    .sort((a, b) => b.ratio - a.ratio);
  const [worst] = ratios;
  return {
    what: `job list, search and stats over HTTP, ms (${ratios.length} kinds, ${REQUESTS} requests each): p95 with ${MANY_JOBS} jobs`,
    ours: `${many.toFixed(1)}; the widest apart: ${worst?.name}, ${worst?.ratio.toFixed(2)}x`,
    other: `with ${FEW_JOBS} jobs: ${few.toFixed(1)}`,
    ratio: times(many / few),
    goal: atMost(many / few, 1.5),
  };
}

async function main(): Promise<void> {
  if (PROFILE) process.env['BENCH_PROFILE'] = 'on';
  const withPeers = Boolean(process.env['BENCH_POSTGRES_URL']);
  const redis = await startRedis();
  try {
    const rows = [
      ...(await noop(redis)),
      ...(await growth()),
      await bullTransport(redis),
      await burst(redis),
      ...(withPeers ? await peers() : []),
      await lateness(),
      await bullLateness(redis),
      await waiting(),
      ...(await booking()),
      await start(),
      await lists(),
    ];
    const { version } = JSON.parse(readFileSync(path.join(__dirname, '..', 'package.json'), 'utf8')) as {
      version: string;
    };
    const text = [
      '# Results',
      '',
      `Written by \`npm run bench\` of version ${version} on ${machine()}.`,
      `Median of ${REPEATS} repeats (lateness, memory and growth: ${FEWER_REPEATS}), the two sides of a row in turn; smallest and largest in brackets; ratios pair by pair.`,
      'What bounds the rows that do not meet their goal: [scaling](../docs/scaling.md#where-it-stops).',
      ...(withPeers ? [] : ['Not run: the rows beside pg-boss and graphile-worker, which need BENCH_POSTGRES_URL.']),
      '',
      table(rows),
      '',
    ].join('\n');
    console.log(text);
    if (!SMOKE && !PROFILE) writeFileSync(path.join(__dirname, 'RESULTS.md'), text);
  } finally {
    await redis.stop();
  }
}

void main();
