import { Injectable } from '@nestjs/common';
import { Database } from '../database/database';
import { AuditEntry } from './audit-entry.entity';

/** The audit is append-only: nothing here changes or removes an entry. */
@Injectable()
export class AuditRepository {
  constructor(private readonly database: Database) {}

  async insert(entry: Omit<AuditEntry, 'id'>): Promise<void> {
    await this.database.repository(AuditEntry).save(Object.assign(new AuditEntry(), entry));
  }
}
