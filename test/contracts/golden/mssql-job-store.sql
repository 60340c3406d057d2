-- now: nothing
-- parameters: @offsetSeconds, @offsetMs
DECLARE @now datetime2(3) = DATEADD(microsecond, -500,
  DATEADD(millisecond, @offsetMs, DATEADD(second, @offsetSeconds, SYSUTCDATETIME())));
SELECT @now AS "now";

-- insert: adds rows to Job (id)
-- insert: adds rows to State (jobId, seq)
-- insert: adds rows to Tag (name, value, jobId)
-- parameters: @offsetSeconds, @offsetMs, @jobs dbo.NewJobs, @tags dbo.NewTags
DECLARE @now datetime2(3) = DATEADD(microsecond, -500,
  DATEADD(millisecond, @offsetMs, DATEADD(second, @offsetSeconds, SYSUTCDATETIME())));
DECLARE @changed TABLE (id bigint NOT NULL PRIMARY KEY, queue nvarchar(50) NOT NULL, type nvarchar(100) NOT NULL,
  claim int NOT NULL, dueAt datetime2(3), state nvarchar(12) NOT NULL, revision int NOT NULL, reason nvarchar(200));
INSERT INTO "jobs"."Job" (type, queue, priority, payload, state, "key", dueAt, deadline, maxAttempts, parentId, traceParent, createdAt)
OUTPUT inserted.id, inserted.queue, inserted.type, inserted.claim, inserted.dueAt,
  inserted.state, inserted.revision, NULL INTO @changed (id, queue, type, claim, dueAt, state, revision, reason)
SELECT type, queue, priority, payload, CASE WHEN parentId IS NULL THEN 'waiting' ELSE 'awaiting' END, "key",
  COALESCE(dueAt, @now), deadline, maxAttempts, parentId, traceParent, @now
FROM @jobs ORDER BY position;
INSERT INTO "jobs"."State" (jobId, seq, claim, name, reason, data, at)
SELECT id, revision, claim, state, reason,
  CASE WHEN state = 'waiting' THEN CONCAT(N'{"dueAt":"', CONCAT(REPLACE(CONVERT(nvarchar(23), dueAt, 121), N' ', N'T'), N'Z'), N'"}') END, @now
FROM @changed;
INSERT INTO "jobs"."Tag" (name, value, jobId)
SELECT DISTINCT tag.name, tag.value, made.id
FROM @tags AS tag JOIN (SELECT id, ROW_NUMBER() OVER (ORDER BY id) - 1 AS position FROM @changed) AS made
  ON made.position = tag.position;
SELECT id, queue, type, claim, dueAt FROM @changed ORDER BY id;

-- lockState: Job by its primary key
-- parameters: @id
SELECT state FROM "jobs"."Job" WITH (UPDLOCK, ROWLOCK) WHERE id = @id;

-- endsOf: Job by its primary key
-- endsOf: State (jobId, seq)
-- parameters: @ids
SELECT wanted.id, job.state, history.reason
FROM OPENJSON(@ids) WITH (id bigint '$') AS wanted
LEFT JOIN "jobs"."Job" AS job ON job.id = wanted.id
LEFT JOIN "jobs"."State" AS history ON history.jobId = job.id AND history.seq = job.revision
OPTION (LOOP JOIN, FORCE ORDER);

-- hasOpen: UX_Job_key (key) WHERE key IS NOT NULL AND state IN ('waiting', 'awaiting', 'processing')
-- parameters: @key
SELECT 1 AS isOpen FROM "jobs"."Job" WHERE "key" = @key AND "key" IS NOT NULL AND state IN ('waiting', 'awaiting', 'processing');

-- cancel by key: UX_Job_key (key) WHERE key IS NOT NULL AND state IN ('waiting', 'awaiting', 'processing')
-- cancel by key: IX_Job_parent (parentId) WHERE state = 'awaiting', for the children
-- cancel by key: adds rows to State (jobId, seq)
-- parameters: @offsetSeconds, @offsetMs, @reason, @keys dbo.JobKeys
DECLARE @now datetime2(3) = DATEADD(microsecond, -500,
  DATEADD(millisecond, @offsetMs, DATEADD(second, @offsetSeconds, SYSUTCDATETIME())));
DECLARE @changed TABLE (id bigint NOT NULL PRIMARY KEY, queue nvarchar(50) NOT NULL, type nvarchar(100) NOT NULL,
  claim int NOT NULL, dueAt datetime2(3), state nvarchar(12) NOT NULL, revision int NOT NULL, reason nvarchar(200));
