import { Appointment } from '../../src/appointments/appointment.entity';

/** An appointment of an hour at 15:00 in Bucharest on 5 January 2027, as it was booked, but for `changes`. */
export function anAppointment(changes: Partial<Appointment> = {}): Appointment {
  const booked = Appointment.booked(
    {
      clientId: '6f1c6f0e-2b7e-4f7c-9a53-0c9a5c0f2d11',
      doctorId: 7,
      date: '2027-01-05',
      time: '15:00',
      timeZone: 'Europe/Bucharest',
      startsAt: new Date('2027-01-05T13:00:00Z'),
      endsAt: new Date('2027-01-05T14:00:00Z'),
      reason: 'A check-up',
      notes: null,
    },
    new Date('2027-01-01T08:00:00Z'),
  );
  return Object.assign(booked, { id: 123 }, changes);
}
