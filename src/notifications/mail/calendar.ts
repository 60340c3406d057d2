import ical, {
  ICalAttendeeRole,
  ICalAttendeeStatus,
  ICalCalendarMethod,
  ICalEventBusyStatus,
  ICalEventClass,
  ICalEventStatus,
} from 'ical-generator';
import { tzlib_get_ical_block, tzlib_get_timezones } from 'timezones-ical-library';
import { offsetSpanAt, zonedAt } from '../../common/clinic-time';
import type { MailKind, VisitNotice } from '../notice';
import { domainOf, oneLine, parseMailbox } from '../../common/mail-address';

/** An iCalendar document, and what it asks of the calendar that opens it. */
export interface CalendarFile {
  content: string;
  method: 'PUBLISH' | 'REQUEST' | 'CANCEL';
}

/** What a calendar may know of a visit: nothing of anyone's health. */
export type CalendarVisit = Pick<
  VisitNotice,
  'language' | 'clinicName' | 'doctorName' | 'appointmentId' | 'sequence' | 'timeZone' | 'startsAt' | 'endsAt' | 'link'
>;

const SUMMARIES = {
  en: (clinic: string) => `Appointment at ${clinic}`,
  ro: (clinic: string) => `Programare la ${clinic}`,
};
const DOCTORS = { en: 'Doctor', ro: 'Medic' };

const knownZones = new Set(tzlib_get_timezones());
/** By zone: the library takes a millisecond for each. */
const blocks = new Map<string, string>();
/** Where the zone's block goes: ical-generator takes longer to fold it, which has no long lines, than for all the rest. */
const ZONE_BLOCK = 'X-ZONE-BLOCK';

/**
 * The calendar part of a notice's mail, as iTIP (RFC 5546) wants it: a later sequence replaces an earlier one under the
 * same UID, a cancellation takes it away. It depends on its arguments alone; `now` is its DTSTAMP.
 *
 * @param attendee the patient's address. @param mailFrom the organizer, a mailbox as MAIL_FROM holds it.
 */
export function noticeCalendar(
  notice: VisitNotice<MailKind>,
  attendee: string,
  mailFrom: string,
  now: Date,
): CalendarFile {
  const cancelled = notice.kind === 'cancelled';
  return calendarOf(notice, { method: cancelled ? 'CANCEL' : 'REQUEST', cancelled, attendee, mailFrom, now });
}

/** The calendar file of an appointment for download: the same event, asking nothing of anyone. */
export function visitCalendar(visit: CalendarVisit, cancelled: boolean, mailFrom: string, now: Date): CalendarFile {
  return calendarOf(visit, { method: 'PUBLISH', cancelled, attendee: null, mailFrom, now });
}

interface CalendarTerms {
  method: CalendarFile['method'];
  cancelled: boolean;
  attendee: string | null;
  mailFrom: string;
  now: Date;
}

function calendarOf(visit: CalendarVisit, { method, cancelled, attendee, mailFrom, now }: CalendarTerms): CalendarFile {
  const sender = parseMailbox(mailFrom);
  const clinic = oneLine(visit.clinicName);
  const zone = wallTimeZone(visit);
  const at = (instant: Date) => (zone ? zonedAt(instant.getTime(), zone) : instant);
  const calendar = ical({
    prodId: '//MedanoClinic//Appointments//EN',
    method: ICalCalendarMethod[method],
    // Without a name: the calendar's own zone would take the offset from DTSTAMP and the TZID from DTSTART.
    timezone: { name: null, generator: () => ZONE_BLOCK },
  });
  calendar.createEvent({
    id: `appointment-${visit.appointmentId}@${domainOf(sender.address)}`,
    sequence: visit.sequence,
    stamp: now,
    timezone: zone,
    start: at(visit.startsAt),
    end: at(visit.endsAt),
    summary: SUMMARIES[visit.language](clinic),
    location: clinic,
    description: `${DOCTORS[visit.language]}: ${oneLine(visit.doctorName)}\n${visit.link}`,
    url: visit.link,
    class: ICalEventClass.PRIVATE,
    status: cancelled ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
    busystatus: cancelled ? ICalEventBusyStatus.FREE : ICalEventBusyStatus.BUSY,
    organizer: { name: sender.name || clinic, email: sender.address },
    // The patient made the appointment: the calendar need not ask whether they come, nor mail an answer.
    attendees: attendee
      ? [{ email: attendee, role: ICalAttendeeRole.REQ, status: ICalAttendeeStatus.ACCEPTED, rsvp: false }]
      : [],
  });
  const content = calendar.toString().replace(ZONE_BLOCK, () => (zone ? zoneBlock(zone) : ''));
  return { content: `${content}\r\n`, method };
}

/**
 * The zone in which the event's wall times say when it is; null where UTC must say it: a zone whose rules are not known,
 * or a visit about the time the clocks are set back, when calendars disagree on which of two equal wall times is meant.
 */
function wallTimeZone({ timeZone, startsAt, endsAt }: CalendarVisit): string | null {
  const known = timeZone !== 'UTC' && knownZones.has(timeZone);
  return known && [startsAt, endsAt].every((instant) => !isShownTwice(instant.getTime(), timeZone)) ? timeZone : null;
}

function isShownTwice(instant: number, zone: string): boolean {
  const span = offsetSpanAt(instant, zone);
  const offsetAfter = span.end === Infinity ? span.offset : offsetSpanAt(span.end, zone).offset;
  const repeats = instant < span.start + (span.offsetBefore - span.offset);
  const willRepeat = instant >= span.end - (span.offset - offsetAfter);
  return repeats || willRepeat;
}

function zoneBlock(zone: string): string {
  let block = blocks.get(zone);
  if (block === undefined) {
    // The library answers an alias with the block of the name it stands for.
    block = String(tzlib_get_ical_block(zone)[0]).replace(/^TZID:.*$/m, `TZID:${zone}`);
    blocks.set(zone, block);
  }
  return block;
}
