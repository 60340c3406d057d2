-- list enqueued: IX_Job_state (state, queue, type), three seeks for each pair of queue and type
-- list enqueued: IX_Job_waiting (queue, type, dueAt, id) WHERE state = 'waiting'
-- list enqueued: Job by its primary key
-- list enqueued: State (jobId, seq)
-- list enqueued: Job by its primary key, for the parent
-- list enqueued: IX_Tag_job (jobId)
-- parameters: @offsetSeconds, @offsetMs, @inState, @inQueue, @inType, @list, @lastId, @from, @to, @afterAt, @afterId, @beforeAt, @beforeId, @limit
DECLARE @now datetime2(3) = DATEADD(microsecond, -500,
  DATEADD(millisecond, @offsetMs, DATEADD(second, @offsetSeconds, SYSUTCDATETIME())));
DECLARE @lowAt datetime2(3), @lowId bigint, @highAt datetime2(3), @highId bigint;
SELECT TOP (1) @lowAt = bound.at, @lowId = bound.id FROM (VALUES (CAST('0001-01-01' AS datetime2(3)), CAST(0 AS bigint)),
  (CASE WHEN @list = 'scheduled' THEN @now END, @lastId), (@from, 0), (@afterAt, @afterId)) AS bound (at, id)
WHERE bound.at IS NOT NULL ORDER BY bound.at DESC, bound.id DESC;
SELECT TOP (1) @highAt = bound.at, @highId = bound.id FROM (VALUES (CAST('9999-12-31' AS datetime2(3)), CAST(@lastId AS bigint)),
  (CASE WHEN @list = 'enqueued' THEN @now END, @lastId), (@to, 0), (@beforeAt, @beforeId)) AS bound (at, id)
WHERE bound.at IS NOT NULL ORDER BY bound.at, bound.id;
DECLARE @lane TABLE (state nvarchar(12) NOT NULL, queue nvarchar(50) NOT NULL, type nvarchar(100) NOT NULL,
  PRIMARY KEY (state, queue, type));
DECLARE @state nvarchar(12) = COALESCE(@inState, N''), @queue nvarchar(50) = N'', @type nvarchar(100) = N'';
WHILE 1 = 1
BEGIN
  SELECT TOP (1) @state = step.state, @queue = step.queue, @type = step.type FROM (
    SELECT * FROM (SELECT TOP (1) 1 AS span, state, queue, type FROM "jobs"."Job"
      WHERE state = @state AND queue = @queue AND type > @type ORDER BY type) AS next_type
    UNION ALL
    SELECT * FROM (SELECT TOP (1) 2 AS span, state, queue, type FROM "jobs"."Job"
      WHERE state = @state AND queue > @queue ORDER BY queue, type) AS next_queue
    UNION ALL
    SELECT * FROM (SELECT TOP (1) 3 AS span, state, queue, type FROM "jobs"."Job"
      WHERE @inState IS NULL AND state > @state ORDER BY state, queue, type) AS next_state
  ) AS step ORDER BY step.span;
  IF @@ROWCOUNT = 0 BREAK;
  IF (@inQueue IS NULL OR @queue = @inQueue) AND (@inType IS NULL OR @type = @inType)
    INSERT INTO @lane (state, queue, type) VALUES (@state, @queue, @type);
END;
SELECT job.id, job.type, job.queue, job.state, job.payload, job."key", job.priority, job.attempt, job.maxAttempts, job.createdAt, job.dueAt, job.startedAt, job.finishedAt, job.deadline, job.serverId, job.progress, job.lastError, job.expiresAt,
  last.reason, parent.id AS parentId, parent.type AS parentType, parent.state AS parentState, parent.dueAt AS parentDueAt,
  (SELECT tag.name, tag.value FROM "jobs"."Tag" AS tag WHERE tag.jobId = job.id FOR JSON PATH) AS tags, @now AS "now"
FROM (SELECT TOP (@limit) entry.id FROM @lane AS lane
  CROSS APPLY (
    SELECT TOP (@limit) job.dueAt, job.id FROM "jobs"."Job" AS job WITH (INDEX (IX_Job_waiting), FORCESEEK)
    WHERE job.state = 'waiting' AND job.queue = lane.queue AND job.type = lane.type
      AND job.dueAt >= @lowAt AND job.dueAt <= @highAt
      AND (job.dueAt > @lowAt OR job.id > @lowId) AND (job.dueAt < @highAt OR job.id < @highId)
    ORDER BY job.dueAt ASC, job.id ASC) AS entry
  ORDER BY entry.dueAt ASC, entry.id ASC) AS hit
INNER JOIN "jobs"."Job" AS job ON job.id = hit.id
LEFT JOIN "jobs"."State" AS last ON last.jobId = job.id AND last.seq = job.revision
LEFT JOIN "jobs"."Job" AS parent ON parent.id = job.parentId
ORDER BY job.dueAt, job.id
OPTION (LOOP JOIN, FORCE ORDER);

-- list scheduled, backwards: IX_Job_state (state, queue, type), three seeks for each pair of queue and type
-- list scheduled, backwards: IX_Job_waiting (queue, type, dueAt, id) WHERE state = 'waiting'
-- list scheduled, backwards: Job by its primary key
-- list scheduled, backwards: State (jobId, seq)
-- list scheduled, backwards: Job by its primary key, for the parent
-- list scheduled, backwards: IX_Tag_job (jobId)
-- parameters: @offsetSeconds, @offsetMs, @inState, @inQueue, @inType, @list, @lastId, @from, @to, @afterAt, @afterId, @beforeAt, @beforeId, @limit
DECLARE @now datetime2(3) = DATEADD(microsecond, -500,
  DATEADD(millisecond, @offsetMs, DATEADD(second, @offsetSeconds, SYSUTCDATETIME())));
DECLARE @lowAt datetime2(3), @lowId bigint, @highAt datetime2(3), @highId bigint;
SELECT TOP (1) @lowAt = bound.at, @lowId = bound.id FROM (VALUES (CAST('0001-01-01' AS datetime2(3)), CAST(0 AS bigint)),
  (CASE WHEN @list = 'scheduled' THEN @now END, @lastId), (@from, 0), (@afterAt, @afterId)) AS bound (at, id)
WHERE bound.at IS NOT NULL ORDER BY bound.at DESC, bound.id DESC;
SELECT TOP (1) @highAt = bound.at, @highId = bound.id FROM (VALUES (CAST('9999-12-31' AS datetime2(3)), CAST(@lastId AS bigint)),
  (CASE WHEN @list = 'enqueued' THEN @now END, @lastId), (@to, 0), (@beforeAt, @beforeId)) AS bound (at, id)
WHERE bound.at IS NOT NULL ORDER BY bound.at, bound.id;
DECLARE @lane TABLE (state nvarchar(12) NOT NULL, queue nvarchar(50) NOT NULL, type nvarchar(100) NOT NULL,
  PRIMARY KEY (state, queue, type));
DECLARE @state nvarchar(12) = COALESCE(@inState, N''), @queue nvarchar(50) = N'', @type nvarchar(100) = N'';
WHILE 1 = 1
BEGIN
  SELECT TOP (1) @state = step.state, @queue = step.queue, @type = step.type FROM (
    SELECT * FROM (SELECT TOP (1) 1 AS span, state, queue, type FROM "jobs"."Job"
      WHERE state = @state AND queue = @queue AND type > @type ORDER BY type) AS next_type
    UNION ALL
    SELECT * FROM (SELECT TOP (1) 2 AS span, state, queue, type FROM "jobs"."Job"
      WHERE state = @state AND queue > @queue ORDER BY queue, type) AS next_queue
    UNION ALL
    SELECT * FROM (SELECT TOP (1) 3 AS span, state, queue, type FROM "jobs"."Job"
      WHERE @inState IS NULL AND state > @state ORDER BY state, queue, type) AS next_state
  ) AS step ORDER BY step.span;
  IF @@ROWCOUNT = 0 BREAK;
  IF (@inQueue IS NULL OR @queue = @inQueue) AND (@inType IS NULL OR @type = @inType)
    INSERT INTO @lane (state, queue, type) VALUES (@state, @queue, @type);
END;
SELECT job.id, job.type, job.queue, job.state, job.payload, job."key", job.priority, job.attempt, job.maxAttempts, job.createdAt, job.dueAt, job.startedAt, job.finishedAt, job.deadline, job.serverId, job.progress, job.lastError, job.expiresAt,
  last.reason, parent.id AS parentId, parent.type AS parentType, parent.state AS parentState, parent.dueAt AS parentDueAt,
  (SELECT tag.name, tag.value FROM "jobs"."Tag" AS tag WHERE tag.jobId = job.id FOR JSON PATH) AS tags, @now AS "now"
FROM (SELECT TOP (@limit) entry.id FROM @lane AS lane
  CROSS APPLY (
    SELECT TOP (@limit) job.dueAt, job.id FROM "jobs"."Job" AS job WITH (INDEX (IX_Job_waiting), FORCESEEK)
    WHERE job.state = 'waiting' AND job.queue = lane.queue AND job.type = lane.type
      AND job.dueAt >= @lowAt AND job.dueAt <= @highAt
      AND (job.dueAt > @lowAt OR job.id > @lowId) AND (job.dueAt < @highAt OR job.id < @highId)
    ORDER BY job.dueAt DESC, job.id DESC) AS entry
  ORDER BY entry.dueAt DESC, entry.id DESC) AS hit
INNER JOIN "jobs"."Job" AS job ON job.id = hit.id
LEFT JOIN "jobs"."State" AS last ON last.jobId = job.id AND last.seq = job.revision
LEFT JOIN "jobs"."Job" AS parent ON parent.id = job.parentId
ORDER BY job.dueAt, job.id
OPTION (LOOP JOIN, FORCE ORDER);

-- list retries: IX_Job_state (state, queue, type), three seeks for each pair of queue and type
-- list retries: IX_Job_retry (queue, type, dueAt, id) WHERE state = 'waiting' AND attempt > 0
-- list retries: Job by its primary key
-- list retries: State (jobId, seq)
-- list retries: Job by its primary key, for the parent
-- list retries: IX_Tag_job (jobId)
-- parameters: @offsetSeconds, @offsetMs, @inState, @inQueue, @inType, @list, @lastId, @from, @to, @afterAt, @afterId, @beforeAt, @beforeId, @limit
DECLARE @now datetime2(3) = DATEADD(microsecond, -500,
  DATEADD(millisecond, @offsetMs, DATEADD(second, @offsetSeconds, SYSUTCDATETIME())));
DECLARE @lowAt datetime2(3), @lowId bigint, @highAt datetime2(3), @highId bigint;
SELECT TOP (1) @lowAt = bound.at, @lowId = bound.id FROM (VALUES (CAST('0001-01-01' AS datetime2(3)), CAST(0 AS bigint)),
  (CASE WHEN @list = 'scheduled' THEN @now END, @lastId), (@from, 0), (@afterAt, @afterId)) AS bound (at, id)
WHERE bound.at IS NOT NULL ORDER BY bound.at DESC, bound.id DESC;
SELECT TOP (1) @highAt = bound.at, @highId = bound.id FROM (VALUES (CAST('9999-12-31' AS datetime2(3)), CAST(@lastId AS bigint)),
  (CASE WHEN @list = 'enqueued' THEN @now END, @lastId), (@to, 0), (@beforeAt, @beforeId)) AS bound (at, id)
WHERE bound.at IS NOT NULL ORDER BY bound.at, bound.id;
DECLARE @lane TABLE (state nvarchar(12) NOT NULL, queue nvarchar(50) NOT NULL, type nvarchar(100) NOT NULL,
  PRIMARY KEY (state, queue, type));
