import fc from 'fast-check';
import { anAppointment } from '../../test/builders/appointment';
import { DomainError } from '../common/domain-error';
import { canMove } from '../common/state-machine';
import type { Appointment } from './appointment.entity';
import {
  APPOINTMENT_STATUSES,
  APPOINTMENT_TRANSITIONS,
  type AppointmentStatus,
  PARTS,
  type Part,
} from './appointment.state';

const START = anAppointment().startsAt.getTime();
const MINUTE = 60_000;

/** The instant so many minutes after the start; before it when negative. */
const fromStart = (minutes: number, ms = 0) => new Date(START + minutes * MINUTE + ms);

/** What `change` was refused for; null when it was not. */
function codeOf(change: () => unknown): string | null {
  try {
    change();
    return null;
  } catch (error) {
    if (error instanceof DomainError) return error.code;
    throw error;
  }
}

/** The clinic's rules, as its staff know them: from, to, who, and when the start is so many minutes away. */
const RULES: readonly [AppointmentStatus, AppointmentStatus, readonly Part[], { from?: number; until?: number }?][] = [
  ['scheduled', 'in-progress', ['doctor', 'admin'], { from: -60 }],
  ['scheduled', 'completed', ['doctor', 'admin', 'system'], { from: 0 }],
  ['scheduled', 'cancelled', ['doctor', 'admin']],
  ['scheduled', 'cancelled', ['owner'], { until: -120 }],
  ['scheduled', 'no-show', ['doctor', 'admin'], { from: 15 }],
  ['in-progress', 'completed', ['doctor', 'admin', 'system']],
  ['in-progress', 'cancelled', ['admin']],
  ['completed', 'no-show', ['admin']],
  ['no-show', 'completed', ['admin']],
  ['cancelled', 'scheduled', ['admin'], { until: -1 / MINUTE }],
];

const pairs = APPOINTMENT_STATUSES.flatMap((from) => APPOINTMENT_STATUSES.map((to) => [from, to] as const));
const everyCase = pairs.flatMap(([from, to]) => PARTS.map((as) => [from, to, as] as const));
const statuses = fc.constantFrom(...APPOINTMENT_STATUSES);
const parts = fc.constantFrom(...PARTS);
const moments = fc.integer({ min: -3 * 24 * 60, max: 24 * 60 }).map((minutes) => fromStart(minutes));

describe('the status of an appointment', () => {
  it.each(everyCase)('from %s to %s by %s follows the rules, at every moment', (from, to, as) => {
    const rule = RULES.find(([a, b, who]) => a === from && b === to && who.includes(as));
    for (const minutes of [-10_000, -121, -120, -119, -61, -60, -59, -1, 0, 1, 14, 15, 16, 10_000]) {
      const appointment = anAppointment({ status: from });
      const code = codeOf(() => appointment.moveTo(to, as, fromStart(minutes)));
      const expected =
        from === to
          ? null
          : !rule
            ? 'invalid-transition'
            : minutes < (rule[3]?.from ?? -Infinity)
              ? 'too-early'
              : minutes > (rule[3]?.until ?? Infinity)
                ? 'too-late'
                : null;
      expect({ minutes, code }).toEqual({ minutes, code: expected });
      expect(appointment.status).toBe(code ? from : to);
    }
  });

  it('knows to the millisecond when a move becomes possible, and when it no longer is', () => {
    const at = (when: Date, to: AppointmentStatus, as: Part) => codeOf(() => anAppointment().moveTo(to, as, when));
    expect(at(fromStart(-60, -1), 'in-progress', 'doctor')).toBe('too-early');
    expect(at(fromStart(-60), 'in-progress', 'doctor')).toBeNull();
    expect(at(fromStart(0, -1), 'completed', 'admin')).toBe('too-early');
    expect(at(fromStart(15, -1), 'no-show', 'doctor')).toBe('too-early');
    expect(at(fromStart(-120), 'cancelled', 'owner')).toBeNull();
    expect(at(fromStart(-120, 1), 'cancelled', 'owner')).toBe('too-late');
    expect(codeOf(() => anAppointment({ status: 'cancelled' }).moveTo('scheduled', 'admin', fromStart(0)))).toBe(
      'too-late',
    );
  });

  it('is described by the transition table that the documentation is made of', () => {
    const described = pairs.filter(([from, to]) => canMove(APPOINTMENT_TRANSITIONS, from, to));
    const ruled = pairs.filter(([from, to]) => RULES.some(([a, b]) => a === from && b === to));
    expect(described).toEqual(ruled);
  });

  it.each([
    ['completed', 'scheduled', 'admin', 'completed cannot be scheduled: it may become no-show.'],
    ['in-progress', 'cancelled', 'doctor', 'in-progress cannot be cancelled: it may become completed.'],
    ['scheduled', 'no-show', 'owner', 'scheduled cannot be no-show: it may become cancelled.'],
    ['cancelled', 'scheduled', 'doctor', 'cancelled cannot be scheduled: its status cannot be changed.'],
  ] as const)('that is %s and is refused %s to the %s says what is allowed', (from, to, as, sentence) => {
    expect(() => anAppointment({ status: from }).moveTo(to, as, fromStart(30))).toThrow(
      `An appointment that is ${sentence}`,
    );
  });

  it('raises the sequence when it changes, and nothing else when it does not', () => {
    fc.assert(
      fc.property(statuses, statuses, parts, moments, (from, to, as, now) => {
        const appointment = anAppointment({ status: from });
        const before = { ...appointment };
        const refused = codeOf(() => appointment.moveTo(to, as, now)) !== null;
        if (refused || from === to) expect({ ...appointment }).toEqual(before);
        else {
          const completedAt = to === 'completed' ? now : null;
          expect({ ...appointment }).toEqual({ ...before, status: to, completedAt, sequence: 1, updatedAt: now });
        }
      }),
    );
  });

  it('says whether anything changed', () => {
    expect(anAppointment().moveTo('cancelled', 'admin', fromStart(-1))).toBe(true);
    expect(anAppointment().moveTo('scheduled', 'owner', fromStart(-1))).toBe(false);
  });

  it('forgets when it was completed once it turns out to be a no-show', () => {
    const appointment = anAppointment();
    appointment.moveTo('completed', 'doctor', fromStart(50));
    expect(appointment.completedAt).toEqual(fromStart(50));
    appointment.moveTo('no-show', 'admin', fromStart(90));
    expect(appointment.completedAt).toBeNull();
  });
});

