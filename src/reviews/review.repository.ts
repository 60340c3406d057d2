import { Injectable } from '@nestjs/common';
import { Page, type Paging, afterCursor, countedId } from '../common/paging';
import { Database } from '../database/database';
import type { SqlValue } from '../database/session';
import type { SqlDialect } from '../database/sql-dialect';
import { isUniqueViolation } from '../database/sql-error';
import { Review } from './review.entity';
import { DuplicateReview } from './review.errors';

/** All reviews of a doctor put together. */
export interface RatingSum {
  doctorId: number;
  count: number;
  sum: number;
}

function statements(dialect: SqlDialect) {
  const inserted = dialect.written('id');
  return {
    insert: `
      INSERT INTO "Review" ("appointmentId", "doctorId", "clientId", "rating", "comment", "createdAt") ${inserted.output}
      VALUES (?, ?, ?, ?, ?, ?) ${inserted.returning}`,
    find: 'SELECT * FROM "Review" WHERE "id" = ?',
    ofAppointment: 'SELECT 1 AS "found" FROM "Review" WHERE "appointmentId" = ?',
    ratings: `
      SELECT "doctorId", COUNT(*) AS "count", SUM("rating") AS "sum" FROM "Review"
      WHERE "doctorId" IN (${dialect.list('int')}) GROUP BY "doctorId"`,
  };
}

const ONE_EACH = { name: 'UX_Review_appointment', column: 'Review.appointmentId' };

@Injectable()
export class ReviewRepository {
  private readonly sql: ReturnType<typeof statements>;

  constructor(private readonly database: Database) {
    this.sql = statements(database.sql);
  }

  /** @throws DuplicateReview when the appointment has one. */
  async insert(review: Review): Promise<void> {
    const { appointmentId, doctorId, clientId, rating, comment, createdAt } = review;
    try {
      const values = [appointmentId, doctorId, clientId, rating, comment, createdAt];
      const [row] = await this.database.query(this.sql.insert, values);
      review.id = row?.id as number; // an INSERT of one row returns one
    } catch (error) {
      throw isUniqueViolation(error, ONE_EACH) ? new DuplicateReview() : error;
    }
  }

  async find(id: number): Promise<Review | null> {
    const [row] = await this.database.query<ReviewRow>(this.sql.find, [id]);
    return row ? reviewOf(row) : null;
  }

  /** What a client has written, oldest first. */
  async ofClient(clientId: string): Promise<Review[]> {
    const rows = await this.database.query<ReviewRow>('SELECT * FROM "Review" WHERE "clientId" = ? ORDER BY "id"', [
      clientId,
    ]);
    return rows.map(reviewOf);
  }

  async eraseCommentsOf(clientId: string): Promise<void> {
    await this.database.query('UPDATE "Review" SET "comment" = NULL WHERE "clientId" = ?', [clientId]);
  }

  /** All, or those of one doctor, newest first. */
  async page(doctorId: number | null, paging: Paging): Promise<Page<Review>> {
    const [condition, parameters]: [string, SqlValue[]] =
      doctorId === null ? ['1 = 1', []] : ['"doctorId" = ?', [doctorId]];
    const after = afterCursor('"createdAt"', '"id"', paging.cursor, countedId);
    const rows = await this.database.query<ReviewRow>(
      `SELECT * FROM "Review" WHERE ${condition}${after.sql} ORDER BY "createdAt" DESC, "id" DESC ${this.database.sql.limit}`,
      [...parameters, ...after.parameters, paging.limit + 1],
    );
    const total = paging.count ? await this.count(condition, parameters) : null;
    return Page.of(rows.map(reviewOf), paging, ({ createdAt, id }) => ({ at: createdAt, id: String(id) }), total);
  }

  async existsFor(appointmentId: number): Promise<boolean> {
    return (await this.database.query(this.sql.ofAppointment, [appointmentId])).length > 0;
  }

  /** Of those of these doctors who have any. One statement. */
  ratings(doctorIds: readonly number[]): Promise<RatingSum[]> {
    return this.database.query<RatingSum & Record<string, unknown>>(this.sql.ratings, [JSON.stringify(doctorIds)]);
  }

  private async count(condition: string, parameters: readonly SqlValue[]): Promise<number> {
    const [row] = await this.database.query<{ total: number }>(
      `SELECT COUNT(*) AS "total" FROM "Review" WHERE ${condition}`,
      parameters,
    );
    return row?.total ?? 0;
  }
}

/** Instants as the database gives them. */
type ReviewRow = Omit<Review, 'createdAt'> & { createdAt: string | Date };

function reviewOf(row: ReviewRow): Review {
  return Object.assign(new Review(), row, { createdAt: new Date(row.createdAt) });
}