DECLARE @state nvarchar(12) = COALESCE(@inState, N''), @queue nvarchar(50) = N'', @type nvarchar(100) = N'';
WHILE 1 = 1
BEGIN
  SELECT TOP (1) @state = step.state, @queue = step.queue, @type = step.type FROM (
    SELECT * FROM (SELECT TOP (1) 1 AS span, state, queue, type FROM "jobs"."Job"
      WHERE state = @state AND queue = @queue AND type > @type ORDER BY type) AS next_type
    UNION ALL
    SELECT * FROM (SELECT TOP (1) 2 AS span, state, queue, type FROM "jobs"."Job"
      WHERE state = @state AND queue > @queue ORDER BY queue, type) AS next_queue
    UNION ALL
    SELECT * FROM (SELECT TOP (1) 3 AS span, state, queue, type FROM "jobs"."Job"
      WHERE @inState IS NULL AND state > @state ORDER BY state, queue, type) AS next_state
  ) AS step ORDER BY step.span;
  IF @@ROWCOUNT = 0 BREAK;
  IF (@inQueue IS NULL OR @queue = @inQueue) AND (@inType IS NULL OR @type = @inType)
    INSERT INTO @lane (state, queue, type) VALUES (@state, @queue, @type);
END;
SELECT job.id, job.type, job.queue, job.state, job.payload, job."key", job.priority, job.attempt, job.maxAttempts, job.createdAt, job.dueAt, job.startedAt, job.finishedAt, job.deadline, job.serverId, job.progress, job.lastError, job.expiresAt,
  last.reason, parent.id AS parentId, parent.type AS parentType, parent.state AS parentState, parent.dueAt AS parentDueAt,
  (SELECT tag.name, tag.value FROM "jobs"."Tag" AS tag WHERE tag.jobId = job.id FOR JSON PATH) AS tags, @now AS "now"
FROM (SELECT TOP (@limit) entry.id FROM @lane AS lane
  CROSS APPLY (
    SELECT TOP (@limit) job.dueAt, job.id FROM "jobs"."Job" AS job WITH (INDEX (IX_Job_retry), FORCESEEK)
    WHERE job.state = 'waiting' AND job.queue = lane.queue AND job.type = lane.type AND job.attempt > 0
      AND job.dueAt >= @lowAt AND job.dueAt <= @highAt
      AND (job.dueAt > @lowAt OR job.id > @lowId) AND (job.dueAt < @highAt OR job.id < @highId)
    ORDER BY job.dueAt ASC, job.id ASC) AS entry
  ORDER BY entry.dueAt ASC, entry.id ASC) AS hit
INNER JOIN "jobs"."Job" AS job ON job.id = hit.id
LEFT JOIN "jobs"."State" AS last ON last.jobId = job.id AND last.seq = job.revision
LEFT JOIN "jobs"."Job" AS parent ON parent.id = job.parentId
ORDER BY job.dueAt, job.id
OPTION (LOOP JOIN, FORCE ORDER);

-- list by state: IX_Job_state (state, queue, type), three seeks for each pair of queue and type
-- list by state: IX_Job_state (state, queue, type, id)
-- list by state: Job by its primary key
-- list by state: State (jobId, seq)
-- list by state: Job by its primary key, for the parent
-- list by state: IX_Tag_job (jobId)
-- parameters: @offsetSeconds, @offsetMs, @pageAbove, @pageBelow, @inState, @inQueue, @inType, @limit
DECLARE @now datetime2(3) = DATEADD(microsecond, -500,
  DATEADD(millisecond, @offsetMs, DATEADD(second, @offsetSeconds, SYSUTCDATETIME())));
DECLARE @above bigint = @pageAbove, @below bigint = @pageBelow;
DECLARE @lane TABLE (state nvarchar(12) NOT NULL, queue nvarchar(50) NOT NULL, type nvarchar(100) NOT NULL,
  PRIMARY KEY (state, queue, type));
DECLARE @state nvarchar(12) = COALESCE(@inState, N''), @queue nvarchar(50) = N'', @type nvarchar(100) = N'';
WHILE 1 = 1
BEGIN
  SELECT TOP (1) @state = step.state, @queue = step.queue, @type = step.type FROM (
    SELECT * FROM (SELECT TOP (1) 1 AS span, state, queue, type FROM "jobs"."Job"
      WHERE state = @state AND queue = @queue AND type > @type ORDER BY type) AS next_type
    UNION ALL
    SELECT * FROM (SELECT TOP (1) 2 AS span, state, queue, type FROM "jobs"."Job"
      WHERE state = @state AND queue > @queue ORDER BY queue, type) AS next_queue
    UNION ALL
    SELECT * FROM (SELECT TOP (1) 3 AS span, state, queue, type FROM "jobs"."Job"
      WHERE @inState IS NULL AND state > @state ORDER BY state, queue, type) AS next_state
  ) AS step ORDER BY step.span;
  IF @@ROWCOUNT = 0 BREAK;
  IF (@inQueue IS NULL OR @queue = @inQueue) AND (@inType IS NULL OR @type = @inType)
    INSERT INTO @lane (state, queue, type) VALUES (@state, @queue, @type);
END;
SELECT job.id, job.type, job.queue, job.state, job.payload, job."key", job.priority, job.attempt, job.maxAttempts, job.createdAt, job.dueAt, job.startedAt, job.finishedAt, job.deadline, job.serverId, job.progress, job.lastError, job.expiresAt,
  last.reason, parent.id AS parentId, parent.type AS parentType, parent.state AS parentState, parent.dueAt AS parentDueAt,
  (SELECT tag.name, tag.value FROM "jobs"."Tag" AS tag WHERE tag.jobId = job.id FOR JSON PATH) AS tags, @now AS "now"
FROM (SELECT TOP (@limit) entry.id FROM @lane AS lane
  CROSS APPLY (
    SELECT TOP (@limit) job.id FROM "jobs"."Job" AS job WITH (INDEX (IX_Job_state), FORCESEEK)
    WHERE job.state = lane.state AND job.queue = lane.queue AND job.type = lane.type
      AND job.id > @above AND job.id < @below
    ORDER BY job.id DESC) AS entry
  ORDER BY entry.id DESC) AS hit
INNER JOIN "jobs"."Job" AS job ON job.id = hit.id
LEFT JOIN "jobs"."State" AS last ON last.jobId = job.id AND last.seq = job.revision
LEFT JOIN "jobs"."Job" AS parent ON parent.id = job.parentId
ORDER BY job.id DESC
OPTION (LOOP JOIN, FORCE ORDER);

-- list by state and time of creation, the oldest first: Job by its primary key, a score of times for each end of the time of creation
-- list by state and time of creation, the oldest first: IX_Job_state (state, queue, type), three seeks for each pair of queue and type
-- list by state and time of creation, the oldest first: IX_Job_state (state, queue, type, id)
-- list by state and time of creation, the oldest first: Job by its primary key
-- list by state and time of creation, the oldest first: State (jobId, seq)
-- list by state and time of creation, the oldest first: Job by its primary key, for the parent
-- list by state and time of creation, the oldest first: IX_Tag_job (jobId)
-- parameters: @offsetSeconds, @offsetMs, @pageAbove, @pageBelow, @from, @fromStep, @to, @toStep, @inState, @inQueue, @inType, @limit
DECLARE @now datetime2(3) = DATEADD(microsecond, -500,
  DATEADD(millisecond, @offsetMs, DATEADD(second, @offsetSeconds, SYSUTCDATETIME())));
DECLARE @above bigint = @pageAbove, @below bigint = @pageBelow;
DECLARE @first bigint, @end bigint, @middle bigint, @near bigint, @createdAt datetime2(3);
SELECT @first = COALESCE(MIN(id), 1) FROM "jobs"."Job";
SELECT @end = COALESCE(MAX(id), 0) + 1 FROM "jobs"."Job";
WHILE @first < @end
BEGIN
  SET @middle = @first + (@end - @first) / 2;
  SET @near = NULL;
  SELECT TOP (1) @near = id, @createdAt = createdAt FROM "jobs"."Job" WHERE id >= @middle ORDER BY id;
  IF @near IS NOT NULL AND @createdAt < @fromStep SET @first = @near + 1;
  ELSE SET @end = @middle;
END;
IF @first > @above SET @above = @first - 1;
SELECT @first = COALESCE(MIN(id), 1) FROM "jobs"."Job";
SELECT @end = COALESCE(MAX(id), 0) + 1 FROM "jobs"."Job";
WHILE @first < @end
BEGIN
  SET @middle = @first + (@end - @first) / 2;
  SET @near = NULL;
  SELECT TOP (1) @near = id, @createdAt = createdAt FROM "jobs"."Job" WHERE id >= @middle ORDER BY id;
  IF @near IS NOT NULL AND @createdAt < @toStep SET @first = @near + 1;
  ELSE SET @end = @middle;
END;
IF @first < @below SET @below = @first;
DECLARE @lane TABLE (state nvarchar(12) NOT NULL, queue nvarchar(50) NOT NULL, type nvarchar(100) NOT NULL,
  PRIMARY KEY (state, queue, type));
DECLARE @state nvarchar(12) = COALESCE(@inState, N''), @queue nvarchar(50) = N'', @type nvarchar(100) = N'';
WHILE 1 = 1
BEGIN
  SELECT TOP (1) @state = step.state, @queue = step.queue, @type = step.type FROM (
    SELECT * FROM (SELECT TOP (1) 1 AS span, state, queue, type FROM "jobs"."Job"
      WHERE state = @state AND queue = @queue AND type > @type ORDER BY type) AS next_type
    UNION ALL
    SELECT * FROM (SELECT TOP (1) 2 AS span, state, queue, type FROM "jobs"."Job"
      WHERE state = @state AND queue > @queue ORDER BY queue, type) AS next_queue
    UNION ALL
    SELECT * FROM (SELECT TOP (1) 3 AS span, state, queue, type FROM "jobs"."Job"
      WHERE @inState IS NULL AND state > @state ORDER BY state, queue, type) AS next_state
  ) AS step ORDER BY step.span;
  IF @@ROWCOUNT = 0 BREAK;
  IF (@inQueue IS NULL OR @queue = @inQueue) AND (@inType IS NULL OR @type = @inType)
    INSERT INTO @lane (state, queue, type) VALUES (@state, @queue, @type);
END;
SELECT job.id, job.type, job.queue, job.state, job.payload, job."key", job.priority, job.attempt, job.maxAttempts, job.createdAt, job.dueAt, job.startedAt, job.finishedAt, job.deadline, job.serverId, job.progress, job.lastError, job.expiresAt,
  last.reason, parent.id AS parentId, parent.type AS parentType, parent.state AS parentState, parent.dueAt AS parentDueAt,
  (SELECT tag.name, tag.value FROM "jobs"."Tag" AS tag WHERE tag.jobId = job.id FOR JSON PATH) AS tags, @now AS "now"
FROM (SELECT TOP (@limit) entry.id FROM @lane AS lane
  CROSS APPLY (
    SELECT TOP (@limit) job.id FROM "jobs"."Job" AS job WITH (INDEX (IX_Job_state), FORCESEEK)
    WHERE job.state = lane.state AND job.queue = lane.queue AND job.type = lane.type
      AND job.id > @above AND job.id < @below AND job.createdAt >= @from AND job.createdAt < @to
    ORDER BY job.id ASC) AS entry
  ORDER BY entry.id ASC) AS hit
INNER JOIN "jobs"."Job" AS job ON job.id = hit.id
LEFT JOIN "jobs"."State" AS last ON last.jobId = job.id AND last.seq = job.revision
LEFT JOIN "jobs"."Job" AS parent ON parent.id = job.parentId
ORDER BY job.id
OPTION (LOOP JOIN, FORCE ORDER);

-- list all: Job by its primary key
-- list all: State (jobId, seq)
-- list all: Job by its primary key, for the parent
-- list all: IX_Tag_job (jobId)
-- parameters: @offsetSeconds, @offsetMs, @pageAbove, @pageBelow, @limit
DECLARE @now datetime2(3) = DATEADD(microsecond, -500,
  DATEADD(millisecond, @offsetMs, DATEADD(second, @offsetSeconds, SYSUTCDATETIME())));
DECLARE @above bigint = @pageAbove, @below bigint = @pageBelow;
SELECT job.id, job.type, job.queue, job.state, job.payload, job."key", job.priority, job.attempt, job.maxAttempts, job.createdAt, job.dueAt, job.startedAt, job.finishedAt, job.deadline, job.serverId, job.progress, job.lastError, job.expiresAt,
  last.reason, parent.id AS parentId, parent.type AS parentType, parent.state AS parentState, parent.dueAt AS parentDueAt,
  (SELECT tag.name, tag.value FROM "jobs"."Tag" AS tag WHERE tag.jobId = job.id FOR JSON PATH) AS tags, @now AS "now"
