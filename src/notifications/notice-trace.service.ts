import { Injectable } from '@nestjs/common';
import type { JobSubject } from '../jobs/job-contributions';
import type { Language } from '../common/language';
import { type NoticeTrace, NoticeTraceRepository, type ReminderKey } from './notice-trace.repository';

type Words = Readonly<Record<Language, string>>;

const KINDS: Readonly<Record<string, Words>> = {
  created: { en: 'confirmation', ro: 'confirmare' },
  modified: { en: 'change', ro: 'modificare' },
  cancelled: { en: 'cancellation', ro: 'anulare' },
  reminder: { en: 'reminder', ro: 'memento' },
};

const STATES: Readonly<Record<NonNullable<NoticeTrace['deliveryState']>, Words>> = {
  pending: { en: 'pending', ro: 'în așteptare' },
  sending: { en: 'being sent', ro: 'în curs de trimitere' },
  sent: { en: 'sent', ro: 'trimis' },
  failed: { en: 'failed', ro: 'eșuat' },
  unknown: { en: 'outcome unknown', ro: 'rezultat necunoscut' },
  skipped: { en: 'skipped', ro: 'omis' },
};

/** What became of notices, as admins see it at the jobs that told them. */
@Injectable()
export class NoticeTraceService {
  constructor(private readonly traces: NoticeTraceRepository) {}

  /** By the id of the delivery. */
  async ofDeliveries(ids: readonly number[]): Promise<Map<number, JobSubject[]>> {
    return subjectsOf(await this.traces.ofDeliveries(ids));
  }

  /** By place in the list; absent while it has not been sent. */
  async ofReminders(reminders: readonly ReminderKey[]): Promise<Map<number, JobSubject[]>> {
    return subjectsOf(await this.traces.ofReminders(reminders));
  }
}

function subjectsOf(traces: ReadonlyMap<number, NoticeTrace>): Map<number, JobSubject[]> {
  return new Map([...traces].map(([key, trace]) => [key, [...notificationOf(trace), ...deliveryOf(trace)]]));
}

function notificationOf({ kind, notificationId, notifiedAt }: NoticeTrace): JobSubject[] {
  if (notificationId === null) return [];
  return [{ kind: 'notification', id: String(notificationId), detail: KINDS[kind] ?? null, at: notifiedAt }];
}

function deliveryOf({ deliveryId, deliveryState, deliveryAt }: NoticeTrace): JobSubject[] {
  if (deliveryId === null || deliveryState === null) return [];
  return [{ kind: 'delivery', id: String(deliveryId), detail: STATES[deliveryState], at: deliveryAt }];
}
