import { Entity, ForeignKey, Index } from 'typeorm';
import { InstantColumn, TextColumn, TextKey } from '../database/columns';

/** Stands for a sign-in once, for a moment, where no header can be sent. */
@Entity('Ticket')
@Index('IX_Ticket_expiresAt', ['expiresAt'])
export class Ticket {
  /** SHA-256 of the ticket, in hex: who reads the table cannot use what is in it. */
  @TextKey(64)
  hash: string;

  @ForeignKey('SignIn')
  @TextColumn(36)
  signInId: string;

  @TextColumn(36)
  userId: string;

  @InstantColumn()
  expiresAt: Date;
}
