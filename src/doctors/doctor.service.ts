import { Injectable } from '@nestjs/common';
import { Clock } from '../common/clock';
import type { Page, Paging } from '../common/paging';
import { Database } from '../database/database';
import { AppointmentHourRepository } from './appointment-hour.repository';
import { defaultHours } from './default-hours.policy';
import { type DoctorView, doctorView } from './doctor.dto';
import { Doctor } from './doctor.entity';
import { type DoctorProfile, DoctorRepository } from './doctor.repository';
import { TakenSlotsRegistry } from './taken-slots';

export type { DoctorProfile } from './doctor.repository';

@Injectable()
export class DoctorService {
  constructor(
    private readonly database: Database,
    private readonly doctors: DoctorRepository,
    private readonly hours: AppointmentHourRepository,
    private readonly taken: TakenSlotsRegistry,
    private readonly clock: Clock,
  ) {}

  find(id: number): Promise<DoctorProfile | null> {
    return this.doctors.findProfile(id);
  }

  /** Those of `ids` that exist, in no particular order. */
  findMany(ids: readonly number[]): Promise<DoctorProfile[]> {
    return this.doctors.findProfiles(ids);
  }

  findByUserId(userId: string): Promise<DoctorProfile | null> {
    return this.doctors.findProfileByUserId(userId);
  }

  /** Newest first. */
  async list(paging: Paging, options: { activeOnly: boolean }): Promise<Page<DoctorView>> {
    return (await this.doctors.page(paging, options)).map(doctorView);
  }

  /**
   * Makes a user an active doctor: a new one with the default hours, or the one they were before, whose hours are kept.
   * The caller holds the lock `client:<userId>`, or has just created the user; takes `doctor:<id>`.
   */
  employ(userId: string, specialization: string, phone: string | null): Promise<Doctor> {
    return this.database.transaction(async () => {
      const former = await this.doctors.findByUserId(userId);
      if (former) await this.database.lock(`doctor:${former.id}`);
      const createdAt = this.clock.now();
      const doctor = former ?? Object.assign(new Doctor(), { userId, phone: null, createdAt });
      doctor.employ(specialization, phone);
      await (former ? this.doctors.save(doctor) : this.doctors.insert(doctor));
      if (!former) {
        const common = { doctorId: doctor.id, isActive: true, createdAt, updatedAt: null };
        await this.hours.insertMany(defaultHours().map((start) => ({ ...start, ...common })));
      }
      return doctor;
    });
  }

  /**
   * Deactivates the doctor a user is, if any, and tells which of their appointments are still ahead: these stay. Locks as
   * in `employ`.
   */
  dismiss(userId: string): Promise<number[]> {
    return this.database.transaction(async () => {
      const doctor = await this.doctors.findByUserId(userId);
      if (!doctor) return [];
      await this.database.lock(`doctor:${doctor.id}`);
      doctor.dismiss();
      await this.doctors.save(doctor);
      return this.taken.upcoming(doctor.id, this.clock.now());
    });
  }
}
