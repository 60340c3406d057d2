import { Injectable } from '@nestjs/common';
import { Database } from '../database/database';
import { Verification } from './verification.entity';

@Injectable()
export class VerificationRepository {
  constructor(private readonly database: Database) {}

  /** The last look at each invariant, by name. */
  all(): Promise<Verification[]> {
    return this.database.repository(Verification).find({ order: { name: 'ASC' } });
  }

  /** Takes the place of the look before. */
  async record(found: Omit<Verification, 'healedEver'>): Promise<void> {
    const rows = this.database.repository(Verification);
    const before = await rows.findOneBy({ name: found.name });
    await rows.save(Object.assign(new Verification(), found, { healedEver: (before?.healedEver ?? 0) + found.healed }));
  }
}
