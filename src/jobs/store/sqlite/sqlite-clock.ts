import { Injectable } from '@nestjs/common';
import { Clock } from '../../../common/clock';

/**
 * The embedded database's clock, as the ISO text that instants are stored in. SQLite runs in this process and reads the
 * process's own clock, so no statement has to be spent on asking it.
 */
@Injectable()
export class SqliteClock {
  constructor(private readonly clock: Clock) {}

  now(): string {
    return this.clock.now().toISOString();
  }
}

/** `text` moved by `ms`; both are ISO 8601 in UTC. */
export function shift(text: string, ms: number): string {
  return new Date(Date.parse(text) + ms).toISOString();
}
