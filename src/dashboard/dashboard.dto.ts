import { createZodDto } from 'nestjs-zod';
import { z } from 'zod';
import { decodeCursor } from '../common/paging';

/** Whoever edits an address by hand gets the page without what makes no sense in it. */
const words = (max: number) => z.string().trim().min(1).max(max).optional().catch(undefined);

const place = () =>
  words(200).transform((text) => {
    const cursor = text === undefined ? null : decodeCursor(text);
    const id = Number(cursor?.id);
    return cursor && Number.isSafeInteger(id) ? { at: cursor.at, id } : null;
  });

/** The query of the lists of jobs. */
export class JobListQuery extends createZodDto(
  z.object({ type: words(100), queue: words(50), q: words(254), after: place(), before: place() }),
) {}

/** Of the graph of what has ended. */
export class OverviewQuery extends createZodDto(z.object({ period: z.enum(['day', 'week']).catch('day') })) {}
