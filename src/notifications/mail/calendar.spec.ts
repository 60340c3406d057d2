import ICAL from 'ical.js';
import { aNotice } from '../../../test/builders/visit-notice';
import { instantOf, localOf } from '../../common/clinic-time';
import type { VisitNotice } from '../notice';
import { noticeCalendar, visitCalendar } from './calendar';

const NOW = new Date('2026-11-01T10:00:00Z');
const FROM = 'MedanoClinic <no-reply@medano.example>';
const TO = 'ana@example.com';

interface Read {
  calendar: ICAL.Component;
  component: ICAL.Component;
  event: ICAL.Event;
}

/** Reads as a calendar program would: wall times by the file's own VTIMEZONE. */
function read(content: string): Read {
  const calendar = new ICAL.Component(ICAL.parse(content) as unknown[]);
  ICAL.TimezoneService.reset();
  for (const zone of calendar.getAllSubcomponents('vtimezone')) ICAL.TimezoneService.register(zone);
  const component = calendar.getFirstSubcomponent('vevent');
  if (!component) throw new Error('There is no event.');
  return { calendar, component, event: new ICAL.Event(component) };
}

const calendarOf = (notice: VisitNotice<'created' | 'modified' | 'cancelled' | 'reminder'>) =>
  noticeCalendar(notice, TO, FROM, NOW);