UPDATE "jobs"."Job" SET state = 'deleted', claim = claim + CASE WHEN state = 'processing' THEN 1 ELSE 0 END,
  revision = revision + 1, finishedAt = @now, expiresAt = DATEADD(millisecond, 86400000, @now)
OUTPUT inserted.id, inserted.queue, inserted.type, inserted.claim, inserted.dueAt,
  inserted.state, inserted.revision, @reason INTO @changed (id, queue, type, claim, dueAt, state, revision, reason)
FROM @keys AS wanted, "jobs"."Job" WITH (INDEX (UX_Job_key), FORCESEEK)
WHERE "key" = wanted.openKey AND "key" IS NOT NULL AND state IN ('waiting', 'awaiting', 'processing') OPTION (LOOP JOIN, FORCE ORDER);
DECLARE @cancelled TABLE (id bigint NOT NULL PRIMARY KEY);
INSERT INTO @cancelled (id) SELECT id FROM @changed;
DECLARE @generation int = 0;
DECLARE @gone TABLE (generation int NOT NULL, id bigint NOT NULL, PRIMARY KEY (generation, id));
INSERT INTO @gone (generation, id) SELECT 0, id FROM (SELECT id FROM @cancelled) AS parent (id);
WHILE EXISTS (SELECT 1 FROM @gone WHERE generation = @generation)
BEGIN
  UPDATE "jobs"."Job" SET state = 'deleted', revision = revision + 1, finishedAt = @now,
    expiresAt = DATEADD(millisecond, 86400000, @now)
  OUTPUT inserted.id, inserted.queue, inserted.type, inserted.claim, inserted.dueAt,
  inserted.state, inserted.revision, N'parent-deleted' INTO @changed (id, queue, type, claim, dueAt, state, revision, reason)
  FROM "jobs"."Job" WITH (INDEX (IX_Job_parent), FORCESEEK)
  WHERE state = 'awaiting' AND parentId IN (SELECT id FROM @gone WHERE generation = @generation);
  SET @generation = @generation + 1;
  INSERT INTO @gone (generation, id) SELECT @generation, id FROM @changed
  WHERE reason = N'parent-deleted' AND id NOT IN (SELECT id FROM @gone);
END;
INSERT INTO "jobs"."State" (jobId, seq, claim, name, reason, data, at)
SELECT id, revision, claim, state, reason,
  CASE WHEN state = 'waiting' THEN CONCAT(N'{"dueAt":"', CONCAT(REPLACE(CONVERT(nvarchar(23), dueAt, 121), N' ', N'T'), N'Z'), N'"}') END, @now
FROM @changed;
SELECT id FROM @cancelled;

-- cancel by ids: Job by its primary key
-- cancel by ids: IX_Job_parent (parentId) WHERE state = 'awaiting', for the children
-- cancel by ids: adds rows to State (jobId, seq)
-- parameters: @offsetSeconds, @offsetMs, @reason, @ids
DECLARE @now datetime2(3) = DATEADD(microsecond, -500,
  DATEADD(millisecond, @offsetMs, DATEADD(second, @offsetSeconds, SYSUTCDATETIME())));
DECLARE @changed TABLE (id bigint NOT NULL PRIMARY KEY, queue nvarchar(50) NOT NULL, type nvarchar(100) NOT NULL,
  claim int NOT NULL, dueAt datetime2(3), state nvarchar(12) NOT NULL, revision int NOT NULL, reason nvarchar(200));
UPDATE job SET state = 'deleted', claim = claim + CASE WHEN state = 'processing' THEN 1 ELSE 0 END,
  revision = revision + 1, finishedAt = @now, expiresAt = DATEADD(millisecond, 86400000, @now)
OUTPUT inserted.id, inserted.queue, inserted.type, inserted.claim, inserted.dueAt,
  inserted.state, inserted.revision, @reason INTO @changed (id, queue, type, claim, dueAt, state, revision, reason)
