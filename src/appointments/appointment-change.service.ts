import { Injectable } from '@nestjs/common';
import { AuditService } from '../audit/audit.service';
import type { Actor } from '../users/actor';
import { UserService } from '../users/user.service';
import { AppointmentNoticeService, type ChangeKind, type People } from './appointment-notice.service';
import type { Appointment } from './appointment.entity';
import { HasReport } from './appointment.errors';
import { AppointmentRepository } from './appointment.repository';
import { TRANSITION_RULES } from './appointment.state';
import type { NewReminder } from './reminder.repository';
import { ReminderService } from './reminder.service';
import { VisitRecordsRegistry } from './visit-records';

/** What is remembered of an appointment before it changes. */
export type Before = Pick<Appointment, 'status' | 'startsAt'>;

export interface NewAppointment extends People {
  appointment: Appointment;
  by: Actor;
}

export interface Change extends Pick<People, 'doctor'> {
  before: Before;
  appointment: Appointment;
  by: Actor;
  reason: string | null;
}

/** Writes appointments with all that follows from the change, in the transaction that made it. */
@Injectable()
export class AppointmentChangeService {
  constructor(
    private readonly appointments: AppointmentRepository,
    private readonly reminders: ReminderService,
    private readonly notices: AppointmentNoticeService,
    private readonly users: UserService,
    private readonly audit: AuditService,
    private readonly records: VisitRecordsRegistry,
  ) {}

  /** Writes a booked appointment; returns its reminders. @throws SlotRefused as the repository. */
  async commitNew({ appointment, doctor, patient, by }: NewAppointment): Promise<NewReminder[]> {
    await this.appointments.insert(appointment);
    await this.appointments.recordHistory({
      appointmentId: appointment.id,
      at: appointment.createdAt,
      byUserId: by.userId,
      fromStatus: null,
      toStatus: appointment.status,
      fromStartsAt: null,
      toStartsAt: appointment.startsAt,
      reason: null,
    });
    const reminders = await this.reminders.planFor(appointment, patient);
    await this.notices.tell('created', appointment, { patient, doctor });
    if (by.userId !== appointment.clientId) await this.recordAdminAction('appointment.book', appointment.id, by);
    return reminders;
  }

  /** Writes a changed appointment. @throws HasReport, and AppointmentChanged, SlotRefused as the repository. */
  async commit(change: Change): Promise<void> {
    const { before, appointment, doctor } = change;
    const rule = TRANSITION_RULES[before.status][appointment.status];
    if (rule?.unrecorded && (await this.records.existFor(appointment.id))) throw new HasReport();
    await this.appointments.save(appointment);
    await this.remember(change);
    const moved = appointment.startsAt.getTime() !== before.startsAt.getTime();
    if (!moved && appointment.status === before.status) return;

    const patient = await this.users.require(appointment.clientId);
    await this.reminders.cancelFor([appointment.id], moved ? 'rescheduled' : appointment.status);
    if (appointment.status === 'scheduled') await this.reminders.planFor(appointment, patient);
    const notice: ChangeKind | undefined = moved ? 'modified' : rule?.notice;
    if (notice) await this.notices.tell(notice, appointment, { patient, doctor });
  }

  private async remember({ before, appointment, by, reason }: Change): Promise<void> {
    const { id, status, startsAt, updatedAt } = appointment;
    await this.appointments.recordHistory({
      appointmentId: id,
      at: updatedAt,
      byUserId: by.userId,
      fromStatus: before.status,
      toStatus: status,
      fromStartsAt: before.startsAt,
      toStartsAt: startsAt,
      reason,
    });
    if (by.role === 'Admin') {
      const moved = startsAt.getTime() !== before.startsAt.getTime();
      await this.recordAdminAction('appointment.change', id, by, { from: before.status, to: status, moved });
    }
  }

  private recordAdminAction(action: string, id: number, actor: Actor, data?: Record<string, unknown>): Promise<void> {
    return this.audit.record({ actor, action, subject: { type: 'appointment', id }, data });
  }
}
