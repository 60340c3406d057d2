import { Injectable } from '@nestjs/common';
import { In, IsNull, LessThanOrEqual, MoreThan } from 'typeorm';
import { firstOfEach } from '../common/first-of-each';
import { Page, type Paging, type Total, countedId } from '../common/paging';
import { countUpToLimit } from '../database/count-up-to-limit';
import { Database } from '../database/database';
import type { SqlDialect } from '../database/sql-dialect';
import { Delivery } from './delivery.entity';
import { DeliveryChanged } from './delivery.errors';

/** What makes a delivery by e-mail the one that it is. */
export type DeliveryKey = Pick<Delivery, 'appointmentId' | 'kind' | 'sequence' | 'offset'>;
export type NewDelivery = DeliveryKey & Pick<Delivery, 'userId'>;
/** Which deliveries a list shows; what is absent does not matter. */
export type DeliveryFilter = Partial<Pick<Delivery, 'appointmentId' | 'state'>>;
export type InsertedDelivery = NewDelivery & Pick<Delivery, 'id'>;

const MISSING = { appointmentId: 'int', kind: 'text', sequence: 'int', offset: 'int', userId: 'text' } as const;

function statements(dialect: SqlDialect) {
  const inserted = dialect.written('id', 'appointmentId', 'kind', 'sequence', 'offset', 'userId');
  const updated = dialect.written('id');
  return {
    insertMissing: `
      INSERT INTO "Delivery"
        ("appointmentId", "kind", "sequence", "offset", "userId", "channel", "notificationId", "state", "attempts", "createdAt")
      ${inserted.output}
      SELECT r."appointmentId", r."kind", r."sequence", r."offset", r."userId", 'email', n."id", 'pending', 0, ?
      FROM ${dialect.rows('r', MISSING)}
      LEFT JOIN "Notification" n ON n."appointmentId" = r."appointmentId" AND n."kind" = r."kind"
        AND n."sequence" = r."sequence" AND n."offset" = r."offset" AND n."userId" = r."userId"
        AND n."appointmentId" IS NOT NULL
      WHERE NOT EXISTS (
        SELECT 1 FROM "Delivery" d ${dialect.forInsert}
        WHERE d."appointmentId" = r."appointmentId" AND d."kind" = r."kind" AND d."sequence" = r."sequence"
          AND d."offset" = r."offset" AND d."channel" = 'email')
      ${inserted.returning}`,
    linkJobs: `
      UPDATE "Delivery" SET "jobId" = r."jobId" FROM ${dialect.rows('r', { id: 'int', jobId: 'bigint' })}
      WHERE "Delivery"."id" = r."id"`,
    // Without the query builder, as `update`: every mail comes by here several times.
    find: 'SELECT * FROM "Delivery" WHERE "id" = ?',
    update: `
      UPDATE "Delivery" SET "state" = ?, "reason" = ?, "response" = ?, "attempts" = ?, "sendingAt" = ?, "finishedAt" = ?
      ${updated.output} WHERE "id" = ? AND "state" = ? ${updated.returning}`,
  };
}

@Injectable()
export class DeliveryRepository {
  private readonly sql: ReturnType<typeof statements>;

  constructor(private readonly database: Database) {
    this.sql = statements(database.sql);
  }

  /**
   * Inserts, in `pending`, the deliveries that are not there yet, of equal ones the first, each with the notification that
   * says the same in the application. One statement; the inserted ones come back in any order.
   */
  insertMissing(deliveries: readonly NewDelivery[], createdAt: Date): Promise<InsertedDelivery[]> {
    const rows = firstOfEach(deliveries, keyOf).map((it) => [
      it.appointmentId,
      it.kind,
      it.sequence,
      it.offset,
      it.userId,
    ]);
    return this.database.query<InsertedDelivery>(this.sql.insertMissing, [createdAt, JSON.stringify(rows)]);
  }