FROM OPENJSON(@ids) WITH (wantedId bigint '$') AS wanted
INNER JOIN "jobs"."Job" AS job WITH (FORCESEEK) ON job.id = wanted.wantedId
WHERE job.state IN ('waiting', 'awaiting', 'processing') OR job.state = 'failed' OPTION (LOOP JOIN, FORCE ORDER);
DECLARE @cancelled TABLE (id bigint NOT NULL PRIMARY KEY);
INSERT INTO @cancelled (id) SELECT id FROM @changed;
DECLARE @generation int = 0;
DECLARE @gone TABLE (generation int NOT NULL, id bigint NOT NULL, PRIMARY KEY (generation, id));
INSERT INTO @gone (generation, id) SELECT 0, id FROM (SELECT id FROM @cancelled) AS parent (id);
WHILE EXISTS (SELECT 1 FROM @gone WHERE generation = @generation)
BEGIN
  UPDATE "jobs"."Job" SET state = 'deleted', revision = revision + 1, finishedAt = @now,
    expiresAt = DATEADD(millisecond, 86400000, @now)
  OUTPUT inserted.id, inserted.queue, inserted.type, inserted.claim, inserted.dueAt,
  inserted.state, inserted.revision, N'parent-deleted' INTO @changed (id, queue, type, claim, dueAt, state, revision, reason)
  FROM "jobs"."Job" WITH (INDEX (IX_Job_parent), FORCESEEK)
  WHERE state = 'awaiting' AND parentId IN (SELECT id FROM @gone WHERE generation = @generation);
  SET @generation = @generation + 1;
  INSERT INTO @gone (generation, id) SELECT @generation, id FROM @changed
  WHERE reason = N'parent-deleted' AND id NOT IN (SELECT id FROM @gone);
END;
INSERT INTO "jobs"."State" (jobId, seq, claim, name, reason, data, at)
SELECT id, revision, claim, state, reason,
  CASE WHEN state = 'waiting' THEN CONCAT(N'{"dueAt":"', CONCAT(REPLACE(CONVERT(nvarchar(23), dueAt, 121), N' ', N'T'), N'Z'), N'"}') END, @now
FROM @changed;
SELECT id FROM @cancelled;

-- claim: Queue by its primary key
-- claim: IX_Job_state (state, queue): those that run, only where the queue has a concurrency
-- claim: IX_Job_claim (queue, priority, dueAt, id) WHERE state = 'waiting', one priority after the other
-- claim: Job by its primary key
-- claim: adds rows to State (jobId, seq)
-- parameters: @offsetSeconds, @offsetMs, @serverId, @serverJson, @queue, @type0, @type1, @limit
DECLARE @now datetime2(3) = DATEADD(microsecond, -500,
  DATEADD(millisecond, @offsetMs, DATEADD(second, @offsetSeconds, SYSUTCDATETIME())));
DECLARE @allowed int = @limit, @paused bit = 0, @concurrency int, @ratePerMinute int, @rateFullAt datetime2(3);
SELECT @paused = paused, @concurrency = concurrency, @ratePerMinute = ratePerMinute FROM "jobs"."Queue" WHERE name = @queue;
IF @concurrency IS NOT NULL OR @ratePerMinute IS NOT NULL
BEGIN
  SELECT @paused = paused, @concurrency = concurrency, @ratePerMinute = ratePerMinute,
    @rateFullAt = CASE WHEN rateFullAt > @now THEN rateFullAt ELSE @now END
  FROM "jobs"."Queue" WITH (UPDLOCK, ROWLOCK) WHERE name = @queue;
  DECLARE @room int, @interval float = 60000e0 / @ratePerMinute;
  IF @concurrency IS NOT NULL
    SET @room = @concurrency - (SELECT COUNT(*) FROM "jobs"."Job" WHERE state = 'processing' AND queue = @queue);
  IF @room < @allowed SET @allowed = @room;
  SET @room = CAST(FLOOR((CASE WHEN @interval > 1000 THEN @interval ELSE 1000 END
    - DATEDIFF_BIG(millisecond, @now, @rateFullAt) + 1) / @interval) AS int);
  IF @room < @allowed SET @allowed = @room;
END;
IF @paused = 1 OR NOT EXISTS (
  SELECT 1 FROM (VALUES (@type0), (@type1)) AS handled (type)
  CROSS APPLY (
    SELECT TOP (1) job.id FROM "jobs"."Job" AS job WITH (INDEX (IX_Job_waiting), FORCESEEK)
    WHERE job.state = 'waiting' AND job.queue = @queue AND job.type = handled.type AND job.dueAt <= @now) AS due)
  SET @allowed = 0;
DECLARE @claimed TABLE (id bigint NOT NULL PRIMARY KEY, type nvarchar(100) NOT NULL, queue nvarchar(50) NOT NULL,
  priority int NOT NULL, payload nvarchar(max) NOT NULL, claim int NOT NULL, attempt int NOT NULL, maxAttempts int NOT NULL,
  deaths int NOT NULL, dueAt datetime2(3) NOT NULL, deadline datetime2(3), startedAt datetime2(3) NOT NULL, traceParent nvarchar(55),
  revision int NOT NULL);
