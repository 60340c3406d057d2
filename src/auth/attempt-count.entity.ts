import { Entity, Index } from 'typeorm';
import { InstantColumn, IntColumn, TextKey } from '../database/columns';

/** How often something was tried of late, such as a password by one address. */
@Entity('AttemptCount')
@Index('IX_AttemptCount_forgottenAt', ['forgottenAt'])
export class AttemptCount {
  /** SHA-256 of what is counted, in hex: it names a person and where they were. */
  @TextKey(64)
  key: string;

  @IntColumn()
  count: number;

  /** When counting begins anew. */
  @InstantColumn()
  forgottenAt: Date;

  /** Until then nothing more may be tried; null when it may. */
  @InstantColumn({ nullable: true })
  blockedUntil: Date | null;
}