  /** Writes which job delivers which delivery. One statement. */
  async linkJobs(links: readonly Pick<Delivery, 'id' | 'jobId'>[]): Promise<void> {
    await this.database.query(this.sql.linkJobs, [JSON.stringify(links.map(({ id, jobId }) => [id, jobId]))]);
  }

  async find(id: number): Promise<Delivery | null> {
    const [row] = await this.database.query<DeliveryRow>(this.sql.find, [id]);
    return row ? deliveryOf(row) : null;
  }

  /**
   * Writes what has changed of a delivery that was read in the state `seen`.
   *
   * @throws DeliveryChanged when it is in another state by now.
   */
  async update(delivery: Delivery, seen: Delivery['state']): Promise<void> {
    const { id, state, reason, response, attempts, sendingAt, finishedAt } = delivery;
    const values = [state, reason, response, attempts, sendingAt, finishedAt, id, seen];
    const changed = await this.database.query(this.sql.update, values);
    if (changed.length !== 1) throw new DeliveryChanged(id);
  }

  /** The newest first. */
  async page(filter: DeliveryFilter, paging: Paging): Promise<Page<Delivery>> {
    const { sql, parameters } = this.where(filter);
    // Ids count up as rows are written.
    const after = paging.cursor ? countedId(paging.cursor.id) : Number.MAX_SAFE_INTEGER;
    const rows = await this.database.query<DeliveryRow>(
      `SELECT * FROM "Delivery" WHERE ${sql} AND "id" < ? ORDER BY "id" DESC ${this.database.sql.limit}`,
      [...parameters, after, paging.limit + 1],
    );
    const total = paging.count ? await this.count(filter) : null;
    return Page.of(rows.map(deliveryOf), paging, ({ createdAt, id }) => ({ at: createdAt, id: String(id) }), total);
  }

  private async count(filter: DeliveryFilter): Promise<Total> {
    const { sql, parameters } = this.where(filter);
    return countUpToLimit(this.database, `SELECT "id" FROM "Delivery" WHERE ${sql} ORDER BY "id"`, parameters);
  }

  /** Sought by the appointment where one is given, which has few. */
  private where({ appointmentId, state }: DeliveryFilter): { sql: string; parameters: (string | number)[] } {
    const { unsought } = this.database.sql;
    const ofAppointment = appointmentId !== undefined;
    const conditions = [
      ...(ofAppointment ? ['"appointmentId" = ?'] : []),
      ...(state === undefined ? [] : [`${ofAppointment ? unsought : ''}"state" = ?`]),
    ];
    const parameters = [appointmentId, state].filter((value) => value !== undefined);
    return { sql: conditions.join(' AND ') || '1 = 1', parameters };
  }

  /** Deliveries that nobody has ended yet, made before `before`, in the order of their ids from after `after` on. */
  unfinished({ after, before }: { after: number; before?: Date }, limit: number): Promise<Delivery[]> {
    return this.database.repository(Delivery).find({
      where: {
        state: In(['pending', 'sending', 'unknown']),
        finishedAt: IsNull(),
        id: MoreThan(after),
        ...(before ? { createdAt: LessThanOrEqual(before) } : {}),
      },
      order: { id: 'ASC' },
      take: limit,
    });
  }
}

const keyOf = ({ appointmentId, kind, sequence, offset }: DeliveryKey) =>
  `${appointmentId}.${kind}.${sequence}.${offset}`;

type Instant = 'createdAt' | 'sendingAt' | 'finishedAt';

/** Instants as the database gives them. */
type DeliveryRow = Omit<Delivery, Instant> & Record<Instant, string | Date | null>;

function deliveryOf(row: DeliveryRow): Delivery {
  const instant = (value: string | Date | null) => (value === null ? null : new Date(value));
  return Object.assign(new Delivery(), row, {
    createdAt: instant(row.createdAt),
    sendingAt: instant(row.sendingAt),
    finishedAt: instant(row.finishedAt),
  });
}
