import { Injectable } from '@nestjs/common';
import { type AuditRecord, AuditService } from '../audit/audit.service';
import { dayRange } from '../common/clinic-time';
import type { Page } from '../common/paging';
import { Config } from '../config/config';
import type { AuditEntryView, AuditQuery } from './audit-trail.dto';

/** The audit as Admins read it. */
@Injectable()
export class AuditTrailService {
  constructor(
    private readonly audit: AuditService,
    private readonly config: Config,
  ) {}

  /** The newest first. */
  async page({ who, action, target, from, to, ...paging }: AuditQuery): Promise<Page<AuditEntryView>> {
    const zone = this.config.clinicTimeZone;
    const page = await this.audit.page(
      {
        actorId: who === 'system' ? null : who,
        action,
        subject: target,
        from: from === undefined ? undefined : dayRange(from, zone).from,
        to: to === undefined ? undefined : dayRange(to, zone).to,
      },
      paging,
    );
    return page.map(entryView);
  }
}

function entryView({ id, at, actorId, action, subjectType, subjectId, reason, data }: AuditRecord): AuditEntryView {
  return {
    id: String(id),
    at: at.toISOString(),
    who: actorId,
    action,
    targetType: subjectType,
    targetId: subjectId,
    reason,
    data: data ?? {},
  };
}