DECLARE @priority int = 0, @taken int = 0;
WHILE @priority < 3 AND @taken < @allowed
BEGIN
  UPDATE job SET state = 'processing', claim = claim + 1, attempt = attempt + 1, revision = revision + 1,
    serverId = @serverId, startedAt = @now
  OUTPUT inserted.id, inserted.type, inserted.queue, inserted.payload, inserted.claim, inserted.attempt, inserted.maxAttempts, inserted.deaths, inserted.dueAt, inserted.deadline, inserted.startedAt, inserted.traceParent, inserted.priority, inserted.revision
    INTO @claimed (id, type, queue, payload, claim, attempt, maxAttempts, deaths, dueAt, deadline, startedAt, traceParent, priority, revision)
  FROM (SELECT TOP (@allowed - @taken) id AS dueId FROM "jobs"."Job" WITH (INDEX (IX_Job_claim), FORCESEEK, READCOMMITTEDLOCK, READPAST, UPDLOCK, ROWLOCK)
    WHERE state = 'waiting' AND queue = @queue AND priority = @priority AND dueAt <= @now AND deaths < 2
      AND type IN (@type0, @type1)
    ORDER BY dueAt, id) AS due
  INNER JOIN "jobs"."Job" AS job WITH (INDEX (1), FORCESEEK) ON job.id = due.dueId
  WHERE job.state = 'waiting' OPTION (LOOP JOIN, FORCE ORDER);
  SET @taken = (SELECT COUNT(*) FROM @claimed);
  SET @priority = @priority + 1;
END;
INSERT INTO "jobs"."State" (jobId, seq, claim, name, reason, data, at)
SELECT id, revision, claim, 'processing', NULL, CONCAT(N'{"server":', @serverJson, N',"attempt":', attempt, N'}'), @now
FROM @claimed;
IF @ratePerMinute IS NOT NULL AND @taken > 0
  UPDATE "jobs"."Queue" SET rateFullAt = DATEADD(millisecond, CAST(CEILING(@taken * 60000e0 / @ratePerMinute) AS int), @rateFullAt)
  WHERE name = @queue;
SELECT id, type, queue, payload, claim, attempt, maxAttempts, deaths, dueAt, deadline, startedAt, traceParent FROM @claimed ORDER BY priority, dueAt, id;

-- claimSuspect: IX_Job_suspect (dueAt) WHERE state = 'waiting' AND deaths >= 2
-- claimSuspect: Queue by its primary key
-- claimSuspect: Job by its primary key
-- claimSuspect: adds rows to State (jobId, seq)
-- parameters: @offsetSeconds, @offsetMs, @serverId, @serverJson, @queue0, @queue1, @type0, @type1
DECLARE @now datetime2(3) = DATEADD(microsecond, -500,
  DATEADD(millisecond, @offsetMs, DATEADD(second, @offsetSeconds, SYSUTCDATETIME())));
DECLARE @claimed TABLE (id bigint NOT NULL PRIMARY KEY, type nvarchar(100) NOT NULL, queue nvarchar(50) NOT NULL,
  priority int NOT NULL, payload nvarchar(max) NOT NULL, claim int NOT NULL, attempt int NOT NULL, maxAttempts int NOT NULL,
  deaths int NOT NULL, dueAt datetime2(3) NOT NULL, deadline datetime2(3), startedAt datetime2(3) NOT NULL, traceParent nvarchar(55),
  revision int NOT NULL);
UPDATE job SET state = 'processing', claim = claim + 1, attempt = attempt + 1, revision = revision + 1,
    serverId = @serverId, startedAt = @now
  OUTPUT inserted.id, inserted.type, inserted.queue, inserted.payload, inserted.claim, inserted.attempt, inserted.maxAttempts, inserted.deaths, inserted.dueAt, inserted.deadline, inserted.startedAt, inserted.traceParent, inserted.priority, inserted.revision
    INTO @claimed (id, type, queue, payload, claim, attempt, maxAttempts, deaths, dueAt, deadline, startedAt, traceParent, priority, revision)
  FROM (SELECT TOP (1) suspect.id AS dueId FROM "jobs"."Job" AS suspect WITH (INDEX (IX_Job_suspect), FORCESEEK, READCOMMITTEDLOCK, READPAST, UPDLOCK, ROWLOCK)
    WHERE suspect.state = 'waiting' AND suspect.deaths >= 2 AND suspect.dueAt <= @now
      AND suspect.queue IN (@queue0, @queue1) AND suspect.type IN (@type0, @type1)
      AND NOT EXISTS (SELECT 1 FROM "jobs"."Queue" AS paused WHERE paused.name = suspect.queue AND paused.paused = 1)
    ORDER BY suspect.dueAt) AS due
  INNER JOIN "jobs"."Job" AS job WITH (INDEX (1), FORCESEEK) ON job.id = due.dueId
  WHERE job.state = 'waiting' OPTION (LOOP JOIN, FORCE ORDER);