FROM (SELECT TOP (@limit) job.id FROM "jobs"."Job" AS job
  WHERE job.id > @above AND job.id < @below
  ORDER BY job.id DESC) AS hit
INNER JOIN "jobs"."Job" AS job ON job.id = hit.id
LEFT JOIN "jobs"."State" AS last ON last.jobId = job.id AND last.seq = job.revision
LEFT JOIN "jobs"."Job" AS parent ON parent.id = job.parentId
ORDER BY job.id DESC
OPTION (LOOP JOIN, FORCE ORDER);

-- list by words: Job by its primary key
-- list by words: IX_Job_keyed (key, id) WHERE key IS NOT NULL
-- list by words: Tag (name, value, jobId), then Job by its primary key
-- list by words: State (jobId, seq)
-- list by words: Job by its primary key, for the parent
-- list by words: IX_Tag_job (jobId)
-- parameters: @offsetSeconds, @offsetMs, @pageAbove, @pageBelow, @list, @inQueue, @inType, @key, @value0, @value1, @name2, @value2, @limit
DECLARE @now datetime2(3) = DATEADD(microsecond, -500,
  DATEADD(millisecond, @offsetMs, DATEADD(second, @offsetSeconds, SYSUTCDATETIME())));
DECLARE @above bigint = @pageAbove, @below bigint = @pageBelow;
SELECT job.id, job.type, job.queue, job.state, job.payload, job."key", job.priority, job.attempt, job.maxAttempts, job.createdAt, job.dueAt, job.startedAt, job.finishedAt, job.deadline, job.serverId, job.progress, job.lastError, job.expiresAt,
  last.reason, parent.id AS parentId, parent.type AS parentType, parent.state AS parentState, parent.dueAt AS parentDueAt,
  (SELECT tag.name, tag.value FROM "jobs"."Tag" AS tag WHERE tag.jobId = job.id FOR JSON PATH) AS tags, @now AS "now"
FROM (SELECT TOP (@limit) named.id FROM (
    SELECT id FROM (
      SELECT TOP (@limit) job.id FROM "jobs"."Job" AS job WHERE job.id = @value0 AND job.id > @above AND job.id < @below AND job.state = @list AND job.queue = @inQueue
      ORDER BY job.id DESC) AS named0
    UNION
    SELECT id FROM (
      SELECT TOP (@limit) job.id FROM "jobs"."Job" AS job WITH (INDEX (IX_Job_keyed), FORCESEEK) WHERE job."key" = @value1 AND job."key" IS NOT NULL AND job.id > @above AND job.id < @below AND job.state = @list AND job.queue = @inQueue
      ORDER BY job.id DESC) AS named1
    UNION
    SELECT id FROM (
      SELECT TOP (@limit) job.id FROM "jobs"."Tag" AS tag INNER JOIN "jobs"."Job" AS job ON job.id = tag.jobId
      WHERE tag.name = @name2 AND tag.value = @value2 AND tag.jobId > @above AND tag.jobId < @below AND job.id > @above AND job.id < @below AND job.state = @list AND job.queue = @inQueue
      ORDER BY job.id DESC) AS named2) AS named
  ORDER BY named.id DESC) AS hit
INNER JOIN "jobs"."Job" AS job ON job.id = hit.id
LEFT JOIN "jobs"."State" AS last ON last.jobId = job.id AND last.seq = job.revision
LEFT JOIN "jobs"."Job" AS parent ON parent.id = job.parentId
ORDER BY job.id DESC
OPTION (LOOP JOIN, FORCE ORDER);

-- list by key: IX_Job_keyed (key, id) WHERE key IS NOT NULL
-- list by key: Job by its primary key
-- list by key: State (jobId, seq)
-- list by key: Job by its primary key, for the parent
-- list by key: IX_Tag_job (jobId)
-- parameters: @offsetSeconds, @offsetMs, @pageAbove, @pageBelow, @list, @inQueue, @inType, @key, @value0, @limit
DECLARE @now datetime2(3) = DATEADD(microsecond, -500,
  DATEADD(millisecond, @offsetMs, DATEADD(second, @offsetSeconds, SYSUTCDATETIME())));
DECLARE @above bigint = @pageAbove, @below bigint = @pageBelow;
SELECT job.id, job.type, job.queue, job.state, job.payload, job."key", job.priority, job.attempt, job.maxAttempts, job.createdAt, job.dueAt, job.startedAt, job.finishedAt, job.deadline, job.serverId, job.progress, job.lastError, job.expiresAt,
  last.reason, parent.id AS parentId, parent.type AS parentType, parent.state AS parentState, parent.dueAt AS parentDueAt,
  (SELECT tag.name, tag.value FROM "jobs"."Tag" AS tag WHERE tag.jobId = job.id FOR JSON PATH) AS tags, @now AS "now"
FROM (SELECT TOP (@limit) named.id FROM (
    SELECT id FROM (
      SELECT TOP (@limit) job.id FROM "jobs"."Job" AS job WITH (INDEX (IX_Job_keyed), FORCESEEK) WHERE job."key" = @value0 AND job."key" IS NOT NULL AND job.id > @above AND job.id < @below AND job.state = 'waiting' AND job.dueAt > @now AND job."key" = @key
      ORDER BY job.id DESC) AS named0) AS named
  ORDER BY named.id DESC) AS hit
INNER JOIN "jobs"."Job" AS job ON job.id = hit.id
LEFT JOIN "jobs"."State" AS last ON last.jobId = job.id AND last.seq = job.revision
LEFT JOIN "jobs"."Job" AS parent ON parent.id = job.parentId
ORDER BY job.id DESC
OPTION (LOOP JOIN, FORCE ORDER);

-- count enqueued: IX_Job_state (state, queue, type), three seeks for each pair of queue and type
-- count enqueued: IX_Job_waiting (queue, type, dueAt, id) WHERE state = 'waiting'
-- parameters: @offsetSeconds, @offsetMs, @inState, @inQueue, @inType, @list, @lastId, @from, @to, @afterAt, @afterId, @beforeAt, @beforeId, @limit
DECLARE @now datetime2(3) = DATEADD(microsecond, -500,
  DATEADD(millisecond, @offsetMs, DATEADD(second, @offsetSeconds, SYSUTCDATETIME())));
DECLARE @lowAt datetime2(3), @lowId bigint, @highAt datetime2(3), @highId bigint;
SELECT TOP (1) @lowAt = bound.at, @lowId = bound.id FROM (VALUES (CAST('0001-01-01' AS datetime2(3)), CAST(0 AS bigint)),
  (CASE WHEN @list = 'scheduled' THEN @now END, @lastId), (@from, 0), (@afterAt, @afterId)) AS bound (at, id)
WHERE bound.at IS NOT NULL ORDER BY bound.at DESC, bound.id DESC;
SELECT TOP (1) @highAt = bound.at, @highId = bound.id FROM (VALUES (CAST('9999-12-31' AS datetime2(3)), CAST(@lastId AS bigint)),
  (CASE WHEN @list = 'enqueued' THEN @now END, @lastId), (@to, 0), (@beforeAt, @beforeId)) AS bound (at, id)
WHERE bound.at IS NOT NULL ORDER BY bound.at, bound.id;
DECLARE @lane TABLE (state nvarchar(12) NOT NULL, queue nvarchar(50) NOT NULL, type nvarchar(100) NOT NULL,
  PRIMARY KEY (state, queue, type));
DECLARE @state nvarchar(12) = COALESCE(@inState, N''), @queue nvarchar(50) = N'', @type nvarchar(100) = N'';
WHILE 1 = 1
BEGIN
  SELECT TOP (1) @state = step.state, @queue = step.queue, @type = step.type FROM (
    SELECT * FROM (SELECT TOP (1) 1 AS span, state, queue, type FROM "jobs"."Job"
      WHERE state = @state AND queue = @queue AND type > @type ORDER BY type) AS next_type
    UNION ALL
    SELECT * FROM (SELECT TOP (1) 2 AS span, state, queue, type FROM "jobs"."Job"
      WHERE state = @state AND queue > @queue ORDER BY queue, type) AS next_queue
    UNION ALL
    SELECT * FROM (SELECT TOP (1) 3 AS span, state, queue, type FROM "jobs"."Job"
      WHERE @inState IS NULL AND state > @state ORDER BY state, queue, type) AS next_state
  ) AS step ORDER BY step.span;
  IF @@ROWCOUNT = 0 BREAK;
  IF (@inQueue IS NULL OR @queue = @inQueue) AND (@inType IS NULL OR @type = @inType)
    INSERT INTO @lane (state, queue, type) VALUES (@state, @queue, @type);
END;
SELECT COUNT(*) AS "count" FROM (SELECT TOP (@limit) job.id FROM @lane AS lane
  INNER JOIN "jobs"."Job" AS job WITH (INDEX (IX_Job_waiting), FORCESEEK) ON job.state = 'waiting' AND job.queue = lane.queue AND job.type = lane.type
      AND job.dueAt >= @lowAt AND job.dueAt <= @highAt
      AND (job.dueAt > @lowAt OR job.id > @lowId) AND (job.dueAt < @highAt OR job.id < @highId)) AS hit
OPTION (LOOP JOIN, FORCE ORDER);

-- count retries: IX_Job_state (state, queue, type), three seeks for each pair of queue and type
-- count retries: IX_Job_retry (queue, type, dueAt, id) WHERE state = 'waiting' AND attempt > 0
-- parameters: @offsetSeconds, @offsetMs, @inState, @inQueue, @inType, @list, @lastId, @from, @to, @afterAt, @afterId, @beforeAt, @beforeId, @limit
DECLARE @now datetime2(3) = DATEADD(microsecond, -500,
  DATEADD(millisecond, @offsetMs, DATEADD(second, @offsetSeconds, SYSUTCDATETIME())));
DECLARE @lowAt datetime2(3), @lowId bigint, @highAt datetime2(3), @highId bigint;
SELECT TOP (1) @lowAt = bound.at, @lowId = bound.id FROM (VALUES (CAST('0001-01-01' AS datetime2(3)), CAST(0 AS bigint)),
  (CASE WHEN @list = 'scheduled' THEN @now END, @lastId), (@from, 0), (@afterAt, @afterId)) AS bound (at, id)
WHERE bound.at IS NOT NULL ORDER BY bound.at DESC, bound.id DESC;
SELECT TOP (1) @highAt = bound.at, @highId = bound.id FROM (VALUES (CAST('9999-12-31' AS datetime2(3)), CAST(@lastId AS bigint)),
  (CASE WHEN @list = 'enqueued' THEN @now END, @lastId), (@to, 0), (@beforeAt, @beforeId)) AS bound (at, id)
WHERE bound.at IS NOT NULL ORDER BY bound.at, bound.id;
DECLARE @lane TABLE (state nvarchar(12) NOT NULL, queue nvarchar(50) NOT NULL, type nvarchar(100) NOT NULL,
  PRIMARY KEY (state, queue, type));
DECLARE @state nvarchar(12) = COALESCE(@inState, N''), @queue nvarchar(50) = N'', @type nvarchar(100) = N'';
WHILE 1 = 1
BEGIN
  SELECT TOP (1) @state = step.state, @queue = step.queue, @type = step.type FROM (
    SELECT * FROM (SELECT TOP (1) 1 AS span, state, queue, type FROM "jobs"."Job"
      WHERE state = @state AND queue = @queue AND type > @type ORDER BY type) AS next_type
    UNION ALL
    SELECT * FROM (SELECT TOP (1) 2 AS span, state, queue, type FROM "jobs"."Job"
      WHERE state = @state AND queue > @queue ORDER BY queue, type) AS next_queue
    UNION ALL
    SELECT * FROM (SELECT TOP (1) 3 AS span, state, queue, type FROM "jobs"."Job"
      WHERE @inState IS NULL AND state > @state ORDER BY state, queue, type) AS next_state
  ) AS step ORDER BY step.span;
  IF @@ROWCOUNT = 0 BREAK;
  IF (@inQueue IS NULL OR @queue = @inQueue) AND (@inType IS NULL OR @type = @inType)
    INSERT INTO @lane (state, queue, type) VALUES (@state, @queue, @type);
