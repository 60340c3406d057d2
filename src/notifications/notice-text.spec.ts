import { LANGUAGES } from '../common/language';
import { aNotice } from '../../test/builders/visit-notice';
import { concernsDoctor, DOCTOR_KINDS, isMailed, MAIL_KINDS, NOTICE_TYPES, type VisitKind } from './notice';
import { doctorNotice, mailSubject, patientNotice } from './notice-text';

const AN_HOUR_BEFORE = new Date('2027-01-05T12:00:00Z');
const KINDS: VisitKind[] = ['created', 'modified', 'cancelled', 'reminder', 'completed'];

describe('what a patient reads', () => {
  it.each(LANGUAGES)('names doctor, date, time and zone for every kind (%s)', (language) => {
    for (const kind of KINDS) {
      const { title, message } = patientNotice(aNotice({ kind, language }), AN_HOUR_BEFORE);
      expect(title).not.toBe('');
      expect(message).toContain('Ion Popescu');
      expect(message).toContain(
        language === 'en' ? 'Tuesday, 5 January 2027 at 15:00' : 'marți, 5 ianuarie 2027, ora 15:00',
      );
      expect(message).toContain('(Europe/Bucharest, UTC+2)');
    }
  });

  it('tells the real distance in a reminder', () => {
    const reminder = aNotice({ kind: 'reminder', offsetMinutes: 60 });
    expect(patientNotice(reminder, AN_HOUR_BEFORE)).toEqual({
      title: 'Appointment in 1 hour',
      message:
        'Your appointment with Ion Popescu begins in 1 hour: Tuesday, 5 January 2027 at 15:00 (Europe/Bucharest, UTC+2).',
    });
    expect(patientNotice(reminder, new Date('2027-01-05T12:13:00Z')).title).toBe('Appointment in 47 minutes');
    expect(patientNotice(reminder, new Date('2027-01-03T13:00:00Z')).title).toBe('Appointment in 2 days');
  });

  it('tells it in Romanian, too', () => {
    const reminder = aNotice({ kind: 'reminder', language: 'ro' });
    expect(patientNotice(reminder, new Date('2027-01-05T12:13:00Z'))).toEqual({
      title: 'Programare peste 47 de minute',
      message:
        'Programarea dumneavoastră la Ion Popescu începe peste 47 de minute: marți, 5 ianuarie 2027, ora 15:00 (Europe/Bucharest, UTC+2).',
    });
  });
});

describe('what a doctor reads', () => {
  it.each(LANGUAGES)('names the appointment and its time, and nobody (%s)', (language) => {
    for (const kind of DOCTOR_KINDS) {
      const { title, message } = doctorNotice(aNotice({ kind, language, clinicName: 'Clinic X' }), AN_HOUR_BEFORE);
      expect(message).toContain('42');
      expect(message).toContain('15:00 (Europe/Bucharest, UTC+2)');
      expect(`${title} ${message}`).not.toMatch(/Ana|Popescu|Clinic X/);
    }
  });
});

describe('a mail subject', () => {
  it('says what happened and when, and names nobody', () => {
    expect(mailSubject(aNotice())).toBe('Appointment confirmed: Tuesday, 5 January 2027, 15:00');
    expect(mailSubject(aNotice({ kind: 'cancelled', language: 'ro' }))).toBe(
      'Programare anulată: marți, 5 ianuarie 2027, ora 15:00',
    );
    const subjects = LANGUAGES.flatMap((language) =>
      MAIL_KINDS.map((kind) => mailSubject(aNotice({ kind, language }))),
    );
    expect(new Set(subjects).size).toBe(subjects.length);
    expect(subjects.join()).not.toMatch(/Ana|Popescu/);
  });
});

describe('the kinds of notice', () => {
  it('have the numbers that the API promises', () => {
    expect(NOTICE_TYPES).toEqual({ created: 0, modified: 1, reminder: 2, cancelled: 3, completed: 4, alert: 5 });
  });

  it('mails all but "completed", and tells a doctor all but "reminder" and "completed"', () => {
    expect(KINDS.filter((kind) => isMailed(aNotice({ kind })))).toEqual([
      'created',
      'modified',
      'cancelled',
      'reminder',
    ]);
    expect(KINDS.filter((kind) => concernsDoctor(aNotice({ kind })))).toEqual(['created', 'modified', 'cancelled']);
  });
});
