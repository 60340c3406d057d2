import { Injectable } from '@nestjs/common';
import { Clock } from '../../../common/clock';
import { Database } from '../../../database/database';

/** The database's clock plus the offset that only tests set, as the ISO text that instants are stored in. */
@Injectable()
export class SqliteClock {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async now(): Promise<string> {
    const [row] = await this.database.query<{ now: string }>(
      `SELECT strftime('%Y-%m-%dT%H:%M:%fZ', 'now', ? || ' seconds') AS now`,
      [this.clock.offsetMs / 1000],
    );
    return row?.now ?? '';
  }
}

/** `text` moved by `ms`; both are ISO 8601 in UTC. */
export function shift(text: string, ms: number): string {
  return new Date(Date.parse(text) + ms).toISOString();
}
