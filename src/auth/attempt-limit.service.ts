import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock } from '../common/clock';
import { addressBlock } from '../common/http/address-block';
import { Database } from '../database/database';
import { AttemptCountRepository } from './attempt-count.repository';
import {
  ACCOUNT_RULE,
  ADDRESS_RULE,
  type AttemptRule,
  REGISTRATION_RULE,
  afterAttempt,
  secondsToWait,
} from './attempt.policy';
import { TooManyAttempts } from './auth.errors';

const REMOVED_AT_ONCE = 500;

/** What an attempt counts towards: rules, each with what it counts. */
interface Counted {
  /** Held while it is counted. */
  readonly lock: string;
  readonly rules: ReadonlyMap<string, AttemptRule>;
}

/** Bounds how often passwords are guessed and accounts are made, over all processes. */
@Injectable()
export class AttemptLimitService {
  constructor(
    private readonly database: Database,
    private readonly counts: AttemptCountRepository,
    private readonly clock: Clock,
  ) {}

  /** @param account what is compared of an address or an id. @throws TooManyAttempts */
  assertSignInAllowed(account: string, ip: string): Promise<void> {
    return this.assertAllowed(signIns(account, ip));
  }

  /** Counts a sign-in that failed. */
  countFailedSignIn(account: string, ip: string): Promise<void> {
    return this.database.transaction(() => this.count(signIns(account, ip)));
  }

  /** Counts a registration. @throws TooManyAttempts, and counts nothing. */
  countRegistration(ip: string): Promise<void> {
    const counted = registrations(ip);
    return this.database.transaction(async () => {
      await this.database.lock(counted.lock);
      await this.assertAllowed(counted);
      await this.count(counted);
    });
  }

  /** Removes, in the surrounding transaction, some of the counts that are forgotten; whether there may be more. */
  removeSome(): Promise<boolean> {
    return this.counts.removeForgotten(this.clock.now(), REMOVED_AT_ONCE);
  }

  private async assertAllowed({ rules }: Counted): Promise<void> {
    const now = this.clock.now();
    const known = await this.counts.findMany([...rules.keys()]);
    const seconds = Math.max(0, ...[...known.values()].map((each) => secondsToWait(each, now)));
    if (seconds > 0) throw new TooManyAttempts(seconds);
  }

  private async count({ lock, rules }: Counted): Promise<void> {
    const now = this.clock.now();
    await this.database.lock(lock);
    const known = await this.counts.findMany([...rules.keys()]);
    await this.counts.save(
      [...rules].map(([key, rule]) => ({ key, ...afterAttempt(rule, known.get(key) ?? null, now) })),
    );
  }
}

function signIns(account: string, ip: string): Counted {
  const block = addressBlock(ip);
  return {
    lock: `attempts:${block}`,
    rules: new Map([
      [keyOf('sign-in', account, block), ACCOUNT_RULE],
      [keyOf('sign-ins', block), ADDRESS_RULE],
    ]),
  };
}

function registrations(ip: string): Counted {
  const block = addressBlock(ip);
  return { lock: `attempts:${block}`, rules: new Map([[keyOf('registrations', block), REGISTRATION_RULE]]) };
}

function keyOf(...parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}
