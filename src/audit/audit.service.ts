import { Injectable } from '@nestjs/common';
import { Clock } from '../common/clock';
import { DomainError } from '../common/domain-error';
import { Database } from '../database/database';
import type { Page, Paging } from '../common/paging';
import type { AuditEntry } from './audit-entry.entity';
import { type AuditFilter, AuditRepository, type NewAuditEntry } from './audit.repository';

/** What is recorded: ids and field names, never personal values. */
export interface AuditNotice {
  /** null: the system, or nobody known. */
  actor: { userId: string } | null;
  /** `thing.verb`, such as `user.change-role`. */
  action: string;
  subject: { type: string; id: string | number };
  /** What the actor gave as the reason. */
  reason?: string | null;
  data?: Record<string, unknown>;
}

export type { AuditFilter } from './audit.repository';
export type AuditRecord = AuditEntry;

@Injectable()
export class AuditService {
  constructor(
    private readonly database: Database,
    private readonly entries: AuditRepository,
    private readonly clock: Clock,
  ) {}

  /** Appends an entry in the surrounding transaction, or in one of its own. */
  record(notice: AuditNotice): Promise<void> {
    return this.database.transaction(() => this.entries.insert(entryOf(notice, this.clock.now())));
  }

  /** As `record`, many with one statement. */
  async recordMany(notices: readonly AuditNotice[]): Promise<void> {
    if (notices.length === 0) return;
    const now = this.clock.now();
    await this.database.transaction(() => this.entries.insertMany(notices.map((notice) => entryOf(notice, now))));
  }

  /** The newest first; the total counts up to a limit. */
  page(filter: AuditFilter, paging: Paging): Promise<Page<AuditRecord>> {
    return this.entries.page(filter, paging);
  }

  /**
   * Runs `work`, which opens a transaction of its own and records its success there. A refusal is recorded under
   * `<action>-refused` with its code once that transaction is rolled back, and thrown on.
   */
  async watch<T>(notice: AuditNotice, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (error instanceof DomainError) await this.recordRefusal(notice, error.code);
      throw error;
    }
  }

  /** Appends `<action>-refused` with the code of the refusal. */
  recordRefusal(notice: AuditNotice, code: string): Promise<void> {
    return this.record({ ...notice, action: `${notice.action}-refused`, data: { ...notice.data, code } });
  }
}

function entryOf({ actor, action, subject, reason, data }: AuditNotice, at: Date): NewAuditEntry {
  return {
    at,
    actorId: actor?.userId ?? null,
    action,
    subjectType: subject.type,
    subjectId: String(subject.id),
    reason: reason ?? null,
    data: data ?? null,
  };
}
