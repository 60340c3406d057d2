import { messageIdOf } from './message-id';

describe('a Message-ID', () => {
  it('is made of what the mail is about alone', () => {
    const reminder = { appointmentId: 42, kind: 'reminder', sequence: 3, offsetMinutes: 60 } as const;
    expect(messageIdOf(reminder, 'MedanoClinic <no-reply@Medano.Example>')).toBe(
      '<appt-42.reminder.3.60@medano.example>',
    );
    const created = { appointmentId: 42, kind: 'created', sequence: 0, offsetMinutes: null } as const;
    expect(messageIdOf(created, 'no-reply@medano.example')).toBe('<appt-42.created.0.0@medano.example>');
  });
});
