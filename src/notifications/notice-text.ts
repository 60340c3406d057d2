import type { Language } from '../common/language';
import type { DoctorKind, MailKind, VisitKind, VisitNotice } from './notice';
import { dateText, remainingText, zoneText } from './wording';

/** What a notification says inside the application: plain text, escaped by whoever shows it. */
export interface NoticeText {
  title: string;
  message: string;
}

interface Phrases {
  /** Date, time and zone, to stand inside a sentence. */
  when: string;
  /** "in 1 hour", counted from now. */
  remaining: string;
  doctor: string;
  appointmentId: number;
}

type Sayings<K extends string> = Record<Language, Record<K, (phrases: Phrases) => NoticeText>>;

const FOR_PATIENTS: Sayings<VisitKind> = {
  en: {
    created: ({ doctor, when }) => ({
      title: 'Appointment confirmed',
      message: `Your appointment with ${doctor} is booked for ${when}.`,
    }),
    modified: ({ doctor, when }) => ({
      title: 'Appointment changed',
      message: `Your appointment with ${doctor} has changed: it is now on ${when}.`,
    }),
    cancelled: ({ doctor, when }) => ({
      title: 'Appointment cancelled',
      message: `Your appointment with ${doctor} on ${when} was cancelled.`,
    }),
    reminder: ({ doctor, when, remaining }) => ({
      title: `Appointment ${remaining}`,
      message: `Your appointment with ${doctor} begins ${remaining}: ${when}.`,
    }),
    completed: ({ doctor, when }) => ({
      title: 'Appointment completed',
      message: `Your appointment with ${doctor} on ${when} is completed.`,
    }),
  },
  ro: {
    created: ({ doctor, when }) => ({
      title: 'Programare confirmată',
      message: `Programarea dumneavoastră la ${doctor} este confirmată pentru ${when}.`,
    }),
    modified: ({ doctor, when }) => ({
      title: 'Programare modificată',
      message: `Programarea dumneavoastră la ${doctor} a fost modificată: noua dată este ${when}.`,
    }),
    cancelled: ({ doctor, when }) => ({
      title: 'Programare anulată',
      message: `Programarea dumneavoastră la ${doctor} de ${when} a fost anulată.`,
    }),
    reminder: ({ doctor, when, remaining }) => ({
      title: `Programare ${remaining}`,
      message: `Programarea dumneavoastră la ${doctor} începe ${remaining}: ${when}.`,
    }),
    completed: ({ doctor, when }) => ({
      title: 'Programare încheiată',
      message: `Programarea dumneavoastră la ${doctor} de ${when} s-a încheiat.`,
    }),
  },
};

const FOR_DOCTORS: Sayings<DoctorKind> = {
  en: {
    created: ({ appointmentId, when }) => ({
      title: 'New appointment',
      message: `Appointment ${appointmentId} was booked for ${when}.`,
    }),
    modified: ({ appointmentId, when }) => ({
      title: 'Appointment changed',
      message: `Appointment ${appointmentId} has changed: it is now on ${when}.`,
    }),
    cancelled: ({ appointmentId, when }) => ({
      title: 'Appointment cancelled',
      message: `Appointment ${appointmentId} on ${when} was cancelled.`,
    }),
  },
  ro: {
    created: ({ appointmentId, when }) => ({
      title: 'Programare nouă',
      message: `Programarea ${appointmentId} a fost făcută pentru ${when}.`,
    }),
    modified: ({ appointmentId, when }) => ({
      title: 'Programare modificată',
      message: `Programarea ${appointmentId} a fost modificată: noua dată este ${when}.`,
    }),
    cancelled: ({ appointmentId, when }) => ({
      title: 'Programare anulată',
      message: `Programarea ${appointmentId} de ${when} a fost anulată.`,
    }),
  },
};

const SUBJECTS: Record<Language, Record<MailKind, string>> = {
  en: {
    created: 'Appointment confirmed',
    modified: 'Appointment changed',
    cancelled: 'Appointment cancelled',
    reminder: 'Appointment reminder',
  },
  ro: {
    created: 'Programare confirmată',
    modified: 'Programare modificată',
    cancelled: 'Programare anulată',
    reminder: 'Vă reamintim programarea',
  },
};

/** What the patient reads in the application. A reminder says how long it really is from `now` to the visit. */
export function patientNotice(notice: VisitNotice, now: Date): NoticeText {
  return FOR_PATIENTS[notice.language][notice.kind](phrasesOf(notice, now));
}

/** What the doctor reads in the application, in the notice's language: which appointment and when, never whose. */
export function doctorNotice(notice: VisitNotice<DoctorKind>, now: Date): NoticeText {
  return FOR_DOCTORS[notice.language][notice.kind](phrasesOf(notice, now));
}

/** The mail's subject. It may be read from a locked screen, so it names neither doctor nor patient. */
export function mailSubject(notice: VisitNotice<MailKind>): string {
  const date = dateText(notice.date, notice.language);
  return `${SUBJECTS[notice.language][notice.kind]}: ${date}, ${timeText(notice)}`;
}

/** The time of day with its word, where the language has one: "15:00", "ora 15:00". */
export function timeText(notice: Pick<VisitNotice, 'time' | 'language'>): string {
  return notice.language === 'ro' ? `ora ${notice.time}` : notice.time;
}

function phrasesOf(notice: VisitNotice, now: Date): Phrases {
  const date = dateText(notice.date, notice.language);
  const time = notice.language === 'ro' ? `, ora ${notice.time}` : ` at ${notice.time}`;
  return {
    when: `${date}${time} (${zoneText(notice)})`,
    remaining: remainingText(notice.startsAt, now, notice.language),
    doctor: notice.doctorName,
    appointmentId: notice.appointmentId,
  };
}
