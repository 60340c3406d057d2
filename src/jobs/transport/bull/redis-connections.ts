import { Injectable, Logger } from '@nestjs/common';
import Redis, { type RedisOptions } from 'ioredis';
import { Config } from '../../../config/config';

/** Before every key. The braces keep all keys of a queue on one node of a cluster. */
export const KEY_PREFIX = '{medano}';

const COMMAND_TIMEOUT_MS = 2_000;
const PROBE_MS = 1_000;
const PROBE_KEPT_MS = 60_000;
/** How long a start waits for Redis, and a stop for it to say goodbye. */
const BOOT_MS = 1_500;
const GOODBYE_MS = 500;
const RETRY_MS = 100;
const LONGEST_RETRY_MS = 1_000;

/** What Bull calls its connections: commands, events, and the one of each queue that blocks until a message comes. */
export type ConnectionType = 'client' | 'subscriber' | 'bclient';

/** Announcing must never wait for a Redis that is away. */
const IMPATIENT: RedisOptions = {
  commandTimeout: COMMAND_TIMEOUT_MS,
  enableOfflineQueue: false,
  autoResendUnfulfilledCommands: false,
  maxRetriesPerRequest: 0,
};
/** What Bull demands of a connection that waits. */
const PATIENT: RedisOptions = { maxRetriesPerRequest: null, enableReadyCheck: false };

/**
 * The connections to Redis: one for commands and one for events, shared by all queues, and one for each queue that blocks.
 * Bull closes none of them: `close` does. Knows whether Redis answers, and says so once for each change.
 */
@Injectable()
export class RedisConnections {
  private readonly logger = new Logger(RedisConnections.name);
  private readonly url: string;
  private readonly client: Redis;
  private subscriber: Redis | null = null;
  private readonly blocking: Redis[] = [];
  private probes: NodeJS.Timeout | null = null;
  private probing: Promise<void> | null = null;
  private lastError = 'it does not answer';
  private answers: boolean | null = null;
  private readonly known: Promise<void>;
  private makeKnown = noop;
  private policyTold: string | null = null;
  private closed = false;

  constructor(config: Config) {
    if (config.redisUrl === null) throw new Error('There is no REDIS_URL.');
    this.url = config.redisUrl;
    this.known = new Promise((resolve) => (this.makeKnown = resolve));
    this.client = this.connect(IMPATIENT);
    this.client.on('ready', () => void this.probe());
    this.client.on('close', () => this.turn(false));
  }

  get state(): 'up' | 'down' {
    return this.answers ? 'up' : 'down';
  }

  /** The number of the database that REDIS_URL names. */
  get database(): number {
    return this.client.options.db ?? 0;
  }

  /** Gives a connection; see `createClient` of Bull's options. Those for commands and for events are shared by all. */
  readonly create = (type: ConnectionType): Redis => {
    if (type === 'client') return this.client;
    if (type === 'subscriber') return (this.subscriber ??= this.connect(PATIENT));
    const connection = this.connect(PATIENT);
    this.blocking.push(connection);
    return connection;
  };

  /** Resolves when it is known whether Redis answers, or has been waited for long enough. It is tried on and on. */
  async open(): Promise<void> {
    this.probes = setInterval(() => void this.probe(), PROBE_MS).unref();
    await within(BOOT_MS, this.known);
    if (this.answers === null) this.turn(false);
  }

  /**
   * Asks Redis to write something, for one that is full or a mere replica answers and takes no announcement. Told to when
   * an announcement was lost.
   */
  probe(): Promise<void> {
    if (this.client.status !== 'ready') return Promise.resolve();
    this.probing ??= this.client
      .set(`${KEY_PREFIX}:probe`, '', 'PX', PROBE_KEPT_MS)
      .then(
        () => this.turn(true),
        (error: unknown) => {
          this.lastError = reasonOf(error);
          this.turn(false);
        },
      )
      .finally(() => (this.probing = null));
    return this.probing;
  }

  async close(): Promise<void> {
    if (this.closed) return;
    this.closed = true;
    if (this.probes) clearInterval(this.probes);
    await within(GOODBYE_MS, this.client.quit());
    for (const connection of [this.client, this.subscriber, ...this.blocking]) connection?.disconnect();
  }

  private connect(options: RedisOptions): Redis {
    const retryStrategy = (times: number) => (this.closed ? null : Math.min(times * RETRY_MS, LONGEST_RETRY_MS));
    const connection = new Redis(this.url, { ...options, retryStrategy });
    // Each queue listens to what they share.
    connection.setMaxListeners(0);
    connection.on('error', (error: unknown) => (this.lastError = reasonOf(error)));
    // Bull connects once more while it closes a queue, and asks a queue that was closed while it started for connections.
    connection.on('connect', () => {
      if (this.closed) connection.disconnect();
    });
    return connection;
  }

  private turn(answers: boolean): void {
    if (this.closed || answers === this.answers) return;
    this.answers = answers;
    this.makeKnown();
    if (answers) {
      this.logger.log('Redis answers: it carries wake-ups between processes');
      void this.checkPolicy();
    } else {
      this.logger.warn(
        { reason: this.lastError },
        'Redis cannot be used: workers look into the database by themselves',
      );
    }
  }

  /** A Redis that evicts keys drops wake-ups without a word. */
  private async checkPolicy(): Promise<void> {
    const policy = await this.client.config('GET', 'maxmemory-policy').then(
      (answer) => (answer as string[])[1] ?? 'unknown',
      (error: unknown) => `unknown (${reasonOf(error)})`,
    );
    if (policy === this.policyTold || this.closed) return;
    this.policyTold = policy;
    if (policy.startsWith('unknown')) {
      this.logger.warn({ policy }, 'Redis does not say its maxmemory-policy: make sure that it is noeviction');
    } else if (policy !== 'noeviction') {
      this.logger.warn(
        { policy },
        'Redis may evict keys, and a wake-up that is evicted is lost: its job then waits for the next look of a worker, up to a second. Set maxmemory-policy noeviction.',
      );
    }
  }
}

/** Waits for `work` no longer than `ms`, and does not mind its failing. */
export async function within(ms: number, work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => (timer = setTimeout(resolve, ms)));
  await Promise.race([work.then(noop, noop), late]);
  clearTimeout(timer);
}

const noop = (): void => undefined;

/** Several addresses of one host that all refuse make an error without a message. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.message || ((error as NodeJS.ErrnoException).code ?? error.name);
}
