import { randomInt } from 'node:crypto';

const { FAULT_SEED, FAULT_ROUNDS } = process.env;

/** What decides every order, delay and victim of a run: FAULT_SEED, or one of its own. */
export const SEED = FAULT_SEED ? Number(FAULT_SEED) : randomInt(1, 2 ** 31);
/** How many times over the fault suites do what can be done more than once. */
export const ROUNDS = Math.max(1, Number(FAULT_ROUNDS ?? 1));

/** Choices that are the same for the same seed and name. */
export class Chance {
  private state: number;

  constructor(name: string, seed = SEED) {
    this.state = [...`${seed} ${name}`].reduce(
      (hash, letter) => Math.imul(hash ^ letter.charCodeAt(0), 16_777_619),
      2_166_136_261,
    );
  }

  /** In [0, 1). */
  fraction(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), this.state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** A whole number from `least` to `most`, both included. */
  between(least: number, most: number): number {
    return least + Math.floor(this.fraction() * (most - least + 1));
  }

  happens(share: number): boolean {
    return this.fraction() < share;
  }

  /** @throws Error for an empty list. */
  pick<T>(list: readonly T[]): T {
    if (list.length === 0) throw new Error('There is nothing to pick from.');
    return list[this.between(0, list.length - 1)] as T; // within the list
  }

  shuffled<T>(list: readonly T[]): T[] {
    const keyed = list.map((value) => ({ value, key: this.fraction() }));
    return keyed.sort((a, b) => a.key - b.key).map(({ value }) => value);
  }
}

/** Prints a line whatever becomes of the test's own output. */
export function tell(line: string): void {
  process.stderr.write(`${line}\n`);
}

let told = false;

/** The choices of one test; the first of a process tells the seed, which repeats them. */
export function chanceOf(name: string): Chance {
  if (!told) tell(`fault seed ${SEED}: FAULT_SEED=${SEED} repeats its choices, FAULT_ROUNDS=${ROUNDS}`);
  told = true;
  return new Chance(name);
}

/** Tells what was counted of a fault. */
export function counted(fault: string, counts: Readonly<Record<string, string | number>>): void {
  const figures = Object.entries(counts).map(([name, count]) => `${name}=${count}`);
  tell(`fault ${fault}: ${figures.join(' ')}`);
}

export const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
