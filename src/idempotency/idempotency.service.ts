import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { SigningKeys } from '../auth/signing-keys';
import { Clock } from '../common/clock';
import { Database } from '../database/database';
import type { IdempotencyKey } from './idempotency-key.entity';
import { KeyOfAnotherRequest, StillRunning } from './idempotency.errors';
import { IdempotencyRepository } from './idempotency.repository';
import { Turns } from './turns';

const KEPT_MS = 24 * 60 * 60_000;
/** How long one waits for a twin that is still running, in milliseconds. */
const PATIENCE_MS = 2_000;
const REMOVED_AT_ONCE = 500;
const PURPOSE = 'idempotency';

/** A request with an Idempotency-Key. */
export interface KeyedRequest {
  userId: string;
  /** `Controller.method`. */
  route: string;
  key: string;
  /** What was asked for, in whole. */
  content: string;
  /** The HTTP status of the answer when it is carried out. */
  status: number;
  /** What the request's address names; null when it names nothing. */
  resourceId: string | null;
}

/** What is known of a request that was carried out. */
export type Done = Pick<IdempotencyKey, 'status' | 'resourceId'>;

/** Carries requests out once, however often they are sent within a day. */
@Injectable()
export class IdempotencyService {
  private readonly turns = new Turns();

  constructor(
    private readonly database: Database,
    private readonly keys: IdempotencyRepository,
    private readonly secrets: SigningKeys,
    private readonly clock: Clock,
  ) {}

  /**
   * Runs `work` with the key kept in its first transaction, so that a refusal or a crash keeps nothing; or `again` when that
   * was done before. What `work` writes in one transaction is done once; one that opens none is simply run again.
   *
   * @throws KeyOfAnotherRequest, StillRunning
   */
  async once<T>(request: KeyedRequest, work: () => Promise<T>, again: (done: Done) => Promise<T>): Promise<T> {
    const name = nameOf(request);
    const end = await this.turns.take(name, PATIENCE_MS);
    if (!end) throw new StillRunning();
    try {
      const done = await this.find(name, request);
      if (done) return await again(done);
      return await this.database.enclosing((transaction) => this.keep(name, request, transaction), work);
    } catch (error) {
      if (error instanceof DoneElsewhere) return await again(error.done);
      throw error;
    } finally {
      end();
    }
  }

  /** Removes, in the surrounding transaction, some of the keys that have expired; whether there may be more. */
  removeSome(): Promise<boolean> {
    return this.keys.removeExpired(this.clock.now(), REMOVED_AT_ONCE);
  }

  private async find(name: string, { content }: KeyedRequest): Promise<Done | null> {
    const key = await this.keys.find(name, this.clock.now());
    if (key && !this.secrets.isMacOf(PURPOSE, content, key.mac)) throw new KeyOfAnotherRequest();
    return key;
  }

  /** Within the transaction of the request: the lock, the key, then all that the request does. */
  private async keep<T>(name: string, request: KeyedRequest, transaction: () => Promise<T>): Promise<T> {
    // In another process a twin may be in its own transaction.
    if (!(await this.database.lockWithin(PATIENCE_MS, `request:${name}`))) throw new StillRunning();
    const done = await this.find(name, request);
    if (done) throw new DoneElsewhere(done);
    const { content, status, resourceId } = request;
    const now = this.clock.now();
    const mac = this.secrets.macOf(PURPOSE, content);
    const expiresAt = new Date(now.getTime() + KEPT_MS);
    await this.keys.insert({ name, mac, status, resourceId: resourceId ?? '', expiresAt }, now);
    const result = await transaction();
    const id = resourceId ?? idOf(result);
    if (id !== resourceId) await this.keys.saveResource(name, id);
    return result;
  }
}

/** A twin in another process was quicker: what was begun here is taken back. */
class DoneElsewhere extends Error {
  constructor(readonly done: Done) {
    super('The request was carried out in another process.');
  }
}

function nameOf({ userId, route, key }: KeyedRequest): string {
  return createHash('sha256')
    .update(JSON.stringify([userId, route, key]))
    .digest('hex');
}

/** The id of what a transaction gives; '' when that has none. */
function idOf(result: unknown): string {
  const id: unknown = typeof result === 'object' && result !== null && 'id' in result ? result.id : null;
  return typeof id === 'string' || typeof id === 'number' ? String(id) : '';
}