END;
SELECT COUNT(*) AS "count" FROM (SELECT TOP (@limit) job.id FROM @lane AS lane
  INNER JOIN "jobs"."Job" AS job WITH (INDEX (IX_Job_retry), FORCESEEK) ON job.state = 'waiting' AND job.queue = lane.queue AND job.type = lane.type AND job.attempt > 0
      AND job.dueAt >= @lowAt AND job.dueAt <= @highAt
      AND (job.dueAt > @lowAt OR job.id > @lowId) AND (job.dueAt < @highAt OR job.id < @highId)) AS hit
OPTION (LOOP JOIN, FORCE ORDER);

-- count by state: IX_Job_state (state, queue, type), three seeks for each pair of queue and type
-- count by state: IX_Job_state (state, queue, type, id)
-- parameters: @offsetSeconds, @offsetMs, @pageAbove, @pageBelow, @inState, @inQueue, @inType, @limit
DECLARE @now datetime2(3) = DATEADD(microsecond, -500,
  DATEADD(millisecond, @offsetMs, DATEADD(second, @offsetSeconds, SYSUTCDATETIME())));
DECLARE @above bigint = @pageAbove, @below bigint = @pageBelow;
DECLARE @lane TABLE (state nvarchar(12) NOT NULL, queue nvarchar(50) NOT NULL, type nvarchar(100) NOT NULL,
  PRIMARY KEY (state, queue, type));
DECLARE @state nvarchar(12) = COALESCE(@inState, N''), @queue nvarchar(50) = N'', @type nvarchar(100) = N'';
WHILE 1 = 1
BEGIN
  SELECT TOP (1) @state = step.state, @queue = step.queue, @type = step.type FROM (
    SELECT * FROM (SELECT TOP (1) 1 AS span, state, queue, type FROM "jobs"."Job"
      WHERE state = @state AND queue = @queue AND type > @type ORDER BY type) AS next_type
    UNION ALL
    SELECT * FROM (SELECT TOP (1) 2 AS span, state, queue, type FROM "jobs"."Job"
      WHERE state = @state AND queue > @queue ORDER BY queue, type) AS next_queue
    UNION ALL
    SELECT * FROM (SELECT TOP (1) 3 AS span, state, queue, type FROM "jobs"."Job"
      WHERE @inState IS NULL AND state > @state ORDER BY state, queue, type) AS next_state
  ) AS step ORDER BY step.span;
  IF @@ROWCOUNT = 0 BREAK;
  IF (@inQueue IS NULL OR @queue = @inQueue) AND (@inType IS NULL OR @type = @inType)
    INSERT INTO @lane (state, queue, type) VALUES (@state, @queue, @type);
END;
SELECT COUNT(*) AS "count" FROM (SELECT TOP (@limit) job.id FROM @lane AS lane
  INNER JOIN "jobs"."Job" AS job WITH (INDEX (IX_Job_state), FORCESEEK) ON job.state = lane.state AND job.queue = lane.queue AND job.type = lane.type
      AND job.id > @above AND job.id < @below) AS hit
OPTION (LOOP JOIN, FORCE ORDER);

-- count all: Job by its primary key
-- parameters: @offsetSeconds, @offsetMs, @pageAbove, @pageBelow, @limit
DECLARE @now datetime2(3) = DATEADD(microsecond, -500,
  DATEADD(millisecond, @offsetMs, DATEADD(second, @offsetSeconds, SYSUTCDATETIME())));
DECLARE @above bigint = @pageAbove, @below bigint = @pageBelow;
SELECT COUNT(*) AS "count" FROM (SELECT TOP (@limit) job.id FROM "jobs"."Job" AS job
  WHERE job.id > @above AND job.id < @below
  ORDER BY job.id DESC) AS hit
OPTION (LOOP JOIN, FORCE ORDER);

-- places: IX_Job_state (state, queue, type), three seeks for each pair of queue and type
-- places: IX_Job_waiting (queue, type, dueAt, id) WHERE state = 'waiting'
-- places: Job by its primary key
-- parameters: @offsetSeconds, @offsetMs, @inState, @inQueue, @inType, @list, @lastId, @from, @to, @afterAt, @afterId, @beforeAt, @beforeId, @limit
DECLARE @now datetime2(3) = DATEADD(microsecond, -500,
  DATEADD(millisecond, @offsetMs, DATEADD(second, @offsetSeconds, SYSUTCDATETIME())));
DECLARE @lowAt datetime2(3), @lowId bigint, @highAt datetime2(3), @highId bigint;
SELECT TOP (1) @lowAt = bound.at, @lowId = bound.id FROM (VALUES (CAST('0001-01-01' AS datetime2(3)), CAST(0 AS bigint)),
  (CASE WHEN @list = 'scheduled' THEN @now END, @lastId), (@from, 0), (@afterAt, @afterId)) AS bound (at, id)
WHERE bound.at IS NOT NULL ORDER BY bound.at DESC, bound.id DESC;
SELECT TOP (1) @highAt = bound.at, @highId = bound.id FROM (VALUES (CAST('9999-12-31' AS datetime2(3)), CAST(@lastId AS bigint)),
  (CASE WHEN @list = 'enqueued' THEN @now END, @lastId), (@to, 0), (@beforeAt, @beforeId)) AS bound (at, id)
WHERE bound.at IS NOT NULL ORDER BY bound.at, bound.id;
DECLARE @lane TABLE (state nvarchar(12) NOT NULL, queue nvarchar(50) NOT NULL, type nvarchar(100) NOT NULL,
  PRIMARY KEY (state, queue, type));
DECLARE @state nvarchar(12) = COALESCE(@inState, N''), @queue nvarchar(50) = N'', @type nvarchar(100) = N'';
WHILE 1 = 1
BEGIN
  SELECT TOP (1) @state = step.state, @queue = step.queue, @type = step.type FROM (
    SELECT * FROM (SELECT TOP (1) 1 AS span, state, queue, type FROM "jobs"."Job"
      WHERE state = @state AND queue = @queue AND type > @type ORDER BY type) AS next_type
    UNION ALL
    SELECT * FROM (SELECT TOP (1) 2 AS span, state, queue, type FROM "jobs"."Job"
      WHERE state = @state AND queue > @queue ORDER BY queue, type) AS next_queue
    UNION ALL
    SELECT * FROM (SELECT TOP (1) 3 AS span, state, queue, type FROM "jobs"."Job"
      WHERE @inState IS NULL AND state > @state ORDER BY state, queue, type) AS next_state
  ) AS step ORDER BY step.span;
  IF @@ROWCOUNT = 0 BREAK;
  IF (@inQueue IS NULL OR @queue = @inQueue) AND (@inType IS NULL OR @type = @inType)
    INSERT INTO @lane (state, queue, type) VALUES (@state, @queue, @type);
END;
SELECT job.id, job.dueAt, job.createdAt FROM (SELECT TOP (@limit) entry.id FROM @lane AS lane
  CROSS APPLY (
    SELECT TOP (@limit) job.dueAt, job.id FROM "jobs"."Job" AS job WITH (INDEX (IX_Job_waiting), FORCESEEK)
    WHERE job.state = 'waiting' AND job.queue = lane.queue AND job.type = lane.type
      AND job.dueAt >= @lowAt AND job.dueAt <= @highAt
      AND (job.dueAt > @lowAt OR job.id > @lowId) AND (job.dueAt < @highAt OR job.id < @highId)
    ORDER BY job.dueAt ASC, job.id ASC) AS entry
  ORDER BY entry.dueAt ASC, entry.id ASC) AS hit
INNER JOIN "jobs"."Job" AS job ON job.id = hit.id
ORDER BY job.dueAt, job.id
OPTION (LOOP JOIN, FORCE ORDER);

-- present: Job by its primary key
-- parameters: @ids
SELECT job.id FROM OPENJSON(@ids) WITH (id bigint '$') AS wanted
INNER JOIN "jobs"."Job" AS job ON job.id = wanted.id OPTION (LOOP JOIN, FORCE ORDER);

-- find: Job by its primary key
-- find: State (jobId, seq)
-- find: Job by its primary key, for the parent
-- find: IX_Tag_job (jobId)
-- parameters: @offsetSeconds, @offsetMs, @id
DECLARE @now datetime2(3) = DATEADD(microsecond, -500,
  DATEADD(millisecond, @offsetMs, DATEADD(second, @offsetSeconds, SYSUTCDATETIME())));
SELECT job.id, job.type, job.queue, job.state, job.payload, job."key", job.priority, job.attempt, job.maxAttempts, job.createdAt, job.dueAt, job.startedAt, job.finishedAt, job.deadline, job.serverId, job.progress, job.lastError, job.expiresAt,
  last.reason, parent.id AS parentId, parent.type AS parentType, parent.state AS parentState, parent.dueAt AS parentDueAt,
  (SELECT tag.name, tag.value FROM "jobs"."Tag" AS tag WHERE tag.jobId = job.id FOR JSON PATH) AS tags, @now AS "now"
FROM "jobs"."Job" AS job
LEFT JOIN "jobs"."State" AS last ON last.jobId = job.id AND last.seq = job.revision
LEFT JOIN "jobs"."Job" AS parent ON parent.id = job.parentId
WHERE job.id = @id OPTION (LOOP JOIN, FORCE ORDER);

-- find: State (jobId, seq)
-- parameters: @id, @shown
SELECT TOP (@shown) name, reason, data, at FROM "jobs"."State" WHERE jobId = @id ORDER BY seq DESC;

-- find: IX_Log_job (jobId, id)
-- parameters: @id, @shown
SELECT TOP (@shown) at, level, message FROM "jobs"."Log" WHERE jobId = @id ORDER BY id DESC;

-- find: IX_Job_parent (parentId) WHERE state = 'awaiting'
-- parameters: @offsetSeconds, @offsetMs, @id, @shown
DECLARE @now datetime2(3) = DATEADD(microsecond, -500,
  DATEADD(millisecond, @offsetMs, DATEADD(second, @offsetSeconds, SYSUTCDATETIME())));
SELECT TOP (@shown) id, type, state, dueAt, @now AS "now" FROM "jobs"."Job" WITH (INDEX (IX_Job_parent), FORCESEEK)
WHERE state = 'awaiting' AND parentId = @id ORDER BY id;

-- openAmong: Job by its primary key
-- parameters: @ids
SELECT job.id FROM OPENJSON(@ids) WITH (id bigint '$') AS wanted
INNER JOIN "jobs"."Job" AS job ON job.id = wanted.id
WHERE job.state IN ('waiting', 'awaiting', 'processing') OPTION (LOOP JOIN, FORCE ORDER);

-- names: IX_Job_state (state, queue, type), three seeks for each pair of queue and type
-- parameters: @inState, @inQueue, @inType
DECLARE @lane TABLE (state nvarchar(12) NOT NULL, queue nvarchar(50) NOT NULL, type nvarchar(100) NOT NULL,
  PRIMARY KEY (state, queue, type));
DECLARE @state nvarchar(12) = COALESCE(@inState, N''), @queue nvarchar(50) = N'', @type nvarchar(100) = N'';
WHILE 1 = 1
BEGIN
  SELECT TOP (1) @state = step.state, @queue = step.queue, @type = step.type FROM (
    SELECT * FROM (SELECT TOP (1) 1 AS span, state, queue, type FROM "jobs"."Job"
      WHERE state = @state AND queue = @queue AND type > @type ORDER BY type) AS next_type
    UNION ALL
    SELECT * FROM (SELECT TOP (1) 2 AS span, state, queue, type FROM "jobs"."Job"
      WHERE state = @state AND queue > @queue ORDER BY queue, type) AS next_queue
    UNION ALL
    SELECT * FROM (SELECT TOP (1) 3 AS span, state, queue, type FROM "jobs"."Job"
      WHERE @inState IS NULL AND state > @state ORDER BY state, queue, type) AS next_state
  ) AS step ORDER BY step.span;
  IF @@ROWCOUNT = 0 BREAK;
  IF (@inQueue IS NULL OR @queue = @inQueue) AND (@inType IS NULL OR @type = @inType)
    INSERT INTO @lane (state, queue, type) VALUES (@state, @queue, @type);
