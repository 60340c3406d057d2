import { AuditQuery } from '../../job-admin/audit-trail.dto';
import { DeliveriesQuery } from '../../job-admin/delivery-admin.dto';

/** How many rows a page shows. */
const PAGE = 50;

type Words = Readonly<Record<string, string>>;

/** What somebody asked of the audit; all of it, and `isWrong`, when that makes no sense. */
export function askedOfAudit(filter: Words, after: string): { query: AuditQuery; isWrong: boolean } {
  const asked = AuditQuery.schema.safeParse(withPage(filter, after));
  return { query: asked.data ?? AuditQuery.schema.parse(withPage({}, '')), isWrong: !asked.success };
}

/** What somebody asked of the ledger of e-mails; all of it when that makes no sense. */
export function askedOfDeliveries(filter: Words, after: string): DeliveriesQuery {
  const asked = DeliveriesQuery.schema.safeParse(withPage(filter, after));
  return asked.data ?? DeliveriesQuery.schema.parse(withPage({}, ''));
}

const withPage = (filter: Words, after: string) => ({ ...filter, ...(after && { cursor: after }), limit: PAGE });
