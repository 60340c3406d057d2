/**
 * The pairs of queue and type among the jobs of some states: a common table expression `lane(state, queue, type)` whose one
 * parameter is a JSON array of stored states. It hops through IX_Job_state from pair to pair, so it costs as much as there
 * are pairs, a handful, and not as much as there are jobs.
 *
 * With it a list that any of state, queue and type narrow is read by seeks alone: from each lane its first few jobs, and of
 * these the first few.
 */
export const LANES = `lane(state, queue, type) AS (
  SELECT head.state, head.queue, head.type FROM json_each(?) AS wanted
  CROSS JOIN jobs_Job AS head
    ON head.id = (SELECT id FROM jobs_Job WHERE state = wanted.value ORDER BY queue, type LIMIT 1)
  UNION ALL
  SELECT lane.state, next.queue, next.type FROM lane CROSS JOIN jobs_Job AS next ON next.id = coalesce(
    (SELECT id FROM jobs_Job WHERE state = lane.state AND queue = lane.queue AND type > lane.type ORDER BY type LIMIT 1),
    (SELECT id FROM jobs_Job WHERE state = lane.state AND queue > lane.queue ORDER BY queue, type LIMIT 1)))`;

/** The parameter of `LANES` for the jobs that wait for their time. */
export const WAITING = '["waiting"]';
