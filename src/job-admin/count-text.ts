import type { Total } from '../common/paging';
import type { Count } from '../jobs/store/job-queries';

/** A count as answers show it: `10000+` where counting stopped. */
export const countText = (count: Count): string => String(totalOf(count));

export const totalOf = (count: Count): Total => (typeof count === 'number' ? count : `${count.atLeast}+`);
