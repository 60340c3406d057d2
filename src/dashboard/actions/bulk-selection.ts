import type { Selection } from '../../job-admin/bulk.service';
import { type DashboardLinks, type LinkQuery } from '../dashboard-links';
import type { BulkQuery } from './bulk.dto';

/** A search without words finds nothing. */
const NOTHING: Selection = { ids: [] };

/** The jobs that a form means. */
export function selectionOf({ list, type, queue, q, all, job }: BulkQuery): Selection {
  if (!all) return { ids: job.map(Number) };
  if (list !== 'search') return { filter: { state: list, type, queue } };
  return q === undefined ? NOTHING : { filter: { q, type, queue } };
}

/** The list that the form was on. */
export function listOf({ list, type, queue, q }: BulkQuery, links: DashboardLinks): string {
  const filter: LinkQuery = { type, queue };
  return list === 'search' ? links.search({ q, ...filter }) : links.list(list, filter);
}
