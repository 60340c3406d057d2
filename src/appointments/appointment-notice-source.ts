import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DoctorService } from '../doctors/doctor.service';
import type { NoticeId, VisitDetails } from '../notifications/appointment-notice';
import { type NoticeSource, NoticeSources } from '../notifications/notice-source';
import { visitDetails } from './appointment-notice.service';
import type { Appointment } from './appointment.entity';
import { AppointmentRepository } from './appointment.repository';

/** Answers, just before a mail goes out, whether what it says of an appointment still holds. */
@Injectable()
export class AppointmentNoticeSource implements NoticeSource, OnModuleInit {
  constructor(
    private readonly sources: NoticeSources,
    private readonly appointments: AppointmentRepository,
    private readonly doctors: DoctorService,
  ) {}

  onModuleInit(): void {
    this.sources.register(this);
  }

  async visitFor(notice: NoticeId, now: Date): Promise<VisitDetails | null> {
    const appointment = await this.appointments.lock(notice.appointmentId);
    if (!appointment || isSuperseded(notice, appointment, now)) return null;
    const doctor = await this.doctors.find(appointment.doctorId);
    return doctor && visitDetails(appointment, doctor);
  }
}

function isSuperseded({ kind, sequence }: NoticeId, appointment: Appointment, now: Date): boolean {
  if (appointment.sequence !== sequence) return true;
  if (kind !== 'cancelled') return !appointment.isOpen || appointment.startsAt <= now;
  // A visit may be cancelled after its start; only a cancellation that was to be known before it has come too late.
  return appointment.startsAt <= now && appointment.updatedAt < appointment.startsAt;
}
