import { cpus, totalmem } from 'node:os';
import { type Figures, median } from './side';

/** What is measured, beside what, and whether the goal is met. */
export interface Row {
  what: string;
  ours: string;
  other: string;
  ratio: string;
  goal: string;
}

/** The median, with the smallest and the largest. */
export const spread = (values: readonly number[], digits = 0) =>
  `${median(values).toFixed(digits)} (${Math.min(...values).toFixed(digits)}–${Math.max(...values).toFixed(digits)})`;
export const of = (figures: readonly Figures[], name: string) => figures.map((each) => each[name] ?? NaN);
/** The median of what the pairs give. */
export const ratioOf = (ours: readonly Figures[], other: readonly Figures[], name: string) =>
  median(of(ours, name).map((value, n) => value / (other[n]?.[name] ?? NaN)));
export const times = (ratio: number) => `${ratio.toFixed(2)}x`;

const verdict = (isMet: boolean) => (isMet ? 'met' : 'not met');
export const atLeast = (value: number, bound: number, unit = 'x') => `>= ${bound}${unit}: ${verdict(value >= bound)}`;
export const atMost = (value: number, bound: number, unit = 'x') => `<= ${bound}${unit}: ${verdict(value <= bound)}`;

export function table(rows: readonly Row[]): string {
  const lines = rows.map(
    ({ what, ours, other, ratio, goal }) => `| ${what} | ${ours} | ${other} | ${ratio} | ${goal} |`,
  );
  return ['| what | ours | beside | ratio | goal |', '|---|---|---|---|---|', ...lines].join('\n');
}

export function machine(): string {
  const [cpu] = cpus();
  const memory = Math.round(totalmem() / 2 ** 30);
  return `${cpus().length} x ${cpu?.model.trim() ?? 'unknown processor'}, ${memory} GiB, ${process.platform}, Node ${process.version}`;
}
