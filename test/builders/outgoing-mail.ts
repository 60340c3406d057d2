import type { OutgoingMail } from '../../src/notifications/mail/mail-sender';

const CALENDAR = [
  'BEGIN:VCALENDAR',
  'VERSION:2.0',
  'PRODID:-//MedanoClinic//Appointments//EN',
  'METHOD:REQUEST',
  'BEGIN:VEVENT',
  'UID:appointment-42@medano.example',
  'DTSTAMP:20270101T000000Z',
  'DTSTART:20270105T130000Z',
  'SUMMARY:Programare la Medano',
  'END:VEVENT',
  'END:VCALENDAR',
  '',
].join('\r\n');

/** A reminder to Ana, with accents in every part of it. */
export function anOutgoingMail(values: Partial<OutgoingMail> = {}): OutgoingMail {
  return {
    to: 'ana.pop@example.com',
    messageId: '<appt-42.reminder.0.60@medano.example>',
    subject: 'Vă reamintim programarea: marți, 5 ianuarie 2027, ora 15:00',
    html: '<p>Bună ziua, Ștefania &amp; co</p>',
    text: 'Bună ziua, Ștefania & co',
    ics: { content: CALENDAR, method: 'REQUEST' },
    unsubscribeUrl: null,
    ...values,
  };
}
