import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

/** Compiles TypeScript as the tests do; ts-node would load modules that slow every event emitter down. */
const REGISTER = path.join(__dirname, '..', 'test', 'support', 'swc-register.cjs');

const PROFILES = path.join(__dirname, 'profiles');

export type Figures = Record<string, number>;
type Settings = Record<string, string | number>;

export const median = (values: readonly number[]) =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;

/** How Node starts what is measured: with `BENCH_PROFILE` set, it leaves a profile of where its processor time went. */
export const nodeArguments = (name: string) => [
  '-r',
  REGISTER,
  ...(process.env['BENCH_PROFILE']
    ? ['--cpu-prof', `--cpu-prof-dir=${PROFILES}`, `--cpu-prof-name=${name}.cpuprofile`]
    : []),
];

/** Runs one side of a comparison in a process of its own and returns what it measured. */
export const measure = (side: string, settings: Settings): Promise<Figures> => figuresOf(`sides/${side}.ts`, settings);

/** As `measure`, of another project's job layer. */
export const measurePeer = (peer: string, settings: Settings): Promise<Figures> =>
  figuresOf(`peers/${peer}.cjs`, settings);

async function figuresOf(file: string, settings: Settings): Promise<Figures> {
  const child = fork(path.join(__dirname, file), [], {
    execArgv: nodeArguments(path.parse(file).name),
    env: {
      ...process.env,
      ...Object.fromEntries(Object.entries(settings).map(([name, value]) => [name, String(value)])),
    },
  });
  let figures: Figures | undefined;
  child.on('message', (message) => (figures = message as Figures)); // a side sends its figures and nothing else
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0 || !figures) throw new Error(`${file} of the bench ended with ${code} and no figures.`);
  return figures;
}

/** What a side calls with its work: sends the figures to the bench, or prints them when run by hand. */
export function report(work: () => Promise<Figures>): void {
  work().then(
    (figures) => {
      if (process.send) process.send(figures, () => process.exit(0));
      else console.log(figures);
    },
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
}

export function setting(name: string): number {
  const value = Number(process.env[name]);
  if (!Number.isFinite(value)) throw new Error(`The side needs ${name}.`);
  return value;
}

export function text(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`The side needs ${name}.`);
  return value;
}
