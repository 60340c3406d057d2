import type { SqlParameters } from '../../../database/session';
import type { JobState } from '../../job.state';
import type { MssqlTables } from './mssql-tables';

/**
 * The pairs of queue and type among the jobs of a state: fills the table variable `@lane (state, queue, type)` at the head of
 * a batch. Each step is three seeks on IX_Job_state, to the next type of a queue, the next queue and the next state, so it
 * costs as much as there are pairs, a handful, and not as much as there are jobs. What follows takes from each lane its first
 * few jobs by `CROSS APPLY`, and of these the first few.
 *
 * A loop, because the recursive member of a common table expression may use neither TOP nor an aggregate, ROW_NUMBER in its
 * place reads every job between two pairs where two columns make up the order, and DISTINCT reads the whole index.
 */
export const lanes = ({
  job,
}: MssqlTables) => `DECLARE @lane TABLE (state nvarchar(12) NOT NULL, queue nvarchar(50) NOT NULL, type nvarchar(100) NOT NULL,
  PRIMARY KEY (state, queue, type));
DECLARE @state nvarchar(12) = COALESCE(@inState, N''), @queue nvarchar(50) = N'', @type nvarchar(100) = N'';
WHILE 1 = 1
BEGIN
  SELECT TOP (1) @state = step.state, @queue = step.queue, @type = step.type FROM (
    SELECT * FROM (SELECT TOP (1) 1 AS span, state, queue, type FROM ${job}
      WHERE state = @state AND queue = @queue AND type > @type ORDER BY type) AS next_type
    UNION ALL
    SELECT * FROM (SELECT TOP (1) 2 AS span, state, queue, type FROM ${job}
      WHERE state = @state AND queue > @queue ORDER BY queue, type) AS next_queue
    UNION ALL
    SELECT * FROM (SELECT TOP (1) 3 AS span, state, queue, type FROM ${job}
      WHERE @inState IS NULL AND state > @state ORDER BY state, queue, type) AS next_state
  ) AS step ORDER BY step.span;
  IF @@ROWCOUNT = 0 BREAK;
  IF (@inQueue IS NULL OR @queue = @inQueue) AND (@inType IS NULL OR @type = @inType)
    INSERT INTO @lane (state, queue, type) VALUES (@state, @queue, @type);
END;`;

/** The parameters of `lanes`: of all states where none is given, and so on. */
export const inLanes = (state?: JobState, queue?: string, type?: string) =>
  ({ inState: state ?? null, inQueue: queue ?? null, inType: type ?? null }) satisfies SqlParameters;

/** Whether `job` waits for its time in `lane`: what seeks on IX_Job_waiting and IX_Job_retry. */
export const WAITS_IN_LANE = `job.state = 'waiting' AND job.queue = lane.queue AND job.type = lane.type`;

/** Ends a statement whose joins go, in the order they are written in, from few rows to a seek for each. */
export const AS_WRITTEN = 'OPTION (LOOP JOIN, FORCE ORDER)';

/** Said before batches of many statements: the server need not tell of each what it did. */
export const QUIETLY = 'SET NOCOUNT ON;';
