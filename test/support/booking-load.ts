import { setTimeout as delay } from 'node:timers/promises';
import type { Chance } from './chance';
import type { Cluster, Pair } from './cluster';

const MINUTE = 60_000;
/** Open appointments that one patient may have on a date. */
const EACH = 5;

export interface LoadOptions {
  /** Between two bookings, in milliseconds: from, to. */
  pause: readonly [number, number];
  /** How many minutes lie between the dates on which the reminders of one patient are due. */
  apart?: number;
}

/** Bookings that come in all the time, with reminders due from the next minute on. */
export class BookingLoad {
  /** When each was answered, on the monotonic clock, and how long that took. */
  readonly answers: { at: number; ms: number; status: number; id: string }[] = [];
  private going = true;
  private readonly running: Promise<void>;

  private constructor(
    private readonly cluster: Cluster,
    private readonly chance: Chance,
    plan: readonly { pair: Pair; dueAt: Date }[],
    private readonly options: LoadOptions,
  ) {
    this.running = this.run(plan);
  }

  /** Begins to book up to five visits for each pair, in an order that chance decides. */
  static async start(
    cluster: Cluster,
    pairs: readonly Pair[],
    chance: Chance,
    options: LoadOptions,
  ): Promise<BookingLoad> {
    const first = cluster.minuteIn(MINUTE / 2);
    const plan: { pair: Pair; dueAt: Date }[] = [];
    for (let visit = 0; visit < EACH; visit++) {
      // A visit lasts five minutes.
      const dueAt = new Date(first.getTime() + visit * (options.apart ?? 5) * MINUTE);
      await cluster.open(pairs, dueAt);
      plan.push(...chance.shuffled(pairs).map((pair) => ({ pair, dueAt })));
    }
    const load = new BookingLoad(cluster, chance, plan, options);
    cluster.atEnd(() => load.stop());
    return load;
  }

  /** How many were answered in the last `ms`. */
  within(ms: number): number {
    const since = performance.now() - ms;
    return this.answers.filter(({ at }) => at >= since).length;
  }

  /** Ends it, and waits for the answers that are under way. */
  async stop(): Promise<void> {
    this.going = false;
    await this.running;
  }

  private async run(plan: readonly { pair: Pair; dueAt: Date }[]): Promise<void> {
    const under: Promise<void>[] = [];
    for (const { pair, dueAt } of plan) {
      if (!this.going) break;
      under.push(this.book(pair, dueAt));
      await delay(this.chance.between(...this.options.pause));
    }
    await Promise.all(under);
  }

  private async book(pair: Pair, dueAt: Date): Promise<void> {
    const began = performance.now();
    const { status, body } = await this.cluster.book(pair, dueAt);
    const at = performance.now();
    this.answers.push({ at, ms: at - began, status, id: String(body?.id) });
  }
}
