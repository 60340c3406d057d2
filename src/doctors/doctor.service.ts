import { Injectable } from '@nestjs/common';
import { Clock } from '../common/clock';
import { NotFound } from '../common/domain-error';
import type { Page, Paging } from '../common/paging';
import { Database } from '../database/database';
import type { Actor } from '../users/actor';
import { AppointmentHourRepository } from './appointment-hour.repository';
import { defaultHours } from './default-hours.policy';
import { type DoctorView, doctorView } from './doctor.dto';
import { Doctor } from './doctor.entity';
import { type DoctorProfile, DoctorRepository } from './doctor.repository';
import { RatingsRegistry } from './ratings';
import { TakenSlotsRegistry } from './taken-slots';

export type { DoctorProfile } from './doctor.repository';

@Injectable()
export class DoctorService {
  constructor(
    private readonly database: Database,
    private readonly doctors: DoctorRepository,
    private readonly hours: AppointmentHourRepository,
    private readonly taken: TakenSlotsRegistry,
    private readonly ratings: RatingsRegistry,
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

  /** The doctor, for themself or an Admin. @throws NotFound to anyone else, as when there is none. */
  async requireFor(id: number, { userId, role }: Actor): Promise<DoctorProfile> {
    const doctor = await this.doctors.findProfile(id);
    if (!doctor || (role !== 'Admin' && doctor.userId !== userId)) throw new NotFound('The doctor');
    return doctor;
  }

  /** Newest first. */
  async list(paging: Paging, options: { activeOnly: boolean }): Promise<Page<DoctorView>> {
    const page = await this.doctors.page(paging, options);
    const ratingOf = await this.ratings.of(page.items.map(({ id }) => id));
    return page.map((doctor) => doctorView(doctor, ratingOf(doctor.id)));
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
