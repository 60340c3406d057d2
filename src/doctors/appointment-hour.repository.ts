import { Injectable } from '@nestjs/common';
import { Database } from '../database/database';
import type { SqlValue } from '../database/session';
import type { SqlDialect } from '../database/sql-dialect';
import { isUniqueViolation } from '../database/sql-error';
import { AppointmentHour } from './appointment-hour.entity';
import { DuplicateHour } from './doctor.errors';

export type NewHour = Omit<AppointmentHour, 'id' | 'weekday'>;

const NEW = {
  doctorId: 'int',
  dayOfWeek: 'int',
  hour: 'text',
  isActive: 'int',
  createdAt: 'instant',
  updatedAt: 'instant',
} as const;
const COLUMNS = Object.keys(NEW) as (keyof typeof NEW)[]; // its keys, which the library calls texts
const quoted = COLUMNS.map((column) => `"${column}"`).join(', ');

const SELECT = 'SELECT * FROM "AppointmentHour" WHERE';
const IN_ORDER = 'ORDER BY "dayOfWeek", "hour"';
const AT = '"doctorId" = ? AND "dayOfWeek" = ? AND "hour" = ?';

function statements(dialect: SqlDialect) {
  const inserted = dialect.written('id');
  return {
    find: `${SELECT} "id" = ?`,
    ofDoctor: `${SELECT} "doctorId" = ? ${IN_ORDER}`,
    ofDoctors: `${SELECT} "doctorId" IN (${dialect.list('int')}) ${IN_ORDER}`,
    activeOn: `${SELECT} "doctorId" = ? AND "dayOfWeek" = ? AND "isActive" = 1 ${IN_ORDER}`,
    at: `${SELECT} ${AT}`,
    activeAt: `${SELECT} ${AT} AND "isActive" = 1`,
    insert: `
      INSERT INTO "AppointmentHour" (${quoted}) ${inserted.output}
      VALUES (${COLUMNS.map(() => '?').join(', ')}) ${inserted.returning}`,
    insertMany: `INSERT INTO "AppointmentHour" (${quoted}) SELECT ${quoted} FROM ${dialect.rows('r', NEW)}`,
  };
}

const START = { name: 'UX_AppointmentHour_start', column: 'AppointmentHour.doctorId' };

@Injectable()
export class AppointmentHourRepository {
  private readonly sql: ReturnType<typeof statements>;

  constructor(private readonly database: Database) {
    this.sql = statements(database.sql);
  }

  async find(id: number): Promise<AppointmentHour | null> {
    const [hour] = await this.read(this.sql.find, id);
    return hour ?? null;
  }

  /** Sunday first, by hour. */
  ofDoctor(doctorId: number): Promise<AppointmentHour[]> {
    return this.read(this.sql.ofDoctor, doctorId);
  }

  ofDoctors(doctorIds: readonly number[]): Promise<AppointmentHour[]> {
    return this.read(this.sql.ofDoctors, JSON.stringify(doctorIds));
  }

  activeOn(doctorId: number, dayOfWeek: number): Promise<AppointmentHour[]> {
    return this.read(this.sql.activeOn, doctorId, dayOfWeek);
  }

  async isActive(doctorId: number, dayOfWeek: number, hour: string): Promise<boolean> {
    const rows = await this.database.query(this.sql.activeAt, [doctorId, dayOfWeek, hour]);
    return rows.length > 0;
  }

  async insertMany(hours: readonly NewHour[]): Promise<void> {
    const rows = hours.map(({ isActive, ...hour }) => valuesOf({ ...hour, isActive: Number(isActive) }));
    await this.database.query(this.sql.insertMany, [JSON.stringify(rows)]);
  }

  /** @throws DuplicateHour */
  async insert(hour: NewHour): Promise<AppointmentHour> {
    const there = await this.read(this.sql.at, hour.doctorId, hour.dayOfWeek, hour.hour);
    if (there.length > 0) throw new DuplicateHour();
    try {
      const [row] = await this.database.query(this.sql.insert, valuesOf(hour));
      return Object.assign(new AppointmentHour(), hour, { id: row?.id as number }); // an INSERT of one row returns one
    } catch (error) {
      throw isUniqueViolation(error, START) ? new DuplicateHour() : error;
    }
  }

  async setActive(id: number, isActive: boolean, updatedAt: Date): Promise<void> {
    await this.database.repository(AppointmentHour).update({ id }, { isActive, updatedAt });
  }

  async delete(id: number): Promise<void> {
    await this.database.repository(AppointmentHour).delete({ id });
  }

  private async read(sql: string, ...parameters: SqlValue[]): Promise<AppointmentHour[]> {
    return (await this.database.query<HourRow>(sql, parameters)).map(hourOf);
  }
}

function valuesOf(hour: Record<keyof typeof NEW, SqlValue>): SqlValue[] {
  return COLUMNS.map((column) => hour[column]);
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
