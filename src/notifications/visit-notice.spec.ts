import { visitNotice } from './visit-notice';

const VISIT = {
  date: '2027-01-05',
  time: '15:00',
  timeZone: 'Europe/Bucharest',
  startsAt: new Date('2027-01-05T13:00:00Z'),
  endsAt: new Date('2027-01-05T14:00:00Z'),
  doctorName: 'Ion Pop',
};
const READER = { language: 'ro' as const, firstName: 'Ana' };
const CLINIC = { clinicName: 'Clinic', publicUrl: 'https://clinic.example' };

describe('visitNotice', () => {
  it('speaks to its reader of the visit, and links to it', () => {
    const notice = visitNotice({ kind: 'created', appointmentId: 7, sequence: 2, offset: 0 }, VISIT, READER, CLINIC);
    expect(notice).toEqual({
      kind: 'created',
      language: 'ro',
      clinicName: 'Clinic',
      firstName: 'Ana',
      appointmentId: 7,
      sequence: 2,
      offsetMinutes: null,
      link: 'https://clinic.example/appointments/7',
      unsubscribeUrl: null,
      ...VISIT,
    });
  });

  it('carries the offset of a reminder only', () => {
    const notice = visitNotice({ kind: 'reminder', appointmentId: 7, sequence: 0, offset: 60 }, VISIT, READER, CLINIC);
    expect(notice.offsetMinutes).toBe(60);
  });
});