INSERT INTO "jobs"."State" (jobId, seq, claim, name, reason, data, at)
SELECT id, revision, claim, 'processing', NULL, CONCAT(N'{"server":', @serverJson, N',"attempt":', attempt, N'}'), @now
FROM @claimed;
SELECT id, type, queue, payload, claim, attempt, maxAttempts, deaths, dueAt, deadline, startedAt, traceParent FROM @claimed;

-- horizon: IX_Job_suspect (dueAt) WHERE state = 'waiting' AND deaths >= 2
-- horizon: Queue by its primary key
-- horizon: IX_Job_waiting (queue, type, dueAt, id) WHERE state = 'waiting', one row for each queue and type
-- parameters: @offsetSeconds, @offsetMs, @queue0, @queue1, @type0, @type1
DECLARE @now datetime2(3) = DATEADD(microsecond, -500,
  DATEADD(millisecond, @offsetMs, DATEADD(second, @offsetSeconds, SYSUTCDATETIME())));
DECLARE @suspect bit = CASE WHEN EXISTS (SELECT 1 FROM "jobs"."Job" AS suspect WITH (INDEX (IX_Job_suspect), FORCESEEK)
    WHERE suspect.state = 'waiting' AND suspect.deaths >= 2 AND suspect.dueAt <= @now
      AND suspect.queue IN (@queue0, @queue1) AND suspect.type IN (@type0, @type1)
      AND NOT EXISTS (SELECT 1 FROM "jobs"."Queue" AS paused WHERE paused.name = suspect.queue AND paused.paused = 1)) THEN 1 ELSE 0 END;
SELECT @now AS "now", @suspect AS suspect, wanted.name AS queue, head.dueAt, limits.paused, limits.ratePerMinute, limits.rateFullAt
FROM (VALUES (@queue0), (@queue1)) AS wanted (name)
LEFT JOIN "jobs"."Queue" AS limits ON limits.name = wanted.name
OUTER APPLY (
  SELECT MIN(due.dueAt) AS dueAt FROM (VALUES (@type0), (@type1)) AS handled (type)
  CROSS APPLY (
    SELECT TOP (1) job.dueAt FROM "jobs"."Job" AS job WITH (INDEX (IX_Job_waiting), FORCESEEK)
    WHERE job.state = 'waiting' AND job.queue = wanted.name AND job.type = handled.type AND job.deaths < 2
    ORDER BY job.dueAt, job.id) AS due) AS head;

-- holds: Job by its primary key
-- parameters: @id, @claim
SELECT 1 AS held FROM "jobs"."Job" WITH (UPDLOCK, ROWLOCK)
WHERE id = @id AND claim = @claim AND state = 'processing';

-- close: Job by its primary key
-- parameters: @offsetSeconds, @offsetMs, @holds dbo.JobHolds
DECLARE @now datetime2(3) = DATEADD(microsecond, -500,
  DATEADD(millisecond, @offsetMs, DATEADD(second, @offsetSeconds, SYSUTCDATETIME())));
UPDATE "jobs"."Job" SET state = 'succeeded', revision = revision + 1, finishedAt = @now, progress = NULL,
  expiresAt = DATEADD(millisecond, hold.keepMs % 1000, DATEADD(second, hold.keepMs / 1000, @now))
OUTPUT inserted.id
FROM "jobs"."Job" WITH (INDEX (1), FORCESEEK), @holds AS hold
WHERE id = hold.jobId AND claim = hold.heldClaim AND state = 'processing';

-- settle: Job by its primary key
-- settle: IX_Job_parent (parentId) WHERE state = 'awaiting', for the children
-- settle: adds rows to State (jobId, seq)
-- parameters: @offsetSeconds, @offsetMs, @endings dbo.JobEndings
DECLARE @now datetime2(3) = DATEADD(microsecond, -500,
  DATEADD(millisecond, @offsetMs, DATEADD(second, @offsetSeconds, SYSUTCDATETIME())));
