import { Injectable } from '@nestjs/common';
import { Database } from '../database/database';
import type { SqlDialect } from '../database/sql-dialect';
import type { AuditEntry } from './audit-entry.entity';

export type NewAuditEntry = Omit<AuditEntry, 'id'>;

const COLUMNS = ['at', 'actorId', 'action', 'subjectType', 'subjectId', 'reason', 'data'] as const;
const quoted = COLUMNS.map((column) => `"${column}"`).join(', ');

const INSERT = `INSERT INTO "AuditEntry" (${quoted}) VALUES (${COLUMNS.map(() => '?').join(', ')})`;

const insertMany = (dialect: SqlDialect) => `
  INSERT INTO "AuditEntry" (${quoted})
  SELECT ${quoted} FROM ${dialect.rows('r', {
    at: 'instant',
    actorId: 'text',
    action: 'text',
    subjectType: 'text',
    subjectId: 'text',
    reason: 'text',
    data: 'text',
  })}`;

/** The audit is append-only: nothing here changes or removes an entry. */
@Injectable()
export class AuditRepository {
  constructor(private readonly database: Database) {}

  async insert(entry: NewAuditEntry): Promise<void> {
    await this.database.query(INSERT, valuesOf(entry));
  }

  /** In the order given. One statement. */
  async insertMany(entries: readonly NewAuditEntry[]): Promise<void> {
    await this.database.query(insertMany(this.database.sql), [JSON.stringify(entries.map(valuesOf))]);
  }
}

function valuesOf({ data, ...entry }: NewAuditEntry) {
  const { at, actorId, action, subjectType, subjectId, reason } = entry;
  return [at, actorId, action, subjectType, subjectId, reason, data && JSON.stringify(data)];
}