END;
SELECT DISTINCT type, queue FROM @lane;

-- counts: IX_Job_state (state, queue, type), three seeks for each pair of queue and type
-- counts: IX_Job_waiting (queue, type, dueAt, id) WHERE state = 'waiting'
-- counts: IX_Job_retry (queue, type, dueAt, id) WHERE state = 'waiting' AND attempt > 0
-- counts: IX_Job_state (state), up to a limit
-- parameters: @offsetSeconds, @offsetMs, @inState, @inQueue, @inType
DECLARE @now datetime2(3) = DATEADD(microsecond, -500,
  DATEADD(millisecond, @offsetMs, DATEADD(second, @offsetSeconds, SYSUTCDATETIME())));
DECLARE @lane TABLE (state nvarchar(12) NOT NULL, queue nvarchar(50) NOT NULL, type nvarchar(100) NOT NULL,
  PRIMARY KEY (state, queue, type));
DECLARE @state nvarchar(12) = COALESCE(@inState, N''), @queue nvarchar(50) = N'', @type nvarchar(100) = N'';
WHILE 1 = 1
BEGIN
  SELECT TOP (1) @state = step.state, @queue = step.queue, @type = step.type FROM (
    SELECT * FROM (SELECT TOP (1) 1 AS span, state, queue, type FROM "jobs"."Job"
      WHERE state = @state AND queue = @queue AND type > @type ORDER BY type) AS next_type
    UNION ALL
    SELECT * FROM (SELECT TOP (1) 2 AS span, state, queue, type FROM "jobs"."Job"
      WHERE state = @state AND queue > @queue ORDER BY queue, type) AS next_queue
    UNION ALL
    SELECT * FROM (SELECT TOP (1) 3 AS span, state, queue, type FROM "jobs"."Job"
      WHERE @inState IS NULL AND state > @state ORDER BY state, queue, type) AS next_state
  ) AS step ORDER BY step.span;
  IF @@ROWCOUNT = 0 BREAK;
  IF (@inQueue IS NULL OR @queue = @inQueue) AND (@inType IS NULL OR @type = @inType)
    INSERT INTO @lane (state, queue, type) VALUES (@state, @queue, @type);
END;
SELECT (SELECT COUNT(*) FROM (SELECT TOP (10001) 1 AS one FROM @lane AS lane INNER JOIN "jobs"."Job" AS job WITH (INDEX (IX_Job_waiting), FORCESEEK) ON job.state = 'waiting' AND job.queue = lane.queue AND job.type = lane.type AND job.dueAt > @now) AS counted) AS scheduled,
  (SELECT COUNT(*) FROM (SELECT TOP (10001) 1 AS one FROM @lane AS lane INNER JOIN "jobs"."Job" AS job WITH (INDEX (IX_Job_waiting), FORCESEEK) ON job.state = 'waiting' AND job.queue = lane.queue AND job.type = lane.type AND job.dueAt <= @now) AS counted) AS enqueued,
  (SELECT COUNT(*) FROM (SELECT TOP (10001) 1 AS one FROM @lane AS lane INNER JOIN "jobs"."Job" AS job WITH (INDEX (IX_Job_retry), FORCESEEK) ON job.state = 'waiting' AND job.queue = lane.queue AND job.type = lane.type AND job.attempt > 0) AS counted) AS retries,
  (SELECT COUNT(*) FROM (SELECT TOP (10001) 1 AS one FROM "jobs"."Job" AS job WITH (INDEX (IX_Job_state), FORCESEEK) WHERE job.state = 'processing') AS counted) AS processing,
  (SELECT COUNT(*) FROM (SELECT TOP (10001) 1 AS one FROM "jobs"."Job" AS job WITH (INDEX (IX_Job_state), FORCESEEK) WHERE job.state = 'succeeded') AS counted) AS succeeded,
  (SELECT COUNT(*) FROM (SELECT TOP (10001) 1 AS one FROM "jobs"."Job" AS job WITH (INDEX (IX_Job_state), FORCESEEK) WHERE job.state = 'failed') AS counted) AS failed,
  (SELECT COUNT(*) FROM (SELECT TOP (10001) 1 AS one FROM "jobs"."Job" AS job WITH (INDEX (IX_Job_state), FORCESEEK) WHERE job.state = 'deleted') AS counted) AS deleted,
  (SELECT COUNT(*) FROM (SELECT TOP (10001) 1 AS one FROM "jobs"."Job" AS job WITH (INDEX (IX_Job_state), FORCESEEK) WHERE job.state = 'awaiting') AS counted) AS awaiting,
  (SELECT MIN(soonest.dueAt) FROM @lane AS lane CROSS APPLY (
    SELECT TOP (1) job.dueAt FROM "jobs"."Job" AS job WITH (INDEX (IX_Job_waiting), FORCESEEK)
    WHERE job.state = 'waiting' AND job.queue = lane.queue AND job.type = lane.type AND job.dueAt > @now ORDER BY job.dueAt) AS soonest) AS nextDueAt
OPTION (LOOP JOIN, FORCE ORDER);

-- countsByQueue: IX_Job_state (state, queue, type), three seeks for each pair of queue and type
-- countsByQueue: IX_Job_waiting (queue, type, dueAt, id) WHERE state = 'waiting'
-- countsByQueue: IX_Job_state (state, queue), up to a limit
-- parameters: @offsetSeconds, @offsetMs, @inState, @inQueue, @inType
DECLARE @now datetime2(3) = DATEADD(microsecond, -500,
  DATEADD(millisecond, @offsetMs, DATEADD(second, @offsetSeconds, SYSUTCDATETIME())));
DECLARE @lane TABLE (state nvarchar(12) NOT NULL, queue nvarchar(50) NOT NULL, type nvarchar(100) NOT NULL,
  PRIMARY KEY (state, queue, type));
DECLARE @state nvarchar(12) = COALESCE(@inState, N''), @queue nvarchar(50) = N'', @type nvarchar(100) = N'';
WHILE 1 = 1
BEGIN
  SELECT TOP (1) @state = step.state, @queue = step.queue, @type = step.type FROM (
    SELECT * FROM (SELECT TOP (1) 1 AS span, state, queue, type FROM "jobs"."Job"
      WHERE state = @state AND queue = @queue AND type > @type ORDER BY type) AS next_type
    UNION ALL
    SELECT * FROM (SELECT TOP (1) 2 AS span, state, queue, type FROM "jobs"."Job"
      WHERE state = @state AND queue > @queue ORDER BY queue, type) AS next_queue
    UNION ALL
    SELECT * FROM (SELECT TOP (1) 3 AS span, state, queue, type FROM "jobs"."Job"
      WHERE @inState IS NULL AND state > @state ORDER BY state, queue, type) AS next_state
  ) AS step ORDER BY step.span;
  IF @@ROWCOUNT = 0 BREAK;
  IF (@inQueue IS NULL OR @queue = @inQueue) AND (@inType IS NULL OR @type = @inType)
    INSERT INTO @lane (state, queue, type) VALUES (@state, @queue, @type);
END;
SELECT lane.queue, N'scheduled' AS state,
  (SELECT COUNT(*) FROM (SELECT TOP (10001) 1 AS one FROM "jobs"."Job" AS job WITH (INDEX (IX_Job_waiting), FORCESEEK) WHERE job.state = 'waiting' AND job.queue = lane.queue AND job.type = lane.type AND job.dueAt > @now) AS counted) AS "count"
FROM @lane AS lane WHERE lane.state = 'waiting'
UNION ALL
SELECT lane.queue, N'enqueued',
  (SELECT COUNT(*) FROM (SELECT TOP (10001) 1 AS one FROM "jobs"."Job" AS job WITH (INDEX (IX_Job_waiting), FORCESEEK) WHERE job.state = 'waiting' AND job.queue = lane.queue AND job.type = lane.type AND job.dueAt <= @now) AS counted)
FROM @lane AS lane WHERE lane.state = 'waiting'
UNION ALL
SELECT pair.queue, pair.state,
  (SELECT COUNT(*) FROM (SELECT TOP (10001) 1 AS one FROM "jobs"."Job" AS job WITH (INDEX (IX_Job_state), FORCESEEK) WHERE job.state = pair.state AND job.queue = pair.queue) AS counted)
FROM (SELECT DISTINCT state, queue FROM @lane WHERE state <> 'waiting') AS pair
OPTION (LOOP JOIN, FORCE ORDER);

-- queues: IX_Job_state (state, queue, type), three seeks for each pair of queue and type
-- queues: IX_Job_waiting (queue, type, dueAt, id) WHERE state = 'waiting'
-- parameters: @offsetSeconds, @offsetMs, @inState, @inQueue, @inType
DECLARE @now datetime2(3) = DATEADD(microsecond, -500,
  DATEADD(millisecond, @offsetMs, DATEADD(second, @offsetSeconds, SYSUTCDATETIME())));
DECLARE @lane TABLE (state nvarchar(12) NOT NULL, queue nvarchar(50) NOT NULL, type nvarchar(100) NOT NULL,
  PRIMARY KEY (state, queue, type));
DECLARE @state nvarchar(12) = COALESCE(@inState, N''), @queue nvarchar(50) = N'', @type nvarchar(100) = N'';
WHILE 1 = 1
BEGIN
  SELECT TOP (1) @state = step.state, @queue = step.queue, @type = step.type FROM (
    SELECT * FROM (SELECT TOP (1) 1 AS span, state, queue, type FROM "jobs"."Job"
      WHERE state = @state AND queue = @queue AND type > @type ORDER BY type) AS next_type
    UNION ALL
    SELECT * FROM (SELECT TOP (1) 2 AS span, state, queue, type FROM "jobs"."Job"
      WHERE state = @state AND queue > @queue ORDER BY queue, type) AS next_queue
    UNION ALL
    SELECT * FROM (SELECT TOP (1) 3 AS span, state, queue, type FROM "jobs"."Job"
      WHERE @inState IS NULL AND state > @state ORDER BY state, queue, type) AS next_state
  ) AS step ORDER BY step.span;
  IF @@ROWCOUNT = 0 BREAK;
  IF (@inQueue IS NULL OR @queue = @inQueue) AND (@inType IS NULL OR @type = @inType)
    INSERT INTO @lane (state, queue, type) VALUES (@state, @queue, @type);
END;
SELECT lane.queue, oldest.dueAt AS oldestDueAt,
  (SELECT COUNT(*) FROM (SELECT TOP (10001) 1 AS one FROM "jobs"."Job" AS job WITH (INDEX (IX_Job_waiting), FORCESEEK) WHERE job.state = 'waiting' AND job.queue = lane.queue AND job.type = lane.type AND job.dueAt <= @now) AS counted) AS due
FROM @lane AS lane OUTER APPLY (
  SELECT TOP (1) job.dueAt FROM "jobs"."Job" AS job WITH (INDEX (IX_Job_waiting), FORCESEEK)
  WHERE job.state = 'waiting' AND job.queue = lane.queue AND job.type = lane.type AND job.dueAt <= @now ORDER BY job.dueAt) AS oldest
OPTION (LOOP JOIN, FORCE ORDER);

-- queues: Queue, a few rows, read whole
-- parameters: 0 in their order
SELECT name, paused, pausedBy, pausedAt, concurrency, ratePerMinute FROM "jobs"."Queue";

-- queues: IX_Job_state (state): all that run, as many as there are workers
-- parameters: 0 in their order
SELECT queue, COUNT(*) AS "count" FROM "jobs"."Job" WHERE state = 'processing' GROUP BY queue;

-- queues: IX_Job_failed (finishedAt, id) WHERE state = 'failed'
-- queues: IX_Job_expired (expiresAt) WHERE expiresAt IS NOT NULL
-- parameters: @offsetSeconds, @offsetMs, @kept
DECLARE @now datetime2(3) = DATEADD(microsecond, -500,
  DATEADD(millisecond, @offsetMs, DATEADD(second, @offsetSeconds, SYSUTCDATETIME())));