describe('rescheduling', () => {
  const later = {
    date: '2027-01-06',
    time: '10:00',
    timeZone: 'Europe/Bucharest',
    startsAt: new Date('2027-01-06T08:00:00Z'),
    endsAt: new Date('2027-01-06T09:00:00Z'),
  };
  const early = fromStart(-24 * 60);
  const move = (appointment: Appointment, as: Part, now = early) => appointment.reschedule(later, as, now);

  it('moves the visit and raises the sequence, and for its owner the count of moves', () => {
    const moved = anAppointment();
    expect(move(moved, 'owner')).toBe(true);
    expect(moved).toMatchObject({ ...later, sequence: 1, reschedules: 1, updatedAt: early, status: 'scheduled' });
    const byAdmin = anAppointment();
    move(byAdmin, 'admin');
    expect(byAdmin).toMatchObject({ ...later, sequence: 1, reschedules: 0 });
  });

  it('to the same time changes nothing, even when its owner may not move it any more', () => {
    const appointment = anAppointment({ reschedules: 3 });
    const before = { ...appointment };
    expect(appointment.reschedule(anAppointment(), 'owner', fromStart(-10))).toBe(false);
    expect({ ...appointment }).toEqual(before);
  });

  it('is for owners possible until two hours before the start', () => {
    expect(codeOf(() => move(anAppointment(), 'owner', fromStart(-120)))).toBeNull();
    expect(codeOf(() => move(anAppointment(), 'owner', fromStart(-120, 1)))).toBe('too-late');
    expect(codeOf(() => move(anAppointment(), 'admin', fromStart(-1)))).toBeNull();
  });

  it('is for owners possible three times', () => {
    expect(codeOf(() => move(anAppointment({ reschedules: 2 }), 'owner'))).toBeNull();
    expect(codeOf(() => move(anAppointment({ reschedules: 3 }), 'owner'))).toBe('reschedule-limit');
    expect(codeOf(() => move(anAppointment({ reschedules: 3 }), 'admin'))).toBeNull();
  });

  it.each(APPOINTMENT_STATUSES.filter((status) => status !== 'scheduled'))('is refused once it is %s', (status) => {
    for (const as of PARTS) {
      expect(codeOf(() => move(anAppointment({ status }), as))).toBe('invalid-transition');
    }
  });

  it('leaves everything as it was when it is refused', () => {
    const appointment = anAppointment({ reschedules: 3 });
    const before = { ...appointment };
    expect(codeOf(() => move(appointment, 'owner'))).not.toBeNull();
    expect({ ...appointment }).toEqual(before);
  });
});

describe('remarks of the staff', () => {
  it('are appended, one to a line, and change no sequence', () => {
    const appointment = anAppointment();
    appointment.appendAdminNotes('Called twice', fromStart(-60));
    appointment.appendAdminNotes('Will come', fromStart(-50));
    expect(appointment).toMatchObject({ adminNotes: 'Admin: Called twice\nAdmin: Will come', sequence: 0 });
  });
});

describe('the version', () => {
  it('has to be the one that was seen, if one was', () => {
    const appointment = anAppointment({ version: 4 });
    expect(codeOf(() => appointment.assertVersion(4))).toBeNull();
    expect(codeOf(() => appointment.assertVersion(null))).toBeNull();
    expect(codeOf(() => appointment.assertVersion(3))).toBe('version-mismatch');
  });
});
