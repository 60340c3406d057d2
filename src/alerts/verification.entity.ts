import { Entity } from 'typeorm';
import { BigIdColumn, InstantColumn, IntColumn, TextKey } from '../database/columns';

/** What the last look at one of the invariants found. */
@Entity('Verification')
export class Verification {
  @TextKey(40)
  name: string;

  @InstantColumn()
  checkedAt: Date;

  /** How many cases were looked at. */
  @IntColumn()
  checked: number;

  /** How many of them break the invariant and were not put right. */
  @IntColumn()
  broken: number;

  /** How many were put right. */
  @IntColumn()
  healed: number;

  /** How many were put right since the beginning. */
  @BigIdColumn()
  healedEver: number;
}