DECLARE @since datetime2(3) = DATEADD(minute, -1, @now);
SELECT sample.kept, sample.queue, COUNT(*) AS "count", MIN(sample.finishedAt) AS earliest, @now AS "now" FROM (
  SELECT -1 AS kept, failed.queue, failed.finishedAt FROM (
    SELECT TOP (2000) job.queue, job.finishedAt FROM "jobs"."Job" AS job WITH (INDEX (IX_Job_failed), FORCESEEK)
    WHERE job.state = 'failed' AND job.finishedAt > @since ORDER BY job.finishedAt DESC) AS failed
  UNION ALL
  SELECT kept.ms, ended.queue, ended.finishedAt FROM OPENJSON(@kept) WITH (ms bigint '$') AS kept CROSS APPLY (
    SELECT TOP (2000) job.queue, job.finishedAt FROM "jobs"."Job" AS job WITH (INDEX (IX_Job_expired), FORCESEEK)
    WHERE job.expiresAt IS NOT NULL AND job.expiresAt > DATEADD(millisecond, kept.ms % 1000, DATEADD(second, kept.ms / 1000, @since))
      AND job.expiresAt <= DATEADD(millisecond, kept.ms % 1000, DATEADD(second, kept.ms / 1000, @now))
    ORDER BY job.expiresAt DESC) AS ended
  WHERE ended.finishedAt > @since) AS sample
GROUP BY sample.kept, sample.queue OPTION (LOOP JOIN, FORCE ORDER);

-- servers: Server, a few rows, read whole
-- parameters: 0 in their order
SELECT id, host, pid, role, queues, workers, startedAt, heartbeatAt FROM "jobs"."Server" ORDER BY host, startedAt;

-- servers: IX_Job_state (state): all that run, as many as there are workers
-- parameters: 0 in their order
SELECT serverId, COUNT(*) AS "count" FROM "jobs"."Job" WHERE state = 'processing' GROUP BY serverId;

-- comingUp: IX_Job_state (state, queue, type), three seeks for each pair of queue and type
-- comingUp: IX_Job_waiting (queue, type, dueAt, id) WHERE state = 'waiting'
-- parameters: @inState, @inQueue, @inType, @spans
DECLARE @lane TABLE (state nvarchar(12) NOT NULL, queue nvarchar(50) NOT NULL, type nvarchar(100) NOT NULL,
  PRIMARY KEY (state, queue, type));
DECLARE @state nvarchar(12) = COALESCE(@inState, N''), @queue nvarchar(50) = N'', @type nvarchar(100) = N'';
WHILE 1 = 1
BEGIN
  SELECT TOP (1) @state = step.state, @queue = step.queue, @type = step.type FROM (
    SELECT * FROM (SELECT TOP (1) 1 AS span, state, queue, type FROM "jobs"."Job"
      WHERE state = @state AND queue = @queue AND type > @type ORDER BY type) AS next_type
    UNION ALL
    SELECT * FROM (SELECT TOP (1) 2 AS span, state, queue, type FROM "jobs"."Job"
      WHERE state = @state AND queue > @queue ORDER BY queue, type) AS next_queue
    UNION ALL
    SELECT * FROM (SELECT TOP (1) 3 AS span, state, queue, type FROM "jobs"."Job"
      WHERE @inState IS NULL AND state > @state ORDER BY state, queue, type) AS next_state
  ) AS step ORDER BY step.span;
  IF @@ROWCOUNT = 0 BREAK;
  IF (@inQueue IS NULL OR @queue = @inQueue) AND (@inType IS NULL OR @type = @inType)
    INSERT INTO @lane (state, queue, type) VALUES (@state, @queue, @type);
END;
SELECT (SELECT COUNT(*) FROM (SELECT TOP (10001) 1 AS one FROM @lane AS lane INNER JOIN "jobs"."Job" AS job WITH (INDEX (IX_Job_waiting), FORCESEEK) ON job.state = 'waiting' AND job.queue = lane.queue AND job.type = lane.type AND job.dueAt >= span.low AND job.dueAt < span.high) AS counted) AS "count"
FROM OPENJSON(@spans) WITH (place int '$[0]', low datetime2(3) '$[1]', high datetime2(3) '$[2]') AS span
ORDER BY span.place OPTION (LOOP JOIN, FORCE ORDER);

-- countFailed: IX_Job_failed (finishedAt, id) WHERE state = 'failed'
-- parameters: @since
SELECT (SELECT COUNT(*) FROM (SELECT TOP (10001) 1 AS one FROM "jobs"."Job" AS job WITH (INDEX (IX_Job_failed), FORCESEEK) WHERE job.state = 'failed' AND job.finishedAt >= @since) AS counted) AS "count";

-- latestFailed: IX_Job_failed (finishedAt, id) WHERE state = 'failed'
-- latestFailed: Job by its primary key
-- latestFailed: State (jobId, seq)
-- latestFailed: Job by its primary key, for the parent
-- latestFailed: IX_Tag_job (jobId)
-- parameters: @offsetSeconds, @offsetMs, @since, @limit
DECLARE @now datetime2(3) = DATEADD(microsecond, -500,
  DATEADD(millisecond, @offsetMs, DATEADD(second, @offsetSeconds, SYSUTCDATETIME())));
SELECT job.id, job.type, job.queue, job.state, job.payload, job."key", job.priority, job.attempt, job.maxAttempts, job.createdAt, job.dueAt, job.startedAt, job.finishedAt, job.deadline, job.serverId, job.progress, job.lastError, job.expiresAt,
  last.reason, parent.id AS parentId, parent.type AS parentType, parent.state AS parentState, parent.dueAt AS parentDueAt,
  (SELECT tag.name, tag.value FROM "jobs"."Tag" AS tag WHERE tag.jobId = job.id FOR JSON PATH) AS tags, @now AS "now"
FROM (SELECT TOP (@limit) job.id FROM "jobs"."Job" AS job WITH (INDEX (IX_Job_failed), FORCESEEK)
  WHERE job.state = 'failed' AND job.finishedAt >= @since ORDER BY job.finishedAt DESC, job.id DESC) AS hit
INNER JOIN "jobs"."Job" AS job ON job.id = hit.id
LEFT JOIN "jobs"."State" AS last ON last.jobId = job.id AND last.seq = job.revision
LEFT JOIN "jobs"."Job" AS parent ON parent.id = job.parentId
ORDER BY job.finishedAt DESC, job.id DESC OPTION (LOOP JOIN, FORCE ORDER);

-- outcomes: Stat (hour)
-- parameters: @hour
SELECT type, outcome, SUM(CAST("count" AS bigint)) AS "count" FROM "jobs"."Stat" WHERE hour >= @hour
GROUP BY type, outcome;

-- lateness: Stat (hour)
-- parameters: @hour
SELECT waitSum, waitBuckets FROM "jobs"."Stat" WHERE hour >= @hour;

-- outcomesByHour: Stat (hour)
-- parameters: @hour
SELECT hour, outcome, SUM(CAST("count" AS bigint)) AS "count" FROM "jobs"."Stat" WHERE hour >= @hour
GROUP BY hour, outcome;

-- latencies: Stat (hour)
-- parameters: @hour
SELECT type, waitSum, waitBuckets, runSum, runBuckets FROM "jobs"."Stat" WHERE hour >= @hour;

-- heartbeat: Server by its primary key
-- parameters: @offsetSeconds, @offsetMs, @id, @host, @pid, @role, @workers, @version, @queues, @types
DECLARE @now datetime2(3) = DATEADD(microsecond, -500,
  DATEADD(millisecond, @offsetMs, DATEADD(second, @offsetSeconds, SYSUTCDATETIME())));
UPDATE "jobs"."Server" SET heartbeatAt = @now WHERE id = @id;
DECLARE @isNew bit = CASE WHEN @@ROWCOUNT = 0 THEN 1 ELSE 0 END;
IF @isNew = 1
  INSERT INTO "jobs"."Server" (id, host, pid, role, queues, types, workers, version, startedAt, heartbeatAt)
  VALUES (@id, @host, @pid, @role, @queues, @types, @workers, @version, @now, @now);
SELECT @isNew AS isNew;

-- holdsOf: IX_Job_state (state): all that run, as many as there are workers
-- parameters: @serverId
SELECT id, claim FROM "jobs"."Job" WHERE state = 'processing' AND serverId = @serverId;

-- removeServer: Server by its primary key
-- parameters: @serverId
DELETE FROM "jobs"."Server" WHERE id = @serverId;

-- handBack: Job by its primary key
-- parameters: @offsetSeconds, @offsetMs, @holds, @reason
DECLARE @now datetime2(3) = DATEADD(microsecond, -500,
  DATEADD(millisecond, @offsetMs, DATEADD(second, @offsetSeconds, SYSUTCDATETIME())));
DECLARE @changed TABLE (id bigint NOT NULL PRIMARY KEY, queue nvarchar(50) NOT NULL, type nvarchar(100) NOT NULL,
  claim int NOT NULL, dueAt datetime2(3), state nvarchar(12) NOT NULL, revision int NOT NULL, reason nvarchar(200));
UPDATE job SET state = 'waiting', attempt = attempt - 1, revision = revision + 1
OUTPUT inserted.id, inserted.queue, inserted.type, inserted.claim, inserted.dueAt,
  inserted.state, inserted.revision, @reason INTO @changed (id, queue, type, claim, dueAt, state, revision, reason)
FROM OPENJSON(@holds) WITH (heldId bigint '$[0]', heldClaim int '$[1]') AS hold
INNER JOIN "jobs"."Job" AS job WITH (FORCESEEK) ON job.id = hold.heldId
WHERE job.claim = hold.heldClaim AND job.state = 'processing' OPTION (LOOP JOIN, FORCE ORDER);
INSERT INTO "jobs"."State" (jobId, seq, claim, name, reason, data, at)
SELECT id, revision, claim, state, reason,
  CASE WHEN state = 'waiting' THEN CONCAT(N'{"dueAt":"', CONCAT(REPLACE(CONVERT(nvarchar(23), dueAt, 121), N' ', N'T'), N'Z'), N'"}') END, @now
FROM @changed;
SELECT id, queue, type, claim, dueAt FROM @changed;

-- silentServers: Server, a few rows, read whole
-- silentServers: IX_Job_state (state): all that run, as many as there are workers
-- parameters: @offsetSeconds, @offsetMs, @silenceMs
DECLARE @now datetime2(3) = DATEADD(microsecond, -500,
  DATEADD(millisecond, @offsetMs, DATEADD(second, @offsetSeconds, SYSUTCDATETIME())));
SELECT id FROM "jobs"."Server" WHERE heartbeatAt < DATEADD(millisecond, -@silenceMs % 1000, DATEADD(second, -@silenceMs / 1000, @now))
UNION
SELECT job.serverId FROM "jobs"."Job" AS job
WHERE job.state = 'processing' AND NOT EXISTS (SELECT 1 FROM "jobs"."Server" AS server WHERE server.id = job.serverId);

-- takeOver: IX_Job_state (state): all that run, as many as there are workers
-- takeOver: Server by its primary key
-- parameters: @offsetSeconds, @offsetMs, @serverId, @data
DECLARE @now datetime2(3) = DATEADD(microsecond, -500,
  DATEADD(millisecond, @offsetMs, DATEADD(second, @offsetSeconds, SYSUTCDATETIME())));
DECLARE @changed TABLE (id bigint NOT NULL PRIMARY KEY, queue nvarchar(50) NOT NULL, type nvarchar(100) NOT NULL,
  claim int NOT NULL, dueAt datetime2(3), state nvarchar(12) NOT NULL, revision int NOT NULL, reason nvarchar(200));
UPDATE "jobs"."Job" SET state = 'failed', deaths = deaths + 1,
  revision = revision + 1, finishedAt = @now, lastError = N'The server that ran the job died.'
OUTPUT inserted.id, inserted.queue, inserted.type, inserted.claim, inserted.dueAt,
  inserted.state, inserted.revision, N'poison' INTO @changed (id, queue, type, claim, dueAt, state, revision, reason)
