import { Injectable } from '@nestjs/common';
import type { LocalSlot } from '../common/clinic-time';
import { Clock } from '../common/clock';
import { NotFound } from '../common/domain-error';
import { Database } from '../database/database';
import { type DoctorProfile, DoctorService } from '../doctors/doctor.service';
import type { Actor } from '../users/actor';
import { AppointmentChangeService } from './appointment-change.service';
import type { Appointment } from './appointment.entity';
import { SlotRefused } from './appointment.errors';
import { AppointmentRepository, type Ownership } from './appointment.repository';
import type { AppointmentStatus, Part } from './appointment.state';
import { CalendarService } from './calendar.service';

/** Who asks for a change, and which version of the appointment they have seen (null: whichever there is). */
export interface Caller {
  by: Actor;
  version: number | null;
}

/** Access to an appointment: in which part, and to whose it extends. */
interface Access {
  as: Part;
  to: Ownership;
}

const ANYONES: Access = { as: 'admin', to: {} };

/** Changes of appointments that are booked. */
@Injectable()
export class AppointmentService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly appointments: AppointmentRepository,
    private readonly calendar: CalendarService,
    private readonly doctors: DoctorService,
    private readonly changes: AppointmentChangeService,
  ) {}

  /** Moves an appointment, the caller's own unless an Admin calls, to another time; the same time changes nothing. */
  reschedule(id: number, slot: LocalSlot, caller: Caller): Promise<Appointment> {
    const read = this.calendar.read(slot);
    return this.change(id, caller, asClient(caller.by), async (appointment, as, now) => {
      if (typeof read !== 'string' && appointment.isScheduledAt(read.startsAt)) return false;
      appointment.assertReschedulable(as, now);
      await this.activeDoctorOf(appointment);
      appointment.reschedule(await this.calendar.withinHours(appointment.doctorId, read), as, now);
      await this.calendar.assertFree(appointment);
      return true;
    });
  }

  /** Cancels an appointment, the caller's own unless an Admin calls; a cancelled one stays as it is. */
  cancel(id: number, reason: string | null, caller: Caller): Promise<Appointment> {
    return this.change(
      id,
      caller,
      asClient(caller.by),
      (appointment, as, now) => Promise.resolve(appointment.moveTo('cancelled', as, now)),
      reason,
    );
  }

  /** Gives any appointment another status in an Admin's name, and keeps their remark even when the status is the same. */
  changeStatus(id: number, to: AppointmentStatus, adminNotes: string | null, caller: Caller): Promise<Appointment> {
    return this.change(id, caller, ANYONES, async (appointment, as, now) => {
      const moved = appointment.moveTo(to, as, now);
      if (moved && to === 'scheduled') {
        await this.activeDoctorOf(appointment);
        await this.calendar.assertStillFree(appointment);
      }
      if (adminNotes !== null) appointment.appendAdminNotes(adminNotes, now);
      return moved || adminNotes !== null;
    });
  }

  /** Gives an appointment of the calling Doctor another status. */
  async changeStatusAsDoctor(id: number, to: AppointmentStatus, caller: Caller): Promise<Appointment> {
    return this.change(id, caller, await this.asDoctor(caller.by), (appointment, as, now) =>
      Promise.resolve(appointment.moveTo(to, as, now)),
    );
  }

  /**
   * Lets `apply` change an appointment under the locks of its patient and doctor, and commits what follows from it, when
   * it says that it changed something.
   */
  private change(
    id: number,
    { by, version }: Caller,
    { as, to }: Access,
    apply: (appointment: Appointment, as: Part, now: Date) => Promise<boolean>,
    reason: string | null = null,
  ): Promise<Appointment> {
    return this.database.transaction(async () => {
      const appointment = await this.appointments.lock(id, to);
      if (!appointment) throw new NotFound('The appointment');
      appointment.assertVersion(version);
      const before = { status: appointment.status, startsAt: appointment.startsAt };
      if (!(await apply(appointment, as, this.clock.now()))) return appointment;
      const doctor = await this.doctorOf(appointment);
      await this.changes.commit({ before, appointment, doctor, by, reason });
      return appointment;
    });
  }

  private async asDoctor({ userId }: Actor): Promise<Access> {
    const doctor = await this.doctors.findByUserId(userId);
    if (!doctor) throw new NotFound('The appointment');
    return { as: 'doctor', to: { doctorId: doctor.id } };
  }

  private async doctorOf({ doctorId }: Appointment): Promise<DoctorProfile> {
    const doctor = await this.doctors.find(doctorId);
    if (!doctor) throw new NotFound('The doctor');
    return doctor;
  }

  private async activeDoctorOf(appointment: Appointment): Promise<void> {
    if (!(await this.doctorOf(appointment)).isActive) throw new SlotRefused('doctor-inactive');
  }
}

/** Ownership decides, not the role: whoever booked it may change it, and an Admin may change anyone's. */
function asClient({ userId, role }: Actor): Access {
  return role === 'Admin' ? ANYONES : { as: 'owner', to: { clientId: userId } };
}