describe('the calendar file of a notice', () => {
  it('is a request with a stable UID, the sequence, and the patient as the one who comes', () => {
    const { content, method } = calendarOf(aNotice({ kind: 'modified', sequence: 2 }));
    const { calendar, component, event } = read(content);
    expect(method).toBe('REQUEST');
    expect(calendar.getFirstPropertyValue('method')).toBe('REQUEST');
    expect(event.uid).toBe('appointment-42@medano.example');
    expect(event.sequence).toBe(2);
    expect(component.getFirstPropertyValue('status')).toBe('CONFIRMED');
    expect(String(component.getFirstPropertyValue('dtstamp'))).toBe('2026-11-01T10:00:00Z');
    const organizer = component.getFirstProperty('organizer');
    expect(organizer?.getFirstValue()).toBe('mailto:no-reply@medano.example');
    expect(organizer?.getParameter('cn')).toBe('MedanoClinic');
    const attendee = event.attendees[0];
    expect(String(attendee?.getFirstValue()).toLowerCase()).toBe('mailto:ana@example.com');
    expect(attendee?.getParameter('partstat')).toBe('ACCEPTED');
    expect(attendee?.getParameter('rsvp')).toBe('FALSE');
  });

  it.each(['created', 'modified', 'reminder'] as const)('of kind %s asks to be put in', (kind) => {
    expect(calendarOf(aNotice({ kind })).method).toBe('REQUEST');
  });

  it('of a cancellation takes the event out', () => {
    const { content, method } = calendarOf(aNotice({ kind: 'cancelled', sequence: 1 }));
    const { calendar, component, event } = read(content);
    expect(method).toBe('CANCEL');
    expect(calendar.getFirstPropertyValue('method')).toBe('CANCEL');
    expect(component.getFirstPropertyValue('status')).toBe('CANCELLED');
    expect(event.uid).toBe('appointment-42@medano.example');
    expect(event.sequence).toBe(1);
  });

  it('says clinic, doctor and link, and neither patient nor anything else', () => {
    const { event, component } = read(calendarOf(aNotice()).content);
    expect(event.summary).toBe('Appointment at Medano Clinic');
    expect(event.location).toBe('Medano Clinic');
    expect(event.description).toBe('Doctor: Ion Popescu\nhttps://clinic.example/appointments/42');
    expect(component.getFirstPropertyValue('url')).toBe('https://clinic.example/appointments/42');
    expect(component.getFirstPropertyValue('class')).toBe('PRIVATE');
    expect(read(calendarOf(aNotice({ language: 'ro' })).content).event.summary).toBe('Programare la Medano Clinic');
  });

  it('depends on its arguments alone', () => {
    expect(calendarOf(aNotice()).content).toBe(calendarOf(aNotice()).content);
  });

  it('cannot be broken into by a name', () => {
    const notice = aNotice({
      doctorName: 'X\r\nEND:VEVENT\r\nBEGIN:VEVENT',
      clinicName: 'A;B,C\\D\nATTENDEE:mailto:x@y',
    });
    const { calendar, event } = read(calendarOf(notice).content);
    expect(calendar.getAllSubcomponents('vevent')).toHaveLength(1);
    expect(event.attendees).toHaveLength(1);
    expect(event.location).toBe('A;B,C\\D ATTENDEE:mailto:x@y');
  });

  it.each([
    ['Europe/Bucharest', '2027-01-05', '15:00'],
    ['Europe/Bucharest', '2026-07-06', '09:00'],
    ['Europe/Bucharest', '2026-03-28', '13:00'],
    ['Europe/Bucharest', '2026-03-30', '13:00'],
    ['Europe/Bucharest', '2026-10-26', '09:00'],
    ['Europe/Kiev', '2026-07-06', '09:00'],
    ['America/New_York', '2026-11-02', '09:00'],
    ['America/New_York', '2026-07-02', '17:00'],
    ['Asia/Kolkata', '2026-07-02', '17:00'],
    ['Australia/Lord_Howe', '2026-12-02', '10:00'],
    ['America/Sao_Paulo', '2026-12-02', '10:00'],
  ])('means the same instants to a calendar program: %s %s %s', (timeZone, date, time) => {
    const startsAt = instantOf({ date, time }, timeZone) ?? new Date(NaN);
    const endsAt = new Date(startsAt.getTime() + 3_600_000);
    const { calendar, event } = read(calendarOf(aNotice({ timeZone, date, time, startsAt, endsAt })).content);
    expect(calendar.getFirstSubcomponent('vtimezone')?.getFirstPropertyValue('tzid')).toBe(timeZone);
    expect(event.component.getFirstProperty('dtstart')?.getParameter('tzid')).toBe(timeZone);
    expect(event.startDate.toString()).toBe(`${date}T${time}:00`);
    expect(event.startDate.toJSDate()).toEqual(startsAt);
    expect(event.endDate.toJSDate()).toEqual(endsAt);
  });

  it.each([
    ['the hour that comes twice, first', '2026-10-25T00:30:00Z'],
    ['the hour that comes twice, second', '2026-10-25T01:30:00Z'],
    ['the hour before it', '2026-10-24T23:30:00Z'],
    ['the hour before the gap', '2026-03-29T00:30:00Z'],
  ])('keeps its instants when the clocks change: %s', (_case, start) => {
    const startsAt = new Date(start);
    const endsAt = new Date(startsAt.getTime() + 3_600_000);
    const { event } = read(calendarOf(aNotice({ ...localOf(startsAt, 'Europe/Bucharest'), startsAt, endsAt })).content);
    expect(event.startDate.toJSDate()).toEqual(startsAt);
    expect(event.endDate.toJSDate()).toEqual(endsAt);
  });

  it.each(['UTC', 'Etc/Unknown'])('speaks in UTC for %s, of which no rules of the clock are known', (timeZone) => {
    const { calendar, event } = read(calendarOf(aNotice({ timeZone })).content);
    expect(calendar.getAllSubcomponents('vtimezone')).toHaveLength(0);
    expect(event.startDate.toString()).toBe('2027-01-05T13:00:00Z');
  });
});

describe('the calendar file for download', () => {
  it('is the same event, asking nothing of anyone', () => {
    const { content, method } = visitCalendar(aNotice({ sequence: 3 }), false, FROM, NOW);
    const { event } = read(content);
    expect(method).toBe('PUBLISH');
    expect(event.uid).toBe('appointment-42@medano.example');
    expect(event.sequence).toBe(3);
    expect(event.attendees).toHaveLength(0);
    expect(read(visitCalendar(aNotice(), true, FROM, NOW).content).component.getFirstPropertyValue('status')).toBe(
      'CANCELLED',
    );
  });
});
