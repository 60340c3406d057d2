import { Injectable } from '@nestjs/common';
import { AuditService } from '../audit/audit.service';
import type { Page } from '../common/paging';
import { Database } from '../database/database';
import { type DeliveryRecord, DeliveryLedgerService } from '../notifications/delivery-ledger.service';
import type { Deed } from './deed';
import type { DeliveriesQuery, DeliveryView } from './delivery-admin.dto';

/** The ledger of e-mails as Admins see it. Sending again and its entry in the audit commit together; refusals are audited too. */
@Injectable()
export class DeliveryAdminService {
  constructor(
    private readonly database: Database,
    private readonly ledger: DeliveryLedgerService,
    private readonly audit: AuditService,
  ) {}

  /** The newest first. */
  async page({ appointmentId, state, ...paging }: DeliveriesQuery): Promise<Page<DeliveryView>> {
    return (await this.ledger.page({ appointmentId, state }, paging)).map(deliveryView);
  }

  /** @throws NotFound */
  async find(id: number): Promise<DeliveryView> {
    return deliveryView(await this.ledger.find(id));
  }

  /** @throws NotFound, DeliveryOpen, DeliverySent, DeliveryPointless, KeyTaken */
  resend({ id, by, reason }: Deed & { id: number }): Promise<DeliveryView> {
    const notice = { actor: by, action: 'delivery.resend', subject: { type: 'delivery', id }, reason };
    return this.audit.watch(notice, () =>
      this.database.transaction(async () => {
        const { before, after } = await this.ledger.resend(id);
        await this.audit.record({ ...notice, data: { before: stepOf(before), after: stepOf(after) } });
        return deliveryView(after);
      }),
    );
  }
}

const stepOf = ({ state, reason, jobId }: DeliveryRecord) => ({ state, reason, jobId });

function deliveryView(delivery: DeliveryRecord): DeliveryView {
  const { id, appointmentId, notificationId, jobId, createdAt, sendingAt, finishedAt, ...rest } = delivery;
  const { kind, sequence, offset, userId, state, reason, response, attempts } = rest;
  return {
    id: String(id),
    appointmentId: String(appointmentId),
    kind,
    sequence,
    offset,
    userId,
    notificationId: notificationId === null ? null : String(notificationId),
    jobId: jobId === null ? null : String(jobId),
    state,
    reason,
    response,
    attempts,
    createdAt: createdAt.toISOString(),
    sendingAt: sendingAt?.toISOString() ?? null,
    finishedAt: finishedAt?.toISOString() ?? null,
  };
}