UPDATE job SET state = ending.state, attempt = ending.attempt, lastError = COALESCE(ending.error, job.lastError),
  expiresAt = CASE WHEN ending.state <> 'waiting' THEN DATEADD(millisecond, ending.keepMs % 1000, DATEADD(second, ending.keepMs / 1000, @now)) END,
  finishedAt = CASE WHEN ending.state <> 'waiting' THEN job.finishedAt END,
  dueAt = COALESCE(DATEADD(millisecond, ending.delayMs % 1000, DATEADD(second, ending.delayMs / 1000, @now)), job.dueAt)
FROM @endings AS ending INNER LOOP JOIN "jobs"."Job" AS job WITH (FORCESEEK) ON job.id = ending.jobId
WHERE ending.state <> 'succeeded';
INSERT INTO "jobs"."State" (jobId, seq, claim, name, reason, data, at)
SELECT job.id, job.revision, job.claim, job.state, ending.reason, ending.data, COALESCE(job.finishedAt, @now)
FROM @endings AS ending INNER LOOP JOIN "jobs"."Job" AS job WITH (FORCESEEK) ON job.id = ending.jobId;
DECLARE @changed TABLE (id bigint NOT NULL PRIMARY KEY, queue nvarchar(50) NOT NULL, type nvarchar(100) NOT NULL,
  claim int NOT NULL, dueAt datetime2(3), state nvarchar(12) NOT NULL, revision int NOT NULL, reason nvarchar(200));
UPDATE "jobs"."Job" SET state = 'waiting', revision = revision + 1,
  dueAt = CASE WHEN dueAt > @now THEN dueAt ELSE @now END
OUTPUT inserted.id, inserted.queue, inserted.type, inserted.claim, inserted.dueAt,
  inserted.state, inserted.revision, N'parent-succeeded' INTO @changed (id, queue, type, claim, dueAt, state, revision, reason)
FROM "jobs"."Job" WITH (INDEX (IX_Job_parent), FORCESEEK)
WHERE state = 'awaiting' AND parentId IN (SELECT jobId FROM @endings WHERE state = 'succeeded');
DECLARE @generation int = 0;
DECLARE @gone TABLE (generation int NOT NULL, id bigint NOT NULL, PRIMARY KEY (generation, id));
INSERT INTO @gone (generation, id) SELECT 0, id FROM (SELECT jobId FROM @endings WHERE state = 'deleted') AS parent (id);
WHILE EXISTS (SELECT 1 FROM @gone WHERE generation = @generation)
BEGIN
  UPDATE "jobs"."Job" SET state = 'deleted', revision = revision + 1, finishedAt = @now,
    expiresAt = DATEADD(millisecond, 86400000, @now)
  OUTPUT inserted.id, inserted.queue, inserted.type, inserted.claim, inserted.dueAt,
  inserted.state, inserted.revision, N'parent-deleted' INTO @changed (id, queue, type, claim, dueAt, state, revision, reason)
  FROM "jobs"."Job" WITH (INDEX (IX_Job_parent), FORCESEEK)
  WHERE state = 'awaiting' AND parentId IN (SELECT id FROM @gone WHERE generation = @generation);
  SET @generation = @generation + 1;
  INSERT INTO @gone (generation, id) SELECT @generation, id FROM @changed
  WHERE reason = N'parent-deleted' AND id NOT IN (SELECT id FROM @gone);
END;
INSERT INTO "jobs"."State" (jobId, seq, claim, name, reason, data, at)
SELECT id, revision, claim, state, reason,
  CASE WHEN state = 'waiting' THEN CONCAT(N'{"dueAt":"', CONCAT(REPLACE(CONVERT(nvarchar(23), dueAt, 121), N' ', N'T'), N'Z'), N'"}') END, @now
FROM @changed;
SELECT job.id, job.queue, job.type, job.claim, job.dueAt
FROM @endings AS ending INNER LOOP JOIN "jobs"."Job" AS job WITH (FORCESEEK) ON job.id = ending.jobId
WHERE ending.state = 'waiting'
UNION ALL SELECT id, queue, type, claim, dueAt FROM @changed WHERE state = 'waiting';

-- log: Job by its primary key
-- log: adds rows to Log (id)
-- parameters: @lines dbo.JobLogLines
INSERT INTO "jobs"."Log" (jobId, claim, level, message, at)
SELECT line.jobId, line.claim, line.level, line.message, line.at
FROM @lines AS line
INNER LOOP JOIN "jobs"."Job" AS job WITH (UPDLOCK, ROWLOCK, FORCESEEK) ON job.id = line.jobId AND job.claim = line.claim
ORDER BY line.position;