FROM "jobs"."Job" WITH (INDEX (IX_Job_state), FORCESEEK)
WHERE state = 'processing' AND serverId = @serverId AND deaths >= 2;
UPDATE "jobs"."Job" SET state = 'failed', deaths = deaths + 1,
  revision = revision + 1, finishedAt = @now, lastError = N'The server that ran the job died.'
OUTPUT inserted.id, inserted.queue, inserted.type, inserted.claim, inserted.dueAt,
  inserted.state, inserted.revision, N'server-lost' INTO @changed (id, queue, type, claim, dueAt, state, revision, reason)
FROM "jobs"."Job" WITH (INDEX (IX_Job_state), FORCESEEK)
WHERE state = 'processing' AND serverId = @serverId AND attempt >= maxAttempts;
UPDATE "jobs"."Job" SET state = 'waiting', deaths = deaths + 1, revision = revision + 1
OUTPUT inserted.id, inserted.queue, inserted.type, inserted.claim, inserted.dueAt,
  inserted.state, inserted.revision, N'server-lost' INTO @changed (id, queue, type, claim, dueAt, state, revision, reason)
FROM "jobs"."Job" WITH (INDEX (IX_Job_state), FORCESEEK)
WHERE state = 'processing' AND serverId = @serverId;
INSERT INTO "jobs"."State" (jobId, seq, claim, name, reason, data, at)
SELECT id, revision, claim, state, reason,
  COALESCE(CASE WHEN state = 'waiting' THEN CONCAT(N'{"dueAt":"', CONCAT(REPLACE(CONVERT(nvarchar(23), dueAt, 121), N' ', N'T'), N'Z'), N'"}') END, @data), @now
FROM @changed;
DELETE FROM "jobs"."Server" WHERE id = @serverId;
SELECT id, queue, type, claim, dueAt, state FROM @changed;

-- settleStranded: IX_Job_parent WHERE state = 'awaiting': all that await, read whole
-- settleStranded: Job by its primary key
-- settleStranded: IX_Job_parent (parentId) WHERE state = 'awaiting'
-- parameters: @offsetSeconds, @offsetMs, @limit
DECLARE @now datetime2(3) = DATEADD(microsecond, -500,
  DATEADD(millisecond, @offsetMs, DATEADD(second, @offsetSeconds, SYSUTCDATETIME())));
DECLARE @changed TABLE (id bigint NOT NULL PRIMARY KEY, queue nvarchar(50) NOT NULL, type nvarchar(100) NOT NULL,
  claim int NOT NULL, dueAt datetime2(3), state nvarchar(12) NOT NULL, revision int NOT NULL, reason nvarchar(200));
DECLARE @parent TABLE (id bigint NOT NULL PRIMARY KEY, state nvarchar(12));
INSERT INTO @parent (id) SELECT DISTINCT TOP (@limit) child.parentId
FROM "jobs"."Job" AS child WITH (INDEX (IX_Job_parent)) LEFT JOIN "jobs"."Job" AS parent ON parent.id = child.parentId
WHERE child.state = 'awaiting' AND child.parentId IS NOT NULL
  AND (parent.state IS NULL OR parent.state IN ('succeeded', 'deleted')) OPTION (LOOP JOIN, FORCE ORDER);
UPDATE parent SET state = job.state
FROM @parent AS parent INNER JOIN "jobs"."Job" AS job WITH (UPDLOCK, ROWLOCK, FORCESEEK) ON job.id = parent.id OPTION (LOOP JOIN, FORCE ORDER);
DECLARE @generation int = 0;
DECLARE @gone TABLE (generation int NOT NULL, id bigint NOT NULL, PRIMARY KEY (generation, id));
INSERT INTO @gone (generation, id) SELECT 0, id FROM (SELECT id FROM @parent WHERE state IS NULL OR state = 'deleted') AS parent (id);
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
UPDATE "jobs"."Job" SET state = 'waiting', revision = revision + 1,
  dueAt = CASE WHEN dueAt > @now THEN dueAt ELSE @now END
OUTPUT inserted.id, inserted.queue, inserted.type, inserted.claim, inserted.dueAt,
  inserted.state, inserted.revision, N'parent-succeeded' INTO @changed (id, queue, type, claim, dueAt, state, revision, reason)
FROM "jobs"."Job" WITH (INDEX (IX_Job_parent), FORCESEEK)
WHERE state = 'awaiting' AND parentId IN (SELECT id FROM @parent WHERE state = 'succeeded');
INSERT INTO "jobs"."State" (jobId, seq, claim, name, reason, data, at)
SELECT id, revision, claim, state, reason,
  CASE WHEN state = 'waiting' THEN CONCAT(N'{"dueAt":"', CONCAT(REPLACE(CONVERT(nvarchar(23), dueAt, 121), N' ', N'T'), N'Z'), N'"}') END, @now
FROM @changed;
SELECT id, queue, type, claim, dueAt FROM @changed WHERE state = 'waiting';

-- parkUnknown: IX_Job_state (state, queue, type), three seeks for each pair of queue and type
-- parkUnknown: Server, a few rows, read whole
-- parkUnknown: IX_Job_waiting (queue, type, dueAt, id) WHERE state = 'waiting'
-- parkUnknown: Job by its primary key
-- parameters: @offsetSeconds, @offsetMs, @inState, @inQueue, @inType, @graceMs, @limit
DECLARE @now datetime2(3) = DATEADD(microsecond, -500,
  DATEADD(millisecond, @offsetMs, DATEADD(second, @offsetSeconds, SYSUTCDATETIME())));
DECLARE @changed TABLE (id bigint NOT NULL PRIMARY KEY, queue nvarchar(50) NOT NULL, type nvarchar(100) NOT NULL,
  claim int NOT NULL, dueAt datetime2(3), state nvarchar(12) NOT NULL, revision int NOT NULL, reason nvarchar(200));
DECLARE @lane TABLE (state nvarchar(12) NOT NULL, queue nvarchar(50) NOT NULL, type nvarchar(100) NOT NULL,
  PRIMARY KEY (state, queue, type));
DECLARE @state nvarchar(12) = COALESCE(@inState, N''), @queue nvarchar(50) = N'', @type nvarchar(100) = N'';
WHILE 1 = 1
BEGIN
  SELECT TOP (1) @state = step.state, @queue = step.queue, @type = step.type FROM (
    SELECT * FROM (SELECT TOP (1) 1 AS span, state, queue, type FROM "jobs"."Job"
      WHERE state = @state AND queue = @queue AND type > @type ORDER BY type) AS next_type
    UNION ALL
    SELECT * FROM (SELECT TOP (1) 2 AS span, state, queue, type FROM "jobs"."Job"
      WHERE state = @state AND queue > @queue ORDER BY queue, type) AS next_queue
    UNION ALL
    SELECT * FROM (SELECT TOP (1) 3 AS span, state, queue, type FROM "jobs"."Job"
      WHERE @inState IS NULL AND state > @state ORDER BY state, queue, type) AS next_state
  ) AS step ORDER BY step.span;
  IF @@ROWCOUNT = 0 BREAK;
  IF (@inQueue IS NULL OR @queue = @inQueue) AND (@inType IS NULL OR @type = @inType)
    INSERT INTO @lane (state, queue, type) VALUES (@state, @queue, @type);
END;
DECLARE @since datetime2(3) = DATEADD(millisecond, -@graceMs % 1000, DATEADD(second, -@graceMs / 1000, @now));
DELETE FROM @lane WHERE type IN (SELECT handled.type FROM "jobs"."Server" AS server
  CROSS APPLY OPENJSON(server.types) WITH (type nvarchar(100) '$') AS handled);
UPDATE job SET state = 'failed', revision = revision + 1, finishedAt = @now,
  lastError = CONCAT(N'No server handles jobs of type ', job.type, N'.')
OUTPUT inserted.id, inserted.queue, inserted.type, inserted.claim, inserted.dueAt,
  inserted.state, inserted.revision, N'unknown-type' INTO @changed (id, queue, type, claim, dueAt, state, revision, reason)
FROM (SELECT TOP (@limit) job.id AS unknownId FROM @lane AS lane
  INNER JOIN "jobs"."Job" AS job WITH (INDEX (IX_Job_waiting), FORCESEEK, READCOMMITTEDLOCK, READPAST, UPDLOCK, ROWLOCK)
    ON job.state = 'waiting' AND job.queue = lane.queue AND job.type = lane.type AND job.dueAt <= @since) AS due
INNER JOIN "jobs"."Job" AS job WITH (FORCESEEK) ON job.id = due.unknownId
WHERE job.state = 'waiting'
  AND EXISTS (SELECT 1 FROM "jobs"."Server" AS server WHERE server.types <> N'[]' AND server.startedAt <= @since) OPTION (LOOP JOIN, FORCE ORDER);
INSERT INTO "jobs"."State" (jobId, seq, claim, name, reason, data, at)
SELECT id, revision, claim, state, reason,
  CASE WHEN state = 'waiting' THEN CONCAT(N'{"dueAt":"', CONCAT(REPLACE(CONVERT(nvarchar(23), dueAt, 121), N' ', N'T'), N'Z'), N'"}') END, @now
FROM @changed;
SELECT id FROM @changed;

-- removeExpired: IX_Job_expired (expiresAt) WHERE expiresAt IS NOT NULL
-- removeExpired: IX_Job_parent (parentId) WHERE state = 'awaiting'
-- removeExpired: Job by its primary key
-- removeExpired: State (jobId)
-- removeExpired: IX_Log_job (jobId)
-- removeExpired: IX_Tag_job (jobId)
-- parameters: @offsetSeconds, @offsetMs, @limit
SET DEADLOCK_PRIORITY LOW;
DECLARE @now datetime2(3) = DATEADD(microsecond, -500,
  DATEADD(millisecond, @offsetMs, DATEADD(second, @offsetSeconds, SYSUTCDATETIME())));
DECLARE @expired TABLE (id bigint NOT NULL PRIMARY KEY);
INSERT INTO @expired (id)
SELECT job.id FROM (
  SELECT TOP (@limit) expired.id FROM "jobs"."Job" AS expired WITH (INDEX (IX_Job_expired), FORCESEEK)
  WHERE expired.expiresAt IS NOT NULL AND expired.expiresAt <= @now AND NOT EXISTS (SELECT 1 FROM "jobs"."Job" AS child WITH (INDEX (IX_Job_parent), FORCESEEK) WHERE child.state = 'awaiting' AND child.parentId = expired.id)
  ORDER BY expired.expiresAt) AS due
INNER JOIN "jobs"."Job" AS job WITH (INDEX (1), FORCESEEK, READCOMMITTEDLOCK, READPAST, UPDLOCK, ROWLOCK) ON job.id = due.id
WHERE job.expiresAt <= @now OPTION (LOOP JOIN, FORCE ORDER);
DELETE gone FROM @expired AS gone WHERE EXISTS (SELECT 1 FROM "jobs"."Job" AS child WITH (INDEX (IX_Job_parent), FORCESEEK) WHERE child.state = 'awaiting' AND child.parentId = gone.id);
WHILE 1 = 1
BEGIN
  DELETE TOP (2000) FROM "jobs"."State" WHERE jobId IN (SELECT id FROM @expired);
  IF @@ROWCOUNT < 2000 BREAK;
END;
WHILE 1 = 1
BEGIN
  DELETE TOP (2000) FROM "jobs"."Log" WHERE jobId IN (SELECT id FROM @expired);
  IF @@ROWCOUNT < 2000 BREAK;
END;
DELETE FROM "jobs"."Tag" WHERE jobId IN (SELECT id FROM @expired);
DELETE FROM "jobs"."Job" WHERE id IN (SELECT id FROM @expired);
SELECT COUNT(*) AS removed FROM @expired;

-- lead: Lock by its primary key
-- parameters: @offsetSeconds, @offsetMs, @name, @holder, @leaseMs
DECLARE @now datetime2(3) = DATEADD(microsecond, -500,
  DATEADD(millisecond, @offsetMs, DATEADD(second, @offsetSeconds, SYSUTCDATETIME())));
