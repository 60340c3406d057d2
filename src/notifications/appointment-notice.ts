import type { LocalDate, LocalTime } from '../common/clinic-time';
import type { Language } from '../common/language';
import type { VisitKind } from './notice';

/** When and with whom a visit is: all that its notices may tell. */
export interface VisitDetails {
  date: LocalDate;
  time: LocalTime;
  /** IANA name of the zone that `date` and `time` are read in. */
  timeZone: string;
  startsAt: Date;
  endsAt: Date;
  doctorName: string;
}

/** Which notice it is: of one kind, about one version of an appointment's time and status. */
export interface NoticeId {
  kind: VisitKind;
  appointmentId: number;
  sequence: number;
  /** The reminder's minutes before the start; 0 for every other kind. */
  offset: number;
}

/** Someone who is told, as they are known in the transaction that tells them. */
export interface Reader {
  userId: string;
  language: Language;
  firstName: string;
}

/** What an appointment's patient, and its doctor where named, are to be told. */
export interface AppointmentNotice extends NoticeId {
  patient: Reader & { emailReminders: boolean };
  /** Told beside the patient, in the application only; null when it is none of the doctor's business. */
  doctor: Reader | null;
  /** Whether the patient is told by e-mail, too. A patient who wants no reminders by e-mail gets none all the same. */
  byEmail: boolean;
  visit: VisitDetails;
  /** From when on the e-mail would say nothing useful; null when it always does. */
  mailDeadline: Date | null;
  /** W3C trace context of what it follows from, where that is not the present one: one batch reminds of many bookings. */
  traceParent?: string | null;
}
