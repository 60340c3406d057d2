import { Entity, ForeignKey } from 'typeorm';
import { IntColumn, TextKey } from '../database/columns';

/** How far a user's inbox has been counted: up by one for each notification, and for each time that some are read. */
@Entity('Inbox')
export class Inbox {
  @ForeignKey('User')
  @TextKey(36)
  userId: string;

  @IntColumn()
  position: number;
}
