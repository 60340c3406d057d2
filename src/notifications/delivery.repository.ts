import { Injectable } from '@nestjs/common';
import { In, IsNull, MoreThan } from 'typeorm';
import { Database } from '../database/database';
import { Delivery } from './delivery.entity';
import { DeliveryChanged } from './delivery.errors';

/** What makes a delivery by e-mail the one that it is. */
export type DeliveryKey = Pick<Delivery, 'appointmentId' | 'kind' | 'sequence' | 'offset'>;
export type NewDelivery = DeliveryKey & Pick<Delivery, 'userId'>;
export type InsertedDelivery = NewDelivery & Pick<Delivery, 'id'>;

@Injectable()
export class DeliveryRepository {
  constructor(private readonly database: Database) {}

  /**
   * Inserts, in `pending`, the deliveries that are not there yet, each with the notification that says the same in the
   * application. One statement; the inserted ones come back in any order.
   */
  insertMissing(deliveries: readonly NewDelivery[], createdAt: Date): Promise<InsertedDelivery[]> {
    const rows = deliveries.map((it) => [it.appointmentId, it.kind, it.sequence, it.offset, it.userId]);
    return this.database.query<InsertedDelivery>(
      `INSERT INTO "Delivery"
         ("appointmentId", "kind", "sequence", "offset", "userId", "channel", "notificationId", "state", "attempts", "createdAt")
       SELECT r.value ->> 0, r.value ->> 1, r.value ->> 2, r.value ->> 3, r.value ->> 4, 'email', n."id", 'pending', 0, ?
       FROM json_each(?) r
       LEFT JOIN "Notification" n ON n."appointmentId" = r.value ->> 0 AND n."kind" = r.value ->> 1
         AND n."sequence" = r.value ->> 2 AND n."offset" = r.value ->> 3 AND n."userId" = r.value ->> 4
       WHERE true
       ON CONFLICT ("appointmentId", "kind", "sequence", "offset", "channel") DO NOTHING
       RETURNING "id", "appointmentId", "kind", "sequence", "offset", "userId"`,
      [createdAt, JSON.stringify(rows)],
    );
  }

  /** Writes which job delivers which delivery. One statement. */
  async linkJobs(links: readonly Pick<Delivery, 'id' | 'jobId'>[]): Promise<void> {
    await this.database.query(
      `UPDATE "Delivery" SET "jobId" = r.value ->> 1 FROM json_each(?) r WHERE "Delivery"."id" = r.value ->> 0`,
      [JSON.stringify(links.map(({ id, jobId }) => [id, jobId]))],
    );
  }

  /** By plain SQL, as `update`: every mail comes by here several times. */
  async find(id: number): Promise<Delivery | null> {
    const [row] = await this.database.query<DeliveryRow>('SELECT * FROM "Delivery" WHERE "id" = ?', [id]);
    return row ? deliveryOf(row) : null;
  }

  /**
   * Writes what has changed of a delivery that was read in the state `seen`.
   *
   * @throws DeliveryChanged when it is in another state by now.
   */
  async update(delivery: Delivery, seen: Delivery['state']): Promise<void> {
    const { id, state, reason, response, attempts, sendingAt, finishedAt } = delivery;
    const changed = await this.database.query(
      `UPDATE "Delivery" SET "state" = ?, "reason" = ?, "response" = ?, "attempts" = ?, "sendingAt" = ?, "finishedAt" = ?
       WHERE "id" = ? AND "state" = ? RETURNING "id"`,
      [state, reason, response, attempts, sendingAt, finishedAt, id, seen],
    );
    if (changed.length !== 1) throw new DeliveryChanged(id);
  }

  /** Deliveries that nobody has ended yet, in the order of their ids from after `after` on. */
  unfinished(after: number, limit: number): Promise<Delivery[]> {
    return this.database.repository(Delivery).find({
      where: { state: In(['pending', 'sending', 'unknown']), finishedAt: IsNull(), id: MoreThan(after) },
      order: { id: 'ASC' },
      take: limit,
    });
  }
}

type Instant = 'createdAt' | 'sendingAt' | 'finishedAt';

/** Instants as the database gives them. */
type DeliveryRow = Omit<Delivery, Instant> & Record<Instant, string | null>;

function deliveryOf(row: DeliveryRow): Delivery {
  const instant = (text: string | null) => (text === null ? null : new Date(text));
  return Object.assign(new Delivery(), row, {
    createdAt: instant(row.createdAt),
    sendingAt: instant(row.sendingAt),
    finishedAt: instant(row.finishedAt),
  });
}
