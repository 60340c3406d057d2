import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DoctorService } from '../doctors/doctor.service';
import type { JobTag } from '../jobs/definition/job-definition';
import {
  type JobContribution,
  JobContributions,
  type JobSubject,
  type SubjectJob,
  taggedIds,
} from '../jobs/job-contributions';
import { NoticeTraceService } from '../notifications/notice-trace.service';
import { remindOfAppointment } from './appointment.jobs';
import { AppointmentRepository } from './appointment.repository';

const TAG = 'appointmentId';

/** Tells which appointment a job is about, what its reminder has sent, and finds jobs by the appointment's id. */
@Injectable()
export class AppointmentJobContribution implements JobContribution, OnModuleInit {
  constructor(
    private readonly contributions: JobContributions,
    private readonly appointments: AppointmentRepository,
    private readonly doctors: DoctorService,
    private readonly traces: NoticeTraceService,
  ) {}

  onModuleInit(): void {
    this.contributions.register(this);
  }

  tagsFor(words: string): Promise<JobTag[]> {
    return Promise.resolve(/^\d{1,15}$/.test(words) ? [{ name: TAG, value: String(Number(words)) }] : []);
  }

  async subjectsOf(jobs: readonly SubjectJob[]): Promise<Map<number, JobSubject[]>> {
    const appointmentIds = taggedIds(jobs, TAG);
    if (appointmentIds.size === 0) return new Map();
    const appointments = await this.subjectsById([...new Set(appointmentIds.values())]);
    const sent = await this.sentBy(jobs);
    return new Map(
      [...appointmentIds].map(([jobId, appointmentId]) => [
        jobId,
        [...(appointments.get(appointmentId) ?? []), ...(sent.get(jobId) ?? [])],
      ]),
    );
  }

  private async subjectsById(ids: readonly number[]): Promise<Map<number, JobSubject[]>> {
    const appointments = await this.appointments.findMany(ids);
    const doctors = await this.doctors.findMany([...new Set(appointments.map(({ doctorId }) => doctorId))]);
    const names = new Map(doctors.map(({ id, displayName }) => [id, displayName]));
    return new Map(
      appointments.map(({ id, doctorId, startsAt, createdAt }) => {
        const name = names.get(doctorId);
        const detail = name === undefined ? null : { en: name, ro: name };
        return [id, [{ kind: 'appointment', id: String(id), detail, at: startsAt, since: createdAt }]];
      }),
    );
  }

  private async sentBy(jobs: readonly SubjectJob[]): Promise<Map<number, JobSubject[]>> {
    const reminders = jobs.flatMap(({ id, type, payload }) => {
      const parsed = type === remindOfAppointment.name ? remindOfAppointment.payload.safeParse(payload) : null;
      return parsed?.success ? [{ jobId: id, ...parsed.data, offset: parsed.data.offsetMinutes }] : [];
    });
    if (reminders.length === 0) return new Map();
    const subjects = await this.traces.ofReminders(reminders);
    return new Map(reminders.map(({ jobId }, place) => [jobId, subjects.get(place) ?? []]));
  }
}
