import { Injectable } from '@nestjs/common';
import { Page, type Paging, afterCursor, countedId } from '../common/paging';
import { Database, inLockOrder } from '../database/database';
import type { SqlRow, SqlValue } from '../database/session';
import type { SqlDialect } from '../database/sql-dialect';
import { isUniqueViolation } from '../database/sql-error';
import type { AppointmentHistory } from './appointment-history.entity';
import { Appointment } from './appointment.entity';
import { AppointmentChanged, SlotRefused } from './appointment.errors';

/** Whose appointment it has to be; empty: anyone's. */
export type Ownership = Partial<Pick<Appointment, 'clientId' | 'doctorId'>>;

export type NewHistory = Omit<AppointmentHistory, 'id'>;

/** Which appointments a list shows; what is absent does not matter. */
export interface AppointmentFilter extends Ownership, Partial<Pick<Appointment, 'status'>> {
  /** Starts from here on. */
  from?: Date;
  /** Starts before. */
  to?: Date;
}

/** How open appointments end together; `byUserId` null: by the system. */
export interface Closing extends Pick<AppointmentHistory, 'at' | 'byUserId' | 'reason'> {
  to: 'completed' | 'cancelled';
}

/** What the calendar holds around a visit; the visit itself is not counted. */
export interface OccupancyCounts {
  ofDoctor: number;
  ofPatient: number;
  onDate: number;
  open: number;
}

/** Word for word the condition of the unique filtered indexes, so that they serve these reads. */
const OPEN = "status IN ('scheduled', 'in-progress')";
/** No visit is longer (SLOT_MINUTES has this bound), so what overlaps a moment began at most so long before it. */
const LONGEST_VISIT_MS = 8 * 60 * 60_000;

const COLUMNS = [
  'clientId',
  'doctorId',
  'date',
  'time',
  'timeZone',
  'startsAt',
  'endsAt',
  'status',
  'reason',
  'notes',
  'adminNotes',
  'version',
  'sequence',
  'reschedules',
  'createdAt',
  'updatedAt',
  'completedAt',
] as const satisfies readonly (keyof Appointment)[];
const INSTANTS = ['startsAt', 'endsAt', 'createdAt', 'updatedAt', 'completedAt'] as const;
/** What may change once it is booked. */
const CHANGING = COLUMNS.filter((column) => !['clientId', 'doctorId', 'version', 'createdAt'].includes(column));

const quoted = (columns: readonly string[]) => columns.map((column) => `"${column}"`).join(', ');
const SELECT = `SELECT "id", ${quoted(COLUMNS)} FROM "Appointment"`;
const OVERLAPS = `${OPEN} AND "startsAt" > ? AND "startsAt" < ? AND "endsAt" > ? AND "id" <> ?`;