DECLARE @until datetime2(3) = DATEADD(millisecond, @leaseMs % 1000, DATEADD(second, @leaseMs / 1000, @now));
UPDATE "jobs"."Lock" SET holder = @holder, until = @until WHERE name = @name AND (holder = @holder OR until <= @now);
DECLARE @leads int = @@ROWCOUNT;
IF @leads = 0
BEGIN
  INSERT INTO "jobs"."Lock" (name, holder, until) SELECT @name, @holder, @until
  WHERE NOT EXISTS (SELECT 1 FROM "jobs"."Lock" WITH (UPDLOCK, HOLDLOCK) WHERE name = @name);
  SET @leads = @@ROWCOUNT;
END;
SELECT CAST(@leads AS bit) AS leads;

-- resign: Lock by its primary key
-- parameters: @name, @holder
DELETE FROM "jobs"."Lock" WHERE name = @name AND holder = @holder;

-- addStats: Stat (hour, type, outcome, serverId)
-- parameters: @offsetSeconds, @offsetMs, @serverId, @deltas
DECLARE @now datetime2(3) = DATEADD(microsecond, -500,
  DATEADD(millisecond, @offsetMs, DATEADD(second, @offsetSeconds, SYSUTCDATETIME())));
DECLARE @hour nvarchar(13) = LEFT(CONCAT(REPLACE(CONVERT(nvarchar(23), @now, 121), N' ', N'T'), N'Z'), 13);
UPDATE stat SET "count" = stat."count" + delta."count", waitSum = stat.waitSum + delta.waitSum,
  runSum = stat.runSum + delta.runSum,
  waitBuckets = (
    SELECT CONCAT(N'[', STRING_AGG(CAST(old.value AS int) + CAST(new.value AS int), N',')
      WITHIN GROUP (ORDER BY CAST(old."key" AS int)), N']')
    FROM OPENJSON(stat.waitBuckets) AS old INNER JOIN OPENJSON(delta.waitBuckets) AS new ON new."key" = old."key"),
  runBuckets = (
    SELECT CONCAT(N'[', STRING_AGG(CAST(old.value AS int) + CAST(new.value AS int), N',')
      WITHIN GROUP (ORDER BY CAST(old."key" AS int)), N']')
    FROM OPENJSON(stat.runBuckets) AS old INNER JOIN OPENJSON(delta.runBuckets) AS new ON new."key" = old."key")
FROM OPENJSON(@deltas) WITH (type nvarchar(100) '$[0]', outcome nvarchar(12) '$[1]', "count" int '$[2]',
  waitSum bigint '$[3]', runSum bigint '$[4]', waitBuckets nvarchar(400) '$[5]', runBuckets nvarchar(400) '$[6]') AS delta
INNER JOIN "jobs"."Stat" AS stat
  ON stat.hour = @hour AND stat.type = delta.type AND stat.outcome = delta.outcome AND stat.serverId = @serverId
OPTION (LOOP JOIN, FORCE ORDER);
INSERT INTO "jobs"."Stat" (hour, type, outcome, serverId, "count", waitSum, runSum, waitBuckets, runBuckets)
SELECT @hour, delta.type, delta.outcome, @serverId, delta."count", delta.waitSum, delta.runSum, delta.waitBuckets, delta.runBuckets
FROM OPENJSON(@deltas) WITH (type nvarchar(100) '$[0]', outcome nvarchar(12) '$[1]', "count" int '$[2]',
  waitSum bigint '$[3]', runSum bigint '$[4]', waitBuckets nvarchar(400) '$[5]', runBuckets nvarchar(400) '$[6]') AS delta
WHERE NOT EXISTS (SELECT 1 FROM "jobs"."Stat" AS stat WITH (UPDLOCK, HOLDLOCK)
  WHERE stat.hour = @hour AND stat.type = delta.type AND stat.outcome = delta.outcome AND stat.serverId = @serverId);

-- declareQueues: Queue by its primary key
-- parameters: @queues
UPDATE queue SET ratePerMinute = wanted.ratePerMinute, declaredRate = wanted.ratePerMinute
FROM OPENJSON(@queues) WITH (name nvarchar(50) '$[0]', ratePerMinute int '$[1]') AS wanted INNER JOIN "jobs"."Queue" AS queue ON queue.name = wanted.name
WHERE NOT EXISTS (SELECT queue.declaredRate INTERSECT SELECT wanted.ratePerMinute);
INSERT INTO "jobs"."Queue" (name, ratePerMinute, declaredRate) SELECT wanted.name, wanted.ratePerMinute, wanted.ratePerMinute FROM OPENJSON(@queues) WITH (name nvarchar(50) '$[0]', ratePerMinute int '$[1]') AS wanted
WHERE NOT EXISTS (SELECT 1 FROM "jobs"."Queue" AS queue WITH (UPDLOCK, HOLDLOCK) WHERE queue.name = wanted.name);

-- dueWithin: Queue, a few rows, read whole
-- dueWithin: IX_Job_claim (queue, priority, dueAt, id) WHERE state = 'waiting', three seeks for each queue
-- parameters: @offsetSeconds, @offsetMs, @placeDueAt, @placeId, @horizonMs, @limit
DECLARE @now datetime2(3) = DATEADD(microsecond, -500,
  DATEADD(millisecond, @offsetMs, DATEADD(second, @offsetSeconds, SYSUTCDATETIME())));
DECLARE @from datetime2(3) = @now, @behind bigint = 0;
IF @placeDueAt > @now SELECT @from = @placeDueAt, @behind = @placeId;
DECLARE @until datetime2(3) = DATEADD(millisecond, @horizonMs % 1000, DATEADD(second, @horizonMs / 1000, @now));
SELECT TOP (@limit) id, queue, type, claim, dueAt FROM "jobs"."Queue" AS wanted
CROSS JOIN (VALUES (0), (1), (2)) AS lane (priority)
CROSS APPLY (
  SELECT TOP (@limit) id, queue, type, claim, dueAt FROM "jobs"."Job" AS job WITH (INDEX (IX_Job_claim), FORCESEEK)
  WHERE job.state = 'waiting' AND job.queue = wanted.name AND job.priority = lane.priority
    AND job.dueAt >= @from AND job.dueAt <= @until AND (job.dueAt > @from OR job.id > @behind)
  ORDER BY job.dueAt, job.id) AS near
WHERE wanted.paused = 0 AND wanted.concurrency IS NULL AND wanted.ratePerMinute IS NULL
ORDER BY dueAt, id;

-- declare: RecurringJob by its primary key
-- parameters: @id, @type, @queue, @payload, @cron, @timeZone, @misfire, @enabled, @nextRunAt, @declared
INSERT INTO "jobs"."RecurringJob" (id, type, queue, payload, cron, timeZone, misfire, enabled, nextRunAt, declared)
SELECT @id, @type, @queue, @payload, @cron, @timeZone, @misfire, @enabled, @nextRunAt, @declared
WHERE NOT EXISTS (SELECT 1 FROM "jobs"."RecurringJob" WITH (UPDLOCK, HOLDLOCK) WHERE id = @id);
UPDATE "jobs"."RecurringJob" SET type = @type, queue = @queue, payload = @payload,
  cron = CASE WHEN cron <> JSON_VALUE(declared, '$.cron') OR timeZone <> JSON_VALUE(declared, '$.timeZone') THEN cron ELSE @cron END, timeZone = CASE WHEN cron <> JSON_VALUE(declared, '$.cron') OR timeZone <> JSON_VALUE(declared, '$.timeZone') THEN timeZone ELSE @timeZone END,
  nextRunAt = CASE WHEN cron <> JSON_VALUE(declared, '$.cron') OR timeZone <> JSON_VALUE(declared, '$.timeZone') THEN nextRunAt ELSE @nextRunAt END,
  misfire = CASE WHEN misfire <> JSON_VALUE(declared, '$.misfire') THEN misfire ELSE @misfire END,
  error = NULL, declared = @declared
WHERE id = @id AND (declared IS NULL OR declared <> @declared);

-- due: RecurringJob, a few rows, read whole
-- parameters: @offsetSeconds, @offsetMs
DECLARE @now datetime2(3) = DATEADD(microsecond, -500,
  DATEADD(millisecond, @offsetMs, DATEADD(second, @offsetSeconds, SYSUTCDATETIME())));
SELECT id, type, queue, payload, cron, timeZone, misfire, enabled, nextRunAt, lastRunAt, lastJobId, error FROM "jobs"."RecurringJob" WHERE enabled = 1 AND nextRunAt <= @now ORDER BY nextRunAt;

-- all: RecurringJob, a few rows, read whole
-- parameters: 0 in their order
SELECT id, type, queue, payload, cron, timeZone, misfire, enabled, nextRunAt, lastRunAt, lastJobId, error FROM "jobs"."RecurringJob" ORDER BY id;

-- advance: RecurringJob by its primary key
-- parameters: @id, @seen, @nextRunAt, @lastRunAt, @error
UPDATE "jobs"."RecurringJob"
SET nextRunAt = @nextRunAt, lastRunAt = COALESCE(@lastRunAt, lastRunAt), error = @error
OUTPUT inserted.id
WHERE id = @id AND nextRunAt = @seen;

-- setLastJob: RecurringJob by its primary key
-- parameters: @id, @jobId
UPDATE "jobs"."RecurringJob" SET lastJobId = @jobId WHERE id = @id;

-- lock a recurring job: RecurringJob by its primary key
-- parameters: @id
SELECT id, type, queue, payload, cron, timeZone, misfire, enabled, nextRunAt, lastRunAt, lastJobId, error FROM "jobs"."RecurringJob" WITH (UPDLOCK, ROWLOCK) WHERE id = @id;

-- edit a recurring job: RecurringJob by its primary key
-- parameters: @id, @enabled, @cron, @timeZone, @misfire, @nextRunAt, @error
UPDATE "jobs"."RecurringJob" SET enabled = @enabled, cron = @cron, timeZone = @timeZone, misfire = @misfire,
  nextRunAt = @nextRunAt, error = @error
WHERE id = @id;

-- lock a queue: Queue by its primary key
-- parameters: @name
SELECT name, paused, pausedBy, pausedAt, concurrency, ratePerMinute
FROM "jobs"."Queue" WITH (UPDLOCK, HOLDLOCK, ROWLOCK) WHERE name = @name;

-- pause: Queue by its primary key
-- parameters: @offsetSeconds, @offsetMs, @name, @userId
DECLARE @now datetime2(3) = DATEADD(microsecond, -500,
  DATEADD(millisecond, @offsetMs, DATEADD(second, @offsetSeconds, SYSUTCDATETIME())));
INSERT INTO "jobs"."Queue" (name) SELECT @name
WHERE NOT EXISTS (SELECT 1 FROM "jobs"."Queue" WITH (UPDLOCK, HOLDLOCK) WHERE name = @name);
UPDATE "jobs"."Queue" SET paused = 1, pausedBy = @userId, pausedAt = @now WHERE name = @name;

-- resume: Queue by its primary key
-- parameters: @name
UPDATE "jobs"."Queue" SET paused = 0, pausedBy = NULL, pausedAt = NULL WHERE name = @name;

-- limit: Queue by its primary key
-- parameters: @name, @concurrency, @ratePerMinute
INSERT INTO "jobs"."Queue" (name) SELECT @name
WHERE NOT EXISTS (SELECT 1 FROM "jobs"."Queue" WITH (UPDLOCK, HOLDLOCK) WHERE name = @name);
UPDATE "jobs"."Queue" SET concurrency = @concurrency, ratePerMinute = @ratePerMinute WHERE name = @name;

-- heads: IX_Job_claim (queue, priority, dueAt, id) WHERE state = 'waiting', a seek for each priority
-- parameters: @name
SELECT id, queue, type, claim, dueAt FROM (VALUES (0), (1), (2)) AS lane (priority)
CROSS APPLY (
  SELECT TOP (1) id, queue, type, claim, dueAt FROM "jobs"."Job" AS job WITH (INDEX (IX_Job_claim), FORCESEEK)
  WHERE job.state = 'waiting' AND job.queue = @name AND job.priority = lane.priority
  ORDER BY job.dueAt, job.id) AS head;
