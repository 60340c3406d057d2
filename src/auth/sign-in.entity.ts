import { Entity, ForeignKey, Index } from 'typeorm';
import { InstantColumn, IntColumn, TextColumn, TextKey } from '../database/columns';

/** One sign-in of a user: every request seeks it by primary key, so ending it works at once on every process. */
@Entity('SignIn')
@Index('IX_SignIn_user', ['userId'])
@Index('IX_SignIn_expiresAt', ['expiresAt'])
export class SignIn {
  /** UUID; the token's `sid`. */
  @TextKey(36)
  id: string;

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
}
