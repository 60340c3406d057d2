import { Entity, Index } from 'typeorm';
import { InstantColumn, IntColumn, TextColumn, TextKey } from '../database/columns';

/** A request that was carried out, by the key that its client gave it: sent again, it is answered and not done again. */
@Entity('IdempotencyKey')
@Index('IX_IdempotencyKey_expiresAt', ['expiresAt'])
export class IdempotencyKey {
  /** SHA-256 of the user, the route and the key, in hex. */
  @TextKey(64)
  name: string;

  /** HMAC of what was asked for; the request itself, which may tell of an illness, is not kept. */
  @TextColumn(43)
  mac: string;

  /** The HTTP status of the answer. */
  @IntColumn()
  status: number;

  /** The id of what was made or changed. */
  @TextColumn(100)
  resourceId: string;

  @InstantColumn()
  expiresAt: Date;
}