-- setProgress: Job by its primary key
-- parameters: @id, @claim, @percent
UPDATE "jobs"."Job" SET progress = @percent
WHERE id = @id AND claim = @claim AND state = 'processing';

-- requeue: Job by its primary key
-- parameters: @offsetSeconds, @offsetMs, @id
DECLARE @now datetime2(3) = DATEADD(microsecond, -500,
  DATEADD(millisecond, @offsetMs, DATEADD(second, @offsetSeconds, SYSUTCDATETIME())));
SELECT state, "key", CASE WHEN deadline <= @now THEN 1 ELSE 0 END AS isPast FROM "jobs"."Job" WITH (UPDLOCK, ROWLOCK) WHERE id = @id;

-- requeue: Job by its primary key
-- requeue: adds rows to State (jobId, seq)
-- parameters: @offsetSeconds, @offsetMs, @id, @attempts, @reason
DECLARE @now datetime2(3) = DATEADD(microsecond, -500,
  DATEADD(millisecond, @offsetMs, DATEADD(second, @offsetSeconds, SYSUTCDATETIME())));
DECLARE @changed TABLE (id bigint NOT NULL PRIMARY KEY, queue nvarchar(50) NOT NULL, type nvarchar(100) NOT NULL,
  claim int NOT NULL, dueAt datetime2(3), state nvarchar(12) NOT NULL, revision int NOT NULL, reason nvarchar(200));
UPDATE "jobs"."Job" SET state = 'waiting', dueAt = @now, revision = revision + 1, deaths = 0, finishedAt = NULL, expiresAt = NULL,
  maxAttempts = CASE WHEN maxAttempts > attempt + @attempts THEN maxAttempts ELSE attempt + @attempts END
OUTPUT inserted.id, inserted.queue, inserted.type, inserted.claim, inserted.dueAt,
  inserted.state, inserted.revision, @reason INTO @changed (id, queue, type, claim, dueAt, state, revision, reason)
WHERE id = @id;
INSERT INTO "jobs"."State" (jobId, seq, claim, name, reason, data, at)
SELECT id, revision, claim, state, reason,
  CASE WHEN state = 'waiting' THEN CONCAT(N'{"dueAt":"', CONCAT(REPLACE(CONVERT(nvarchar(23), dueAt, 121), N' ', N'T'), N'Z'), N'"}') END, @now
FROM @changed;
SELECT id, queue, type, claim, dueAt FROM @changed;

-- runNow: Job by its primary key
-- parameters: @id
SELECT state FROM "jobs"."Job" WITH (UPDLOCK, ROWLOCK) WHERE id = @id;

-- runNow: Job by its primary key
-- runNow: adds rows to State (jobId, seq)
-- parameters: @offsetSeconds, @offsetMs, @id, @reason
DECLARE @now datetime2(3) = DATEADD(microsecond, -500,
  DATEADD(millisecond, @offsetMs, DATEADD(second, @offsetSeconds, SYSUTCDATETIME())));
DECLARE @changed TABLE (id bigint NOT NULL PRIMARY KEY, queue nvarchar(50) NOT NULL, type nvarchar(100) NOT NULL,
  claim int NOT NULL, dueAt datetime2(3), state nvarchar(12) NOT NULL, revision int NOT NULL, reason nvarchar(200));
UPDATE "jobs"."Job" SET state = 'waiting', dueAt = @now, revision = revision + 1
OUTPUT inserted.id, inserted.queue, inserted.type, inserted.claim, inserted.dueAt,
  inserted.state, inserted.revision, @reason INTO @changed (id, queue, type, claim, dueAt, state, revision, reason)
WHERE id = @id;
INSERT INTO "jobs"."State" (jobId, seq, claim, name, reason, data, at)
SELECT id, revision, claim, state, reason,
  CASE WHEN state = 'waiting' THEN CONCAT(N'{"dueAt":"', CONCAT(REPLACE(CONVERT(nvarchar(23), dueAt, 121), N' ', N'T'), N'Z'), N'"}') END, @now
FROM @changed;
SELECT id, queue, type, claim, dueAt FROM @changed;

-- requeueMany: Job by its primary key
-- requeueMany: UX_Job_key (key) WHERE key IS NOT NULL AND state IN ('waiting', 'awaiting', 'processing')
-- requeueMany: adds rows to State (jobId, seq)
-- parameters: @offsetSeconds, @offsetMs, @ids, @attempts, @reason
DECLARE @now datetime2(3) = DATEADD(microsecond, -500,
  DATEADD(millisecond, @offsetMs, DATEADD(second, @offsetSeconds, SYSUTCDATETIME())));
