import { Injectable } from '@nestjs/common';
import { Clock } from '../../../common/clock';
import type { Database } from '../../../database/database';

/**
 * Declares `@now` at the head of a batch: the server's clock plus what tests add, so that no round trip is spent on asking it.
 * A datetime2(3) is rounded to the nearest millisecond; half of one less is the millisecond that has begun, so that nothing is
 * due before its time. The parameters are `MssqlClock.offset`.
 */
export const NOW = `DECLARE @now datetime2(3) = DATEADD(microsecond, -500,
  DATEADD(millisecond, @offsetMs, DATEADD(second, @offsetSeconds, SYSUTCDATETIME())));`;

/** The instant `ms` milliseconds after `instant`, or null. Both are SQL; DATEADD counts to 2^31, which is 25 days in milliseconds. */
export const after = (instant: string, ms: string) =>
  `DATEADD(millisecond, ${ms} % 1000, DATEADD(second, ${ms} / 1000, ${instant}))`;

@Injectable()
export class MssqlClock {
  constructor(private readonly clock: Clock) {}

  /** What tests add to the server's clock, as the parameters of `NOW`. */
  get offset(): { offsetSeconds: number; offsetMs: number } {
    const { offsetMs } = this.clock;
    return { offsetSeconds: Math.trunc(offsetMs / 1000), offsetMs: offsetMs % 1000 };
  }

  async read(database: Database): Promise<Date> {
    const [row] = await database.query<{ now: Date }>(`${NOW}\nSELECT @now AS "now";`, this.offset);
    if (!row) throw new Error('The server did not say what time it is.');
    return row.now;
  }
}
