import { Entity, ForeignKey, Index } from 'typeorm';
import { InstantColumn, IntColumn, TextColumn, TextKey } from '../database/columns';

/**
 * One sign-in of a user: every request seeks it by primary key, so ending it works at once on every process. Refreshing it
 * begins the next one of its family; all of a family end together.
 */
@Entity('SignIn')
@Index('IX_SignIn_user', ['userId'])
@Index('IX_SignIn_family', ['familyId'])
@Index('IX_SignIn_keptUntil', ['keptUntil'])
@Index('UX_SignIn_refreshHash', ['refreshHash'], { unique: true, where: '"refreshHash" IS NOT NULL' })
export class SignIn {
  /** UUID; the token's `sid`. */
  @TextKey(36)
  id: string;

  /** The id of the sign-in that its family began with, by a password. */
  @TextColumn(36)
  familyId: string;

  @ForeignKey('User')
  @TextColumn(36)
  userId: string;

  /** The user's token version when it began. */
  @IntColumn()
  tokenVersion: number;

  @InstantColumn()
  createdAt: Date;

  @InstantColumn()
  expiresAt: Date;

  @InstantColumn({ nullable: true })
  endedAt: Date | null;

  /** SHA-256 of its refresh token, in hex; null when it cannot be refreshed. */
  @TextColumn(64, { nullable: true })
  refreshHash: string | null;

  /** When its refresh token was used. */
  @InstantColumn({ nullable: true })
  refreshedAt: Date | null;

  /** When neither its token nor its refresh token is good any more: who uses one again until then is told from a stranger. */
  @InstantColumn()
  keptUntil: Date;
}
