import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Chance } from '../support/chance';
import { Child } from '../support/child';
import { freeze } from '../support/freezing';
import { type RedisServer, startRedis } from '../support/redis';
import { type SinkAnswer, accept, drop, refuse, tarpit } from '../support/smtp-sink';
import { eventually } from '../support/waiting';
import type { SoakClinic } from './soak-clinic';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

const MAIL_ANSWERS: readonly SinkAnswer[] = [
  refuse(421, '4.3.2 closing', 'mail'),
  refuse(450, '4.2.0 mailbox busy'),
  refuse(451, '4.3.0 try again later', 'message'),
  refuse(550, '5.1.1 no such mailbox'),
  drop('data'),
  drop('message'),
  tarpit(500),
  accept(),
];

/** Breaks one thing at a time, and mends it; several may be broken at once. */
export class SoakFaults {
  readonly counts: Record<string, number> = {};
  private readonly under = new Set<Promise<void>>();
  private frozen: Child | null = null;
  /** Those that are being ended. */
  private readonly ending = new Set<Child>();
  private redisBusy = false;
  private mailBusy = false;
  private fileBusy = false;
  private failure: Error | null = null;
  private readonly holder = Child.start('database-process.ts');

  constructor(
    private readonly clinic: SoakClinic,
    public redis: RedisServer,
    private readonly chance: Chance,
  ) {}

  private readonly kinds: Record<string, () => Promise<boolean>> = {
    kill: () => this.end('SIGKILL'),
    stop: () => this.end('SIGTERM'),
    freeze: () => this.standStill(),
    step: () => this.stepClock(),
    redis: () => this.strikeRedis(),
    smtp: () => this.strikeMail(),
    file: () => this.holdFile(),
  };

  /** Begins one fault, whichever chance says. @throws what went wrong with one before. */
  strike(): void {
    if (this.failure) throw this.failure;
    const kind = this.chance.pick(Object.keys(this.kinds));
    const done = Promise.resolve(this.kinds[kind]?.())
      .then((struck) => {
        if (struck) this.counts[kind] = (this.counts[kind] ?? 0) + 1;
      })
      .catch((error: unknown) => void (this.failure ??= error instanceof Error ? error : new Error(String(error))))
      .finally(() => this.under.delete(done));
    this.under.add(done);
  }

  /** Resolves when all is mended. @throws what went wrong. */
  async mended(): Promise<void> {
    while (this.under.size > 0) await Promise.all(this.under);
    if (this.failure) throw this.failure;
    this.clinic.sink.release();
    await this.holder.kill();
  }

  /** Ends a process, a worker or the API, and starts another in its place. */
  private async end(signal: 'SIGKILL' | 'SIGTERM'): Promise<boolean> {
    const { clinic, chance } = this;
    const away = chance.between(0, 3 * SECOND);
    const victims = clinic.living.filter((child) => child !== this.frozen && !this.ending.has(child));
    // Someone is left to go on.
    if (victims.length < 2) return false;
    const victim = chance.pick(victims);
    this.ending.add(victim);
    const replace = victim === clinic.api ? () => clinic.startApi() : () => clinic.worker();
    // Who stops in good order has a successor already.
    if (signal === 'SIGTERM') await replace();
    victim.signal(signal);
    const { code } = await victim.ended();
    if (signal === 'SIGTERM' && code !== 0) throw new Error(`A process that was asked to stop ended with ${code}.`);
    await delay(away);
    if (signal === 'SIGKILL') await replace();
    return true;
  }
  private async standStill(): Promise<boolean> {
    const ms = this.chance.between(SECOND, 30 * SECOND);
    const workers = this.clinic.workers.filter((child) => !this.ending.has(child));
    if (this.frozen || workers.length < 2) return false;
    this.frozen = this.chance.pick(workers);
    try {
      await freeze(this.frozen, this.clinic.place);
      await delay(ms);
    } finally {
      this.frozen.signal('SIGCONT');
      this.frozen = null;
    }
    return true;
  }

  private async stepClock(): Promise<boolean> {
    const step = this.chance.pick([-1, 1]) * this.chance.between(MINUTE, 60 * MINUTE);
    const ms = this.chance.between(5 * SECOND, 20 * SECOND);
    const workers = this.clinic.workers.filter((child) => child !== this.frozen && !this.ending.has(child));
    if (workers.length === 0) return false;
    const worker = this.chance.pick(workers);
    await worker.ask('step', step).catch(() => undefined);
    await delay(ms);
    await worker.ask('step', -step).catch(() => undefined); // it may have been killed meanwhile
    return true;
  }

  private async strikeRedis(): Promise<boolean> {
    const way = this.chance.pick(['flush', 'kill', 'stop'] as const);
    const ms = this.chance.between(SECOND, 10 * SECOND);
    if (this.redisBusy) return false;
    this.redisBusy = true;
    try {
      if (way === 'flush') await this.redis.run('FLUSHALL');
      if (way === 'stop') {
        this.redis.signal('SIGSTOP');
        await delay(ms);
        this.redis.signal('SIGCONT');
      }
      if (way === 'kill') {
        await this.redis.kill();
        await delay(ms);
        this.redis = await startRedis({ port: this.redis.port });
      }
    } finally {
      this.redisBusy = false;
    }
    return true;
  }

  private async strikeMail(): Promise<boolean> {
    const answers = Array.from({ length: this.chance.between(1, 10) }, () => this.chance.pick(MAIL_ANSWERS));
    const ms = this.chance.between(SECOND, 10 * SECOND);
    const { sink } = this.clinic;
    if (this.chance.happens(0.7)) sink.nextAnswers(answers);
    else {
      if (this.mailBusy) return false;
      this.mailBusy = true;
      await sink.refuseConnections();
      await delay(ms);
      await sink.acceptConnections();
      this.mailBusy = false;
    }
    return true;
  }

  /** Another process holds the database. */
  private async holdFile(): Promise<boolean> {
    const ms = this.chance.between(200, 2 * SECOND);
    if (this.fileBusy) return false;
    this.fileBusy = true;
    await eventually('the file is held', () =>
      this.holder.ask('hold', path.join(this.clinic.place.folder, 'clinic.db')).then(
        () => true,
        () => false,
      ),
    );
    await delay(ms);
    await this.holder.ask('letGo');
    this.fileBusy = false;
    return true;
  }
}