DECLARE @changed TABLE (id bigint NOT NULL PRIMARY KEY, queue nvarchar(50) NOT NULL, type nvarchar(100) NOT NULL,
  claim int NOT NULL, dueAt datetime2(3), state nvarchar(12) NOT NULL, revision int NOT NULL, reason nvarchar(200));
DECLARE @chosen TABLE (id bigint NOT NULL PRIMARY KEY);
INSERT INTO @chosen (id) SELECT MAX(job.id) FROM OPENJSON(@ids) WITH (wantedId bigint '$') AS wanted
INNER JOIN "jobs"."Job" AS job WITH (UPDLOCK, ROWLOCK, FORCESEEK) ON job.id = wanted.wantedId
WHERE job.state IN ('succeeded', 'failed', 'deleted') AND (job.deadline IS NULL OR job.deadline > @now)
  AND NOT EXISTS (SELECT 1 FROM "jobs"."Job" AS rival WITH (UPDLOCK, HOLDLOCK, FORCESEEK)
    WHERE rival."key" = job."key" AND rival."key" IS NOT NULL AND rival.state IN ('waiting', 'awaiting', 'processing'))
GROUP BY job."key", CASE WHEN job."key" IS NULL THEN job.id END OPTION (LOOP JOIN, FORCE ORDER);
UPDATE job SET state = 'waiting', dueAt = @now, revision = revision + 1, deaths = 0, finishedAt = NULL, expiresAt = NULL,
  maxAttempts = CASE WHEN maxAttempts > attempt + COALESCE(more.attempts, 1) THEN maxAttempts
    ELSE attempt + COALESCE(more.attempts, 1) END
OUTPUT inserted.id, inserted.queue, inserted.type, inserted.claim, inserted.dueAt,
  inserted.state, inserted.revision, @reason INTO @changed (id, queue, type, claim, dueAt, state, revision, reason)
FROM @chosen AS chosen INNER JOIN "jobs"."Job" AS job WITH (FORCESEEK) ON job.id = chosen.id
LEFT JOIN OPENJSON(@attempts) WITH (ofType nvarchar(100) '$[0]', attempts int '$[1]') AS more ON more.ofType = job.type
OPTION (LOOP JOIN, FORCE ORDER);
INSERT INTO "jobs"."State" (jobId, seq, claim, name, reason, data, at)
SELECT id, revision, claim, state, reason,
  CASE WHEN state = 'waiting' THEN CONCAT(N'{"dueAt":"', CONCAT(REPLACE(CONVERT(nvarchar(23), dueAt, 121), N' ', N'T'), N'Z'), N'"}') END, @now
FROM @changed;
SELECT id, queue, type, claim, dueAt FROM @changed;

-- runNowMany: Job by its primary key
-- runNowMany: adds rows to State (jobId, seq)
-- parameters: @offsetSeconds, @offsetMs, @ids, @reason
DECLARE @now datetime2(3) = DATEADD(microsecond, -500,
  DATEADD(millisecond, @offsetMs, DATEADD(second, @offsetSeconds, SYSUTCDATETIME())));
DECLARE @changed TABLE (id bigint NOT NULL PRIMARY KEY, queue nvarchar(50) NOT NULL, type nvarchar(100) NOT NULL,
  claim int NOT NULL, dueAt datetime2(3), state nvarchar(12) NOT NULL, revision int NOT NULL, reason nvarchar(200));
UPDATE job SET state = 'waiting', dueAt = @now, revision = revision + 1
OUTPUT inserted.id, inserted.queue, inserted.type, inserted.claim, inserted.dueAt,
  inserted.state, inserted.revision, @reason INTO @changed (id, queue, type, claim, dueAt, state, revision, reason)
FROM OPENJSON(@ids) WITH (wantedId bigint '$') AS wanted
INNER JOIN "jobs"."Job" AS job WITH (FORCESEEK) ON job.id = wanted.wantedId
WHERE job.state = 'awaiting' OR (job.state = 'waiting' AND job.dueAt > @now) OPTION (LOOP JOIN, FORCE ORDER);
INSERT INTO "jobs"."State" (jobId, seq, claim, name, reason, data, at)
SELECT id, revision, claim, state, reason,
  CASE WHEN state = 'waiting' THEN CONCAT(N'{"dueAt":"', CONCAT(REPLACE(CONVERT(nvarchar(23), dueAt, 121), N' ', N'T'), N'Z'), N'"}') END, @now
FROM @changed;
SELECT id, queue, type, claim, dueAt FROM @changed;
