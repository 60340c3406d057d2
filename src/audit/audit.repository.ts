import { Injectable } from '@nestjs/common';
import { Database } from '../database/database';
import type { AuditEntry } from './audit-entry.entity';

const INSERT = `
  INSERT INTO "AuditEntry" ("at", "actorId", "action", "subjectType", "subjectId", "reason", "data")
  VALUES (?, ?, ?, ?, ?, ?, ?)`;

/** The audit is append-only: nothing here changes or removes an entry. */
@Injectable()
export class AuditRepository {
  constructor(private readonly database: Database) {}

  async insert(entry: Omit<AuditEntry, 'id'>): Promise<void> {
    const { at, actorId, action, subjectType, subjectId, reason, data } = entry;
    const document = data && JSON.stringify(data);
    await this.database.query(INSERT, [at, actorId, action, subjectType, subjectId, reason, document]);
  }
}
