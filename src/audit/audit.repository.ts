import { Injectable } from '@nestjs/common';
import { Page, type Paging, type Total, afterCursor, countedId } from '../common/paging';
import { countUpToLimit } from '../database/count-up-to-limit';
import { Database } from '../database/database';
import type { SqlValue } from '../database/session';
import type { SqlDialect } from '../database/sql-dialect';
import type { AuditEntry } from './audit-entry.entity';

export type NewAuditEntry = Omit<AuditEntry, 'id'>;

/** Which entries a list shows; what is absent does not matter. */
export interface AuditFilter {
  /** null: the system, or nobody known. */
  actorId?: string | null;
  action?: string;
  subject?: { type: string; id: string };
  from?: Date;
  /** Up to here, and without it. */
  to?: Date;
}

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

  /** The newest first. */
  async page(filter: AuditFilter, paging: Paging): Promise<Page<AuditEntry>> {
    const { sql, parameters } = this.where(filter);
    const after = afterCursor('"at"', '"id"', paging.cursor, countedId);
    const rows = await this.database.query<StoredEntry>(
      `SELECT * FROM "AuditEntry" WHERE ${sql}${after.sql} ORDER BY "at" DESC, "id" DESC ${this.database.sql.limit}`,
      [...parameters, ...after.parameters, paging.limit + 1],
    );
    const total = paging.count ? await this.count(filter) : null;
    return Page.of(rows.map(entryOf), paging, ({ at, id }) => ({ at, id: String(id) }), total);
  }

  private count(filter: AuditFilter): Promise<Total> {
    const { sql, parameters } = this.where(filter);
    return countUpToLimit(this.database, `SELECT "id" FROM "AuditEntry" WHERE ${sql} ORDER BY "at"`, parameters);
  }

  /** Sought by the first of target, actor and action that is given; each has an index in the order of the list. */
  private where({ subject, actorId, action, from, to }: AuditFilter): { sql: string; parameters: SqlValue[] } {
    const equal: [column: string, value: string | null][][] = [
      subject
        ? [
            ['subjectType', subject.type],
            ['subjectId', subject.id],
          ]
        : [],
      actorId === undefined ? [] : [['actorId', actorId]],
      action === undefined ? [] : [['action', action]],
    ];
    const given = equal.filter((columns) => columns.length > 0);
    const conditions = given.flatMap((columns, place) =>
      columns.map(([column, value]) => {
        const named = `${place === 0 ? '' : this.database.sql.unsought}"${column}"`;
        return value === null
          ? { sql: `${named} IS NULL`, parameters: [] }
          : { sql: `${named} = ?`, parameters: [value] };
      }),
    );
    const all = [
      ...conditions,
      ...(from ? [{ sql: '"at" >= ?', parameters: [from] }] : []),
      ...(to ? [{ sql: '"at" < ?', parameters: [to] }] : []),
    ];
    return {
      sql: all.map(({ sql }) => sql).join(' AND ') || '1 = 1',
      parameters: all.flatMap(({ parameters }): SqlValue[] => parameters),
    };
  }
}

/** As the database gives it. */
type StoredEntry = Omit<AuditEntry, 'at' | 'data'> & { at: string | Date; data: string | null };

function entryOf({ at, data, ...entry }: StoredEntry): AuditEntry {
  return { ...entry, at: new Date(at), data: data === null ? null : (JSON.parse(data) as AuditEntry['data']) }; // as insert wrote it
}

function valuesOf({ data, ...entry }: NewAuditEntry) {
  const { at, actorId, action, subjectType, subjectId, reason } = entry;
  return [at, actorId, action, subjectType, subjectId, reason, data && JSON.stringify(data)];
}