function statements(dialect: SqlDialect) {
  const inserted = dialect.written('id');
  const updated = dialect.written('version');
  const among = `"id" IN (${dialect.list('int')})`;
  // Sought by id, or all that is open would be gone through instead.
  const stillOpen = `${among} AND ${dialect.unsought}${OPEN}`;
  return {
    find: `${SELECT} WHERE "id" = ?`,
    findMany: `${SELECT} WHERE ${among}`,
    occupancy: `
      SELECT (SELECT COUNT(*) FROM "Appointment" WHERE "doctorId" = ? AND ${OVERLAPS}) AS "ofDoctor",
        (SELECT COUNT(*) FROM "Appointment" WHERE "clientId" = ? AND ${OVERLAPS}) AS "ofPatient",
        (SELECT COUNT(*) FROM "Appointment" WHERE "clientId" = ? AND ${OPEN} AND "id" <> ? AND "date" = ?) AS "onDate",
        (SELECT COUNT(*) FROM "Appointment" WHERE "clientId" = ? AND ${OPEN} AND "id" <> ?) AS "open"`,
    insert: `
      INSERT INTO "Appointment" (${quoted(COLUMNS)}) ${inserted.output}
      VALUES (${COLUMNS.map(() => '?').join(', ')}) ${inserted.returning}`,
    update: `
      UPDATE "Appointment" SET ${CHANGING.map((column) => `"${column}" = ?`).join(', ')}, "version" = "version" + 1
      ${updated.output} WHERE "id" = ? AND "version" = ? ${updated.returning}`,
    recordHistory: `
      INSERT INTO "AppointmentHistory"
        ("appointmentId", "at", "byUserId", "fromStatus", "toStatus", "fromStartsAt", "toStartsAt", "reason")
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    upcomingOfClient: `${SELECT} WHERE "clientId" = ? AND ${OPEN} AND "startsAt" > ? ORDER BY "startsAt"`,
    endedBefore: `${SELECT} WHERE ${OPEN} AND "endsAt" < ? ORDER BY "endsAt", "id" ${dialect.limit}`,
    recordClosings: `
      INSERT INTO "AppointmentHistory"
        ("appointmentId", "at", "byUserId", "fromStatus", "toStatus", "fromStartsAt", "toStartsAt", "reason")
      SELECT "id", ?, ?, "status", ?, "startsAt", "startsAt", ? FROM "Appointment" WHERE ${stillOpen}`,
    close: `
      UPDATE "Appointment" SET "status" = ?, "completedAt" = ?, "updatedAt" = ?, "version" = "version" + 1,
        "sequence" = "sequence" + 1
      WHERE ${stillOpen}`,
  };
}

const DOCTORS_TIME = { name: 'UX_Appointment_doctor_open', column: 'Appointment.doctorId' };
const PATIENTS_TIME = { name: 'UX_Appointment_client_open', column: 'Appointment.clientId' };

/** Rows of appointments. Plain SQL, because booking and the hour's reminders wait for it. */
@Injectable()
export class AppointmentRepository {
  private readonly sql: ReturnType<typeof statements>;

  constructor(private readonly database: Database) {
    this.sql = statements(database.sql);
  }

  async find(id: number, { clientId, doctorId }: Ownership = {}): Promise<Appointment | null> {
    const [row] = await this.database.query(this.sql.find, [id]);
    if (!row || (clientId && row.clientId !== clientId) || (doctorId && row.doctorId !== doctorId)) return null;
    return hydrate(row);
  }

  async findMany(ids: readonly number[]): Promise<Appointment[]> {
    const rows = await this.database.queryMany(this.sql.findMany, [JSON.stringify(ids)]);
    return rows.map(hydrate);
  }

  /** The latest start first. */
  async page(filter: AppointmentFilter, paging: Paging): Promise<Page<Appointment>> {
    const { sql, parameters } = where(filter);
    const after = afterCursor('"startsAt"', '"id"', paging.cursor, countedId);
    const rows = await this.database.query(
      `${SELECT} WHERE ${sql}${after.sql} ORDER BY "startsAt" DESC, "id" DESC ${this.database.sql.limit}`,
      [...parameters, ...after.parameters, paging.limit + 1],
    );
    const total = paging.count ? await this.count(filter) : null;
    return Page.of(rows.map(hydrate), paging, ({ startsAt, id }) => ({ at: startsAt, id: String(id) }), total);
  }

  /**
   * Takes the locks of its patient and its doctor and reads it under them: until the transaction ends, nobody else
   * decides on their calendars.
   */
  async lock(id: number, ownership: Ownership = {}): Promise<Appointment | null> {
    const seen = await this.find(id, ownership); // its patient and its doctor never change
    if (!seen) return null;
    await this.database.lock(`client:${seen.clientId}`, `doctor:${seen.doctorId}`);
    return this.find(id);
  }

  /** As `lock`, many at once: those of `ids` that exist. */
  async lockMany(ids: readonly number[]): Promise<Appointment[]> {
    const seen = await this.findMany(ids); // as in lock
    await this.database.lock(
      ...inLockOrder(seen.flatMap(({ clientId, doctorId }) => [`client:${clientId}`, `doctor:${doctorId}`])),
    );
    return this.findMany(ids);
  }

  /** What stands in the way of `visit`; decisive only under the locks of its patient and its doctor. */
  async occupancy(visit: Omit<OccupancyKey, 'id'> & { id?: number }): Promise<OccupancyCounts> {
    const { clientId, doctorId, startsAt, endsAt, date } = visit;
    const id = visit.id ?? 0;
    const around = [new Date(startsAt.getTime() - LONGEST_VISIT_MS), endsAt, startsAt, id];
    const [counts] = await this.database.query(this.sql.occupancy, [
      doctorId,
      ...around,
      clientId,
      ...around,
      clientId,
      id,
      date,
      clientId,
      id,
    ]);
    return counts as unknown as OccupancyCounts; // the columns just named
  }

  /** @throws SlotRefused when the unique indexes hold the doctor's or the patient's time already. */
  async insert(appointment: Appointment): Promise<void> {
    const [row] = await refusingDoubles(() => this.database.query(this.sql.insert, valuesOf(appointment, COLUMNS)));
    appointment.id = row?.id as number; // an INSERT of one row returns one
  }

  /**
   * Writes what has changed since it was read, and raises its version.
   *
   * @throws AppointmentChanged when somebody else wrote in between, SlotRefused as `insert`.
   */
  async save(appointment: Appointment): Promise<void> {
    const [row] = await refusingDoubles(() =>
      this.database.query(this.sql.update, [...valuesOf(appointment, CHANGING), appointment.id, appointment.version]),
    );
    if (!row) throw new AppointmentChanged();
    appointment.version = row.version as number; // as above
  }

  async recordHistory(change: NewHistory): Promise<void> {
    const { appointmentId, at, byUserId, fromStatus, toStatus, fromStartsAt, toStartsAt, reason } = change;
    const values = [appointmentId, at, byUserId, fromStatus, toStatus, fromStartsAt, toStartsAt, reason];
    await this.database.query(this.sql.recordHistory, values);
  }

  /** A patient's open appointments that start after `now`, soonest first. */
  async upcomingOfClient(clientId: string, now: Date): Promise<Appointment[]> {
    return (await this.database.query(this.sql.upcomingOfClient, [clientId, now])).map(hydrate);
  }

  /** Up to `limit` open appointments that ended before `before`, the longest ended first. */
  async endedBefore(before: Date, limit: number): Promise<Appointment[]> {
    const rows = await this.database.query(this.sql.endedBefore, [before, limit]);
    return rows.map(hydrate);
  }

  /** Closes those of these appointments that are open, with their history: two statements, however many they are. */
  async closeMany(ids: readonly number[], { to, at, byUserId, reason }: Closing): Promise<void> {
    const list = JSON.stringify(ids);
    await this.database.query(this.sql.recordClosings, [at, byUserId, to, reason, list]);
    await this.database.query(this.sql.close, [to, to === 'completed' ? at : null, at, list]);
  }

  /** When a doctor's open appointments are that overlap the time from `from` to `to`. */
  async takenOf(doctorId: number, from: Date, to: Date): Promise<{ from: Date; to: Date }[]> {
    const rows = await this.database.query(
      `SELECT "startsAt", "endsAt" FROM "Appointment"
       WHERE "doctorId" = ? AND ${OPEN} AND "startsAt" > ? AND "startsAt" < ? AND "endsAt" > ?`,
      [doctorId, new Date(from.getTime() - LONGEST_VISIT_MS), to, from],
    );
    return rows.map((row) => ({ from: instant(row.startsAt), to: instant(row.endsAt) }));
  }

  /** A doctor's open appointments that start after `now`, soonest first. */
  async upcomingOf(doctorId: number, now: Date): Promise<Pick<Appointment, 'id' | 'date' | 'time'>[]> {
    const rows = await this.database.query(
      `SELECT "id", "date", "time" FROM "Appointment"
       WHERE "doctorId" = ? AND ${OPEN} AND "startsAt" > ? ORDER BY "startsAt"`,
      [doctorId, now],
    );
    return rows as unknown as Pick<Appointment, 'id' | 'date' | 'time'>[]; // the columns just named
  }

  countByStatus(): Promise<(SqlRow & { status: Appointment['status']; count: number })[]> {
    return this.database.query('SELECT "status", COUNT(*) AS "count" FROM "Appointment" GROUP BY "status"');
  }

  async count(filter: AppointmentFilter): Promise<number> {
    const { sql, parameters } = where(filter);
    const [row] = await this.database.query(`SELECT COUNT(*) AS "total" FROM "Appointment" WHERE ${sql}`, parameters);
    return row?.total as number; // a COUNT returns one row
  }
}

type OccupancyKey = Pick<Appointment, 'id' | 'clientId' | 'doctorId' | 'startsAt' | 'endsAt' | 'date'>;

function where(filter: AppointmentFilter): { sql: string; parameters: SqlValue[] } {
  const { clientId, doctorId, status, from, to } = filter;
  const conditions: [string, SqlValue | undefined][] = [
    ['"clientId" = ?', clientId],
    ['"doctorId" = ?', doctorId],
    ['"status" = ?', status],
    ['"startsAt" >= ?', from],
    ['"startsAt" < ?', to],
  ];
  const asked = conditions.flatMap(([sql, value]) => (value === undefined ? [] : [{ sql, value }]));
  return {
    sql: ['1 = 1', ...asked.map(({ sql }) => sql)].join(' AND '),
    parameters: asked.map(({ value }) => value),
  };
}

function instant(value: unknown): Date {
  return new Date(value as string | Date); // how the dialect returns an InstantColumn
}

function hydrate(row: SqlRow): Appointment {
  const appointment = Object.assign(new Appointment(), row);
  for (const column of INSTANTS) if (row[column] !== null) appointment[column] = instant(row[column]);
  return appointment;
}

function valuesOf(appointment: Appointment, columns: readonly (typeof COLUMNS)[number][]): SqlValue[] {
  return columns.map((column) => appointment[column]);
}

async function refusingDoubles<T>(statement: () => Promise<T>): Promise<T> {
  try {
    return await statement();
  } catch (error) {
    if (isUniqueViolation(error, DOCTORS_TIME)) throw new SlotRefused('slot-taken');
    if (isUniqueViolation(error, PATIENTS_TIME)) throw new SlotRefused('patient-overlap');
    throw error;
  }
}
