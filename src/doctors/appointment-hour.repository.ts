import { Injectable } from '@nestjs/common';
import { type FindOptionsWhere, In } from 'typeorm';
import { Database } from '../database/database';
import { isUniqueViolation } from '../database/sql-error';
import { AppointmentHour } from './appointment-hour.entity';
import { DuplicateHour } from './doctor.errors';

export type NewHour = Omit<AppointmentHour, 'id' | 'weekday'>;

const START = { name: 'UX_AppointmentHour_start', column: 'AppointmentHour.doctorId' };

@Injectable()
export class AppointmentHourRepository {
  constructor(private readonly database: Database) {}

  /** By plain SQL, to which an id may be of any size. */
  async find(id: number): Promise<AppointmentHour | null> {
    const [row] = await this.database.query<HourRow>('SELECT * FROM "AppointmentHour" WHERE id = ?', [id]);
    return row ? hourOf(row) : null;
  }

  /** Sunday first, by hour. */
  ofDoctor(doctorId: number): Promise<AppointmentHour[]> {
    return this.list({ doctorId });
  }

  ofDoctors(doctorIds: readonly number[]): Promise<AppointmentHour[]> {
    return this.list({ doctorId: In(doctorIds) });
  }

  activeOn(doctorId: number, dayOfWeek: number): Promise<AppointmentHour[]> {
    return this.list({ doctorId, dayOfWeek, isActive: true });
  }

  async isActive(doctorId: number, dayOfWeek: number, hour: string): Promise<boolean> {
    const rows = await this.database.query(
      'SELECT 1 FROM "AppointmentHour" WHERE doctorId = ? AND dayOfWeek = ? AND hour = ? AND isActive = ?',
      [doctorId, dayOfWeek, hour, true],
    );
    return rows.length > 0;
  }

  async insertMany(hours: readonly NewHour[]): Promise<void> {
    await this.hours.insert([...hours]);
  }

  /** @throws DuplicateHour */
  async insert(hour: NewHour): Promise<AppointmentHour> {
    const { doctorId, dayOfWeek } = hour;
    if (await this.hours.existsBy({ doctorId, dayOfWeek, hour: hour.hour })) throw new DuplicateHour();
    try {
      return await this.hours.save(Object.assign(new AppointmentHour(), hour));
    } catch (error) {
      throw isUniqueViolation(error, START) ? new DuplicateHour() : error;
    }
  }

  async setActive(id: number, isActive: boolean, updatedAt: Date): Promise<void> {
    await this.hours.update({ id }, { isActive, updatedAt });
  }

  async delete(id: number): Promise<void> {
    await this.hours.delete({ id });
  }

  private get hours() {
    return this.database.repository(AppointmentHour);
  }

  private list(where: FindOptionsWhere<AppointmentHour>): Promise<AppointmentHour[]> {
    return this.hours.find({ where, order: { dayOfWeek: 'ASC', hour: 'ASC' } });
  }
}

/** Instants and booleans as the database gives them. */
type HourRow = Omit<NewHour, 'isActive' | 'createdAt' | 'updatedAt'> & {
  id: number;
  isActive: unknown;
  createdAt: string | Date;
  updatedAt: string | Date | null;
};

function hourOf(row: HourRow): AppointmentHour {
  return Object.assign(new AppointmentHour(), row, {
    isActive: Boolean(row.isActive),
    createdAt: new Date(row.createdAt),
    updatedAt: row.updatedAt === null ? null : new Date(row.updatedAt),
  });
}
