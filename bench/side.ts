import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

/** Compiles TypeScript as the tests do; ts-node would load modules that slow every event emitter down. */
export const REGISTER = path.join(__dirname, '..', 'test', 'support', 'swc-register.cjs');

export type Figures = Record<string, number>;

export const median = (values: readonly number[]) =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;

/** Runs one side of a comparison in a process of its own and returns what it measured. */
export async function measure(side: string, settings: Record<string, string | number>): Promise<Figures> {
  const child = fork(path.join(__dirname, 'sides', `${side}.ts`), [], {
    execArgv: ['-r', REGISTER],
    env: {
      ...process.env,
      ...Object.fromEntries(Object.entries(settings).map(([name, value]) => [name, String(value)])),
    },
  });
  let figures: Figures | undefined;
  child.on('message', (message) => (figures = message as Figures)); // a side sends its figures and nothing else
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0 || !figures) throw new Error(`The side ${side} of the bench ended with ${code} and no figures.`);
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
