import type { LocalDate, LocalTime } from '../common/clinic-time';
import type { Language } from '../common/language';

/** Every kind of notification with the number that stands for it in the API. */
export const NOTICE_TYPES = {
  created: 0,
  modified: 1,
  reminder: 2,
  cancelled: 3,
  completed: 4,
  alert: 5,
} as const;
export type NoticeKind = keyof typeof NOTICE_TYPES;
export type NoticeType = (typeof NOTICE_TYPES)[NoticeKind];

/** The kinds that tell of a visit; an alert tells of the system. */
export type VisitKind = Exclude<NoticeKind, 'alert'>;

/** The kinds that also go out by e-mail. */
export const MAIL_KINDS = ['created', 'modified', 'cancelled', 'reminder'] as const satisfies readonly VisitKind[];
export type MailKind = (typeof MAIL_KINDS)[number];

/** The kinds that a doctor is told of. */
export const DOCTOR_KINDS = ['created', 'modified', 'cancelled'] as const satisfies readonly VisitKind[];
export type DoctorKind = (typeof DOCTOR_KINDS)[number];

/**
 * All that a notice of a visit may say. Reason, notes and diagnosis have no place here, so no text, mail or calendar
 * made from it can carry them.
 */
export interface VisitNotice<K extends VisitKind = VisitKind> {
  kind: K;
  language: Language;
  clinicName: string;
  /** The patient's. */
  firstName: string;
  doctorName: string;
  appointmentId: number;
  /** Which version of the appointment's time and status the notice is about. */
  sequence: number;
  /** How many minutes before the visit the reminder was planned for; null for every other kind. */
  offsetMinutes: number | null;
  date: LocalDate;
  time: LocalTime;
  /** IANA name of the zone that `date` and `time` are read in. */
  timeZone: string;
  startsAt: Date;
  endsAt: Date;
  /** Where the patient sees the appointment. */
  link: string;
  /** One click ends the reminders; null for every other kind. */
  unsubscribeUrl: string | null;
}

/** Whether notices of this kind are e-mailed. */
export function isMailed(notice: VisitNotice): notice is VisitNotice<MailKind> {
  const kinds: readonly VisitKind[] = MAIL_KINDS;
  return kinds.includes(notice.kind);
}

/** Whether the doctor is told of notices of this kind. */
export function concernsDoctor(notice: VisitNotice): notice is VisitNotice<DoctorKind> {
  const kinds: readonly VisitKind[] = DOCTOR_KINDS;
  return kinds.includes(notice.kind);
}
