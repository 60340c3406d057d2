import { Injectable } from '@nestjs/common';
import type { Language } from '../common/language';
import { Page, type Paging, afterCursor, countedId } from '../common/paging';
import { Database } from '../database/database';
import type { SqlDialect } from '../database/sql-dialect';
import { Doctor } from './doctor.entity';

/** A doctor together with the user they are. */
export interface DoctorProfile {
  id: number;
  userId: string;
  firstName: string;
  lastName: string;
  /** `First Last`. */
  displayName: string;
  email: string;
  phone: string | null;
  specialization: string;
  language: Language;
  /** Whether both the doctor and the user are: only then can they be booked. */
  isActive: boolean;
  createdAt: Date;
}

interface ProfileRow extends Record<string, unknown> {
  id: number;
  userId: string;
  firstName: string;
  lastName: string;
  email: string;
  phone: string | null;
  specialization: string;
  language: Language;
  isActive: unknown;
  createdAt: string | Date;
}

const PROFILES = `
  SELECT d.id, d.userId, d.phone, d.specialization, d.createdAt, u.firstName, u.lastName, u.email, u.language,
    CASE WHEN d.isActive = 1 AND u.isActive = 1 THEN 1 ELSE 0 END AS isActive
  FROM "Doctor" d JOIN "User" u ON u.id = d.userId`;

function statements(dialect: SqlDialect) {
  const inserted = dialect.written('id');
  return {
    findProfile: `${PROFILES} WHERE d.id = ?`,
    findProfiles: `${PROFILES} WHERE d.id IN (${dialect.list('int')})`,
    findProfileByUserId: `${PROFILES} WHERE d.userId = ?`,
    insert: `
      INSERT INTO "Doctor" ("userId", "specialization", "phone", "isActive", "createdAt") ${inserted.output}
      VALUES (?, ?, ?, ?, ?) ${inserted.returning}`,
    update: 'UPDATE "Doctor" SET "specialization" = ?, "phone" = ?, "isActive" = ? WHERE "id" = ?',
  };
}

function profileOf(row: ProfileRow): DoctorProfile {
  return {
    ...row,
    displayName: `${row.firstName} ${row.lastName}`,
    isActive: Boolean(row.isActive),
    createdAt: new Date(row.createdAt),
  };
}

@Injectable()
export class DoctorRepository {
  private readonly sql: ReturnType<typeof statements>;

  constructor(private readonly database: Database) {
    this.sql = statements(database.sql);
  }

  async findProfile(id: number): Promise<DoctorProfile | null> {
    const rows = await this.database.query<ProfileRow>(this.sql.findProfile, [id]);
    return rows[0] ? profileOf(rows[0]) : null;
  }

  async findProfiles(ids: readonly number[]): Promise<DoctorProfile[]> {
    if (ids.length === 0) return [];
    const rows = await this.database.queryMany<ProfileRow>(this.sql.findProfiles, [JSON.stringify(ids)]);
    return rows.map(profileOf);
  }

  async findProfileByUserId(userId: string): Promise<DoctorProfile | null> {
    const rows = await this.database.query<ProfileRow>(this.sql.findProfileByUserId, [userId]);
    return rows[0] ? profileOf(rows[0]) : null;
  }

  /** Newest first. */
  async page(paging: Paging, { activeOnly }: { activeOnly: boolean }): Promise<Page<DoctorProfile>> {
    const condition = activeOnly ? 'd.isActive = 1 AND u.isActive = 1' : '1 = 1';
    const after = afterCursor('d.createdAt', 'd.id', paging.cursor, countedId);
    const rows = await this.database.query<ProfileRow>(
      `${PROFILES} WHERE ${condition}${after.sql} ORDER BY d.createdAt DESC, d.id DESC ${this.database.sql.limit}`,
      [...after.parameters, paging.limit + 1],
    );
    const total = paging.count ? await this.count(condition) : null;
    return Page.of(rows.map(profileOf), paging, (doctor) => ({ at: doctor.createdAt, id: String(doctor.id) }), total);
  }

  findByUserId(userId: string): Promise<Doctor | null> {
    return this.database.repository(Doctor).findOneBy({ userId });
  }

  async insert(doctor: Doctor): Promise<void> {
    const { userId, specialization, phone, isActive, createdAt } = doctor;
    const [row] = await this.database.query(this.sql.insert, [userId, specialization, phone, isActive, createdAt]);
    doctor.id = row?.id as number; // an INSERT of one row returns one
  }

  /** Writes what a promotion or demotion changes. */
  async save({ id, specialization, phone, isActive }: Doctor): Promise<void> {
    await this.database.query(this.sql.update, [specialization, phone, isActive, id]);
  }

  private async count(condition: string): Promise<number> {
    const rows = await this.database.query<{ count: number }>(
      `SELECT COUNT(*) AS count FROM "Doctor" d JOIN "User" u ON u.id = d.userId WHERE ${condition}`,
    );
    return rows[0]?.count ?? 0;
  }
}
