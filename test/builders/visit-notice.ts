import type { VisitKind, VisitNotice } from '../../src/notifications/notice';

/** A notice of a visit on 5 January 2027 at 15:00 in Bucharest, which is 13:00Z. */
export function aNotice<K extends VisitKind = 'created'>(
  values: Partial<VisitNotice<K>> & { kind?: K } = {},
): VisitNotice<K> {
  return {
    // The type parameter's default says the same; TypeScript cannot tell that it was not given.
    kind: 'created' as K,
    language: 'en',
    clinicName: 'Medano Clinic',
    firstName: 'Ana',
    doctorName: 'Ion Popescu',
    appointmentId: 42,
    sequence: 0,
    offsetMinutes: values.kind === 'reminder' ? 60 : null,
    date: '2027-01-05',
    time: '15:00',
    timeZone: 'Europe/Bucharest',
    startsAt: new Date('2027-01-05T13:00:00Z'),
    endsAt: new Date('2027-01-05T14:00:00Z'),
    link: 'https://clinic.example/appointments/42',
    unsubscribeUrl: values.kind === 'reminder' ? 'https://clinic.example/unsubscribe?token=abc' : null,
    ...values,
  };
}
