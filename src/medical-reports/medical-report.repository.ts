import { Injectable } from '@nestjs/common';
import { Page, type Paging, afterCursor, countedId } from '../common/paging';
import { Database } from '../database/database';
import type { SqlRow, SqlValue } from '../database/session';
import type { SqlDialect } from '../database/sql-dialect';
import { isUniqueViolation } from '../database/sql-error';
import { MedicalReport, REPORT_TEXTS } from './medical-report.entity';
import { DuplicateReport, ReportChanged } from './medical-report.errors';

/** Whose reports a list shows. */
export type ReportFilter = Pick<MedicalReport, 'doctorId'> | Pick<MedicalReport, 'patientId'>;

const FIRST = ['appointmentId', 'doctorId', 'patientId', ...REPORT_TEXTS, 'version', 'createdAt'] as const;
const quoted = FIRST.map((column) => `"${column}"`).join(', ');

const LIVING = '"deletedAt" IS NULL';
const SELECT = `SELECT * FROM "MedicalReport" WHERE ${LIVING}`;
const NEWEST_FIRST = 'ORDER BY "createdAt" DESC, "id" DESC';

function statements(dialect: SqlDialect) {
  const inserted = dialect.written('id');
  const updated = dialect.written('version');
  const ofVersion = `${updated.output} WHERE "id" = ? AND "version" = ? AND ${LIVING} ${updated.returning}`;
  return {
    find: `${SELECT} AND "id" = ?`,
    findByAppointment: `${SELECT} AND "appointmentId" = ?`,
    ofPatients: `${SELECT} AND "patientId" IN (${dialect.list('text')}) ${NEWEST_FIRST}`,
    insert: `
      INSERT INTO "MedicalReport" (${quoted}) ${inserted.output}
      VALUES (${FIRST.map(() => '?').join(', ')}) ${inserted.returning}`,
    update: `
      UPDATE "MedicalReport" SET ${REPORT_TEXTS.map((name) => `"${name}" = ?`).join(', ')}, "updatedAt" = ?,
        "version" = "version" + 1 ${ofVersion}`,
    remove: `UPDATE "MedicalReport" SET "deletedAt" = ?, "version" = "version" + 1 ${ofVersion}`,
  };
}

const ONE_EACH = { name: 'UX_MedicalReport_appointment', column: 'MedicalReport.appointmentId' };

/** Rows of reports; removed ones are not there to any of its readers. */
@Injectable()
export class MedicalReportRepository {
  private readonly sql: ReturnType<typeof statements>;

  constructor(private readonly database: Database) {
    this.sql = statements(database.sql);
  }

  find(id: number): Promise<MedicalReport | null> {
    return this.one(this.sql.find, id);
  }

  findByAppointment(appointmentId: number): Promise<MedicalReport | null> {
    return this.one(this.sql.findByAppointment, appointmentId);
  }

  /** Also those that were removed, oldest first. */
  allOfPatient(patientId: string): Promise<SqlRow[]> {
    return this.database.query('SELECT * FROM "MedicalReport" WHERE "patientId" = ? ORDER BY "id"', [patientId]);
  }

  /** Leaves of each report of a patient, of the removed ones, too, that there is or was one. */
  async eraseTextsOf(patientId: string): Promise<void> {
    await this.database.query(
      `UPDATE "MedicalReport" SET ${REPORT_TEXTS.map((name) => `"${name}" = NULL`).join(', ')}, "version" = "version" + 1
       WHERE "patientId" = ?`,
      [patientId],
    );
  }

  /** Newest first. */
  async page(filter: ReportFilter, paging: Paging): Promise<Page<MedicalReport>> {
    const [condition, value] =
      'doctorId' in filter ? ['"doctorId" = ?', filter.doctorId] : ['"patientId" = ?', filter.patientId];
    const after = afterCursor('"createdAt"', '"id"', paging.cursor, countedId);
    const rows = await this.database.query<ReportRow>(
      `${SELECT} AND ${condition}${after.sql} ${NEWEST_FIRST} ${this.database.sql.limit}`,
      [value, ...after.parameters, paging.limit + 1],
    );
    const total = paging.count ? await this.count(condition, value) : null;
    return Page.of(rows.map(reportOf), paging, ({ createdAt, id }) => ({ at: createdAt, id: String(id) }), total);
  }

  /** Newest first. One statement. */
  async ofPatients(patientIds: readonly string[]): Promise<MedicalReport[]> {
    return (await this.database.query<ReportRow>(this.sql.ofPatients, [JSON.stringify(patientIds)])).map(reportOf);
  }

  /** @throws DuplicateReport when the appointment has one. */
  async insert(report: MedicalReport): Promise<void> {
    try {
      const values = FIRST.map((column) => report[column]);
      const [row] = await this.database.query(this.sql.insert, values);
      report.id = row?.id as number; // an INSERT of one row returns one
    } catch (error) {
      throw isUniqueViolation(error, ONE_EACH) ? new DuplicateReport() : error;
    }
  }

  /** Writes its texts and raises its version. @throws ReportChanged when somebody else wrote since it was read. */
  async save(report: MedicalReport): Promise<void> {
    const texts = REPORT_TEXTS.map((name) => report[name]);
    await this.write(this.sql.update, [...texts, report.updatedAt], report);
  }

  /** @throws ReportChanged as `save`. */
  async remove(report: MedicalReport, at: Date): Promise<void> {
    await this.write(this.sql.remove, [at], report);
  }

  private async write(sql: string, values: readonly SqlValue[], report: MedicalReport): Promise<void> {
    const [row] = await this.database.query(sql, [...values, report.id, report.version]);
    if (!row) throw new ReportChanged();
    report.version = row.version as number; // the column just named
  }

  private async one(sql: string, id: number): Promise<MedicalReport | null> {
    const [row] = await this.database.query<ReportRow>(sql, [id]);
    return row ? reportOf(row) : null;
  }

  private async count(condition: string, value: SqlValue): Promise<number> {
    const [row] = await this.database.query<{ total: number }>(
      `SELECT COUNT(*) AS "total" FROM "MedicalReport" WHERE ${LIVING} AND ${condition}`,
      [value],
    );
    return row?.total ?? 0;
  }
}

type Instant = 'createdAt' | 'updatedAt' | 'deletedAt';

/** Instants as the database gives them. */
type ReportRow = Omit<MedicalReport, Instant | 'assertVersion' | 'rewrite'> & Record<Instant, string | Date | null>;

function reportOf(row: ReportRow): MedicalReport {
  const instant = (value: string | Date | null) => (value === null ? null : new Date(value));
  return Object.assign(new MedicalReport(), row, {
    createdAt: instant(row.createdAt),
    updatedAt: instant(row.updatedAt),
    deletedAt: null, // as every one that is read
  });
}
