ALTER TABLE "Appointment" ADD CONSTRAINT "FK_69fd0b021da02f606b738db9e35" FOREIGN KEY ("clientId") REFERENCES "User"("id") ON DELETE NO ACTION ON UPDATE NO ACTION
ALTER TABLE "Appointment" ADD CONSTRAINT "FK_f86425360509a0ead679c17b3eb" FOREIGN KEY ("doctorId") REFERENCES "Doctor"("id") ON DELETE NO ACTION ON UPDATE NO ACTION
ALTER TABLE "AppointmentHistory" ADD CONSTRAINT "FK_61dc80af43218a1e9eea1fdd260" FOREIGN KEY ("appointmentId") REFERENCES "Appointment"("id") ON DELETE NO ACTION ON UPDATE NO ACTION
ALTER TABLE "AppointmentHour" ADD CONSTRAINT "FK_476d51ee27f70ebd4c0dfe25d10" FOREIGN KEY ("doctorId") REFERENCES "Doctor"("id") ON DELETE NO ACTION ON UPDATE NO ACTION
ALTER TABLE "Delivery" ADD CONSTRAINT "FK_4bb9d04894b557ba6df6a5675b2" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE NO ACTION ON UPDATE NO ACTION
ALTER TABLE "Delivery" ADD CONSTRAINT "FK_e1bc6a3f2393953e291e5dd3aef" FOREIGN KEY ("appointmentId") REFERENCES "Appointment"("id") ON DELETE NO ACTION ON UPDATE NO ACTION
ALTER TABLE "Doctor" ADD CONSTRAINT "FK_ae6dbc8dba9c697c34a1c14b8f5" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE NO ACTION ON UPDATE NO ACTION
ALTER TABLE "Inbox" ADD CONSTRAINT "FK_f5230cde4862d521c04c3b33b3b" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE NO ACTION ON UPDATE NO ACTION
ALTER TABLE "MedicalReport" ADD CONSTRAINT "FK_040abfc3df9b5a8e83801cee817" FOREIGN KEY ("doctorId") REFERENCES "Doctor"("id") ON DELETE NO ACTION ON UPDATE NO ACTION
ALTER TABLE "MedicalReport" ADD CONSTRAINT "FK_3aaf5a6a1672fd07c4bf4219d25" FOREIGN KEY ("patientId") REFERENCES "User"("id") ON DELETE NO ACTION ON UPDATE NO ACTION
ALTER TABLE "MedicalReport" ADD CONSTRAINT "FK_f0d3d946e94cf0d37e9f6224cfa" FOREIGN KEY ("appointmentId") REFERENCES "Appointment"("id") ON DELETE NO ACTION ON UPDATE NO ACTION
ALTER TABLE "Notification" ADD CONSTRAINT "FK_39f36b790a14ce0cb846346db95" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE NO ACTION ON UPDATE NO ACTION
ALTER TABLE "Notification" ADD CONSTRAINT "FK_87090139713d7c26169ba41dae4" FOREIGN KEY ("appointmentId") REFERENCES "Appointment"("id") ON DELETE NO ACTION ON UPDATE NO ACTION
ALTER TABLE "Reminder" ADD CONSTRAINT "FK_de550c678a5839c59369a0fe941" FOREIGN KEY ("appointmentId") REFERENCES "Appointment"("id") ON DELETE NO ACTION ON UPDATE NO ACTION
ALTER TABLE "Review" ADD CONSTRAINT "FK_0d679849727696b9fb7f4bfd300" FOREIGN KEY ("appointmentId") REFERENCES "Appointment"("id") ON DELETE NO ACTION ON UPDATE NO ACTION
ALTER TABLE "Review" ADD CONSTRAINT "FK_c57e825176ffe68846528b1cde4" FOREIGN KEY ("clientId") REFERENCES "User"("id") ON DELETE NO ACTION ON UPDATE NO ACTION
ALTER TABLE "Review" ADD CONSTRAINT "FK_cfe527a1fd0539417f813223d6d" FOREIGN KEY ("doctorId") REFERENCES "Doctor"("id") ON DELETE NO ACTION ON UPDATE NO ACTION
ALTER TABLE "SignIn" ADD CONSTRAINT "FK_de250fbe6c4ff85aeece6ba2850" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE NO ACTION ON UPDATE NO ACTION
ALTER TABLE "Ticket" ADD CONSTRAINT "FK_eabfaf5c6e37917138166dc1dbe" FOREIGN KEY ("signInId") REFERENCES "SignIn"("id") ON DELETE NO ACTION ON UPDATE NO ACTION
CREATE INDEX "IX_Alert_ended" ON "Alert" ("endedAt")
CREATE INDEX "IX_AppointmentHistory_appointment" ON "AppointmentHistory" ("appointmentId", "id")
CREATE INDEX "IX_Appointment_client" ON "Appointment" ("clientId", "startsAt", "id")
CREATE INDEX "IX_Appointment_doctor" ON "Appointment" ("doctorId", "startsAt", "id")
CREATE INDEX "IX_Appointment_startsAt" ON "Appointment" ("startsAt", "id")
CREATE INDEX "IX_Appointment_status" ON "Appointment" ("status", "endsAt")
CREATE INDEX "IX_AttemptCount_forgottenAt" ON "AttemptCount" ("forgottenAt")
CREATE INDEX "IX_AuditEntry_action" ON "AuditEntry" ("action", "at", "id")
CREATE INDEX "IX_AuditEntry_actor" ON "AuditEntry" ("actorId", "at", "id")
CREATE INDEX "IX_AuditEntry_at" ON "AuditEntry" ("at", "id")
CREATE INDEX "IX_AuditEntry_subject" ON "AuditEntry" ("subjectType", "subjectId", "at", "id")
CREATE INDEX "IX_Delivery_notification" ON "Delivery" ("notificationId")
CREATE INDEX "IX_Delivery_state" ON "Delivery" ("state", "id")
CREATE INDEX "IX_IdempotencyKey_expiresAt" ON "IdempotencyKey" ("expiresAt")
CREATE INDEX "IX_Job_claim" ON "jobs"."Job" ("queue", "priority", "dueAt", "id") WHERE state = 'waiting'
CREATE INDEX "IX_Job_expired" ON "jobs"."Job" ("expiresAt") WHERE expiresAt IS NOT NULL
CREATE INDEX "IX_Job_failed" ON "jobs"."Job" ("finishedAt", "id") WHERE state = 'failed'
CREATE INDEX "IX_Job_keyed" ON "jobs"."Job" ("key", "id") WHERE "key" IS NOT NULL
CREATE INDEX "IX_Job_parent" ON "jobs"."Job" ("parentId") WHERE state = 'awaiting'
CREATE INDEX "IX_Job_retry" ON "jobs"."Job" ("queue", "type", "dueAt", "id") WHERE state = 'waiting' AND attempt > 0
CREATE INDEX "IX_Job_state" ON "jobs"."Job" ("state", "queue", "type", "id")
CREATE INDEX "IX_Job_suspect" ON "jobs"."Job" ("dueAt") WHERE state = 'waiting' AND deaths >= 2
CREATE INDEX "IX_Job_waiting" ON "jobs"."Job" ("queue", "type", "dueAt", "id") WHERE state = 'waiting'
CREATE INDEX "IX_Log_job" ON "jobs"."Log" ("jobId", "id")
CREATE INDEX "IX_MedicalReport_doctor" ON "MedicalReport" ("doctorId", "createdAt", "id")
CREATE INDEX "IX_MedicalReport_patient" ON "MedicalReport" ("patientId", "createdAt", "id")
CREATE INDEX "IX_Notification_unread" ON "Notification" ("userId", "readAt", "shownUntil")
CREATE INDEX "IX_Notification_user" ON "Notification" ("userId", "createdAt", "id")
CREATE INDEX "IX_Reminder_outcome" ON "Reminder" ("outcome", "dueAt")
CREATE INDEX "IX_Review_createdAt" ON "Review" ("createdAt", "id")
CREATE INDEX "IX_Review_doctor" ON "Review" ("doctorId", "createdAt", "id")
CREATE INDEX "IX_Review_rating" ON "Review" ("doctorId", "rating")
CREATE INDEX "IX_SignIn_family" ON "SignIn" ("familyId")
CREATE INDEX "IX_SignIn_keptUntil" ON "SignIn" ("keptUntil")
CREATE INDEX "IX_SignIn_user" ON "SignIn" ("userId")
CREATE INDEX "IX_Tag_job" ON "jobs"."Tag" ("jobId")
CREATE INDEX "IX_Ticket_expiresAt" ON "Ticket" ("expiresAt")
CREATE INDEX "IX_User_createdAt" ON "User" ("createdAt", "id")
CREATE INDEX "IX_User_role" ON "User" ("role", "isActive")
CREATE TABLE "Alert" ("id" int NOT NULL IDENTITY(1,1), "kind" nvarchar(20) NOT NULL, "suspectedAt" datetime2(3) NOT NULL, "openedAt" datetime2(3), "goodSince" datetime2(3), "endedAt" datetime2(3), "figure" int NOT NULL, "openPostedAt" datetime2(3), "endPostedAt" datetime2(3), "openToldAt" datetime2(3), "endToldAt" datetime2(3), CONSTRAINT "PK_e3b013dd68faec2607eb13f50a3" PRIMARY KEY ("id"))
CREATE TABLE "Appointment" ("id" int NOT NULL IDENTITY(1,1), "clientId" nvarchar(36) NOT NULL, "doctorId" int NOT NULL, "date" nvarchar(10) NOT NULL, "time" nvarchar(5) NOT NULL, "timeZone" nvarchar(64) NOT NULL, "startsAt" datetime2(3) NOT NULL, "endsAt" datetime2(3) NOT NULL, "status" nvarchar(16) NOT NULL, "reason" nvarchar(1000) NOT NULL, "notes" nvarchar(2000), "adminNotes" nvarchar(MAX), "version" int NOT NULL, "sequence" int NOT NULL, "reschedules" int NOT NULL, "createdAt" datetime2(3) NOT NULL, "updatedAt" datetime2(3) NOT NULL, "completedAt" datetime2(3), CONSTRAINT "PK_b4c282a5c7803f8bd875bc6c4d5" PRIMARY KEY ("id"))
CREATE TABLE "AppointmentHistory" ("id" int NOT NULL IDENTITY(1,1), "appointmentId" int NOT NULL, "at" datetime2(3) NOT NULL, "byUserId" nvarchar(36), "fromStatus" nvarchar(16), "toStatus" nvarchar(16) NOT NULL, "fromStartsAt" datetime2(3), "toStartsAt" datetime2(3) NOT NULL, "reason" nvarchar(2000), CONSTRAINT "PK_2626488dc60f735872f82266bb3" PRIMARY KEY ("id"))
CREATE TABLE "AppointmentHour" ("id" int NOT NULL IDENTITY(1,1), "doctorId" int NOT NULL, "dayOfWeek" int NOT NULL, "hour" nvarchar(5) NOT NULL, "isActive" bit NOT NULL, "createdAt" datetime2(3) NOT NULL, "updatedAt" datetime2(3), CONSTRAINT "PK_52677056542b32e23a97baafd8d" PRIMARY KEY ("id"))
CREATE TABLE "AttemptCount" ("key" nvarchar(64) NOT NULL, "count" int NOT NULL, "forgottenAt" datetime2(3) NOT NULL, "blockedUntil" datetime2(3), CONSTRAINT "PK_eb72f524ae15d0761086dda2a6f" PRIMARY KEY ("key"))
CREATE TABLE "AuditEntry" ("id" int NOT NULL IDENTITY(1,1), "at" datetime2(3) NOT NULL, "actorId" nvarchar(36), "action" nvarchar(60) NOT NULL, "subjectType" nvarchar(30) NOT NULL, "subjectId" nvarchar(64) NOT NULL, "reason" nvarchar(2000), "data" nvarchar(MAX), CONSTRAINT "PK_c01b3b720ead48711f58b96dd42" PRIMARY KEY ("id"))
CREATE TABLE "Delivery" ("id" int NOT NULL IDENTITY(1,1), "appointmentId" int NOT NULL, "kind" nvarchar(10) NOT NULL, "sequence" int NOT NULL, "offset" int NOT NULL, "channel" nvarchar(10) NOT NULL, "userId" nvarchar(36) NOT NULL, "notificationId" int, "jobId" bigint, "state" nvarchar(10) NOT NULL, "reason" nvarchar(200), "response" nvarchar(1000), "attempts" int NOT NULL, "createdAt" datetime2(3) NOT NULL, "sendingAt" datetime2(3), "finishedAt" datetime2(3), CONSTRAINT "PK_90b858c3595a15f0e9bc9b972be" PRIMARY KEY ("id"))
CREATE TABLE "Doctor" ("id" int NOT NULL IDENTITY(1,1), "userId" nvarchar(36) NOT NULL, "specialization" nvarchar(100) NOT NULL, "phone" nvarchar(30), "isActive" bit NOT NULL, "createdAt" datetime2(3) NOT NULL, CONSTRAINT "PK_e51d7afee336c51f147089232fb" PRIMARY KEY ("id"))
CREATE TABLE "IdempotencyKey" ("name" nvarchar(64) NOT NULL, "mac" nvarchar(43) NOT NULL, "status" int NOT NULL, "resourceId" nvarchar(100) NOT NULL, "expiresAt" datetime2(3) NOT NULL, CONSTRAINT "PK_aa3531586d4315fe5bbefeab6e8" PRIMARY KEY ("name"))
CREATE TABLE "Inbox" ("userId" nvarchar(36) NOT NULL, "position" int NOT NULL, CONSTRAINT "PK_f5230cde4862d521c04c3b33b3b" PRIMARY KEY ("userId"))
CREATE TABLE "MedicalReport" ("id" int NOT NULL IDENTITY(1,1), "appointmentId" int NOT NULL, "doctorId" int NOT NULL, "patientId" nvarchar(36) NOT NULL, "antecedente" nvarchar(MAX), "simptome" nvarchar(MAX), "clinice" nvarchar(MAX), "paraclinice" nvarchar(MAX), "diagnostic" nvarchar(MAX), "recomandari" nvarchar(MAX), "version" int NOT NULL, "createdAt" datetime2(3) NOT NULL, "updatedAt" datetime2(3), "deletedAt" datetime2(3), CONSTRAINT "PK_fda08a661cda63eb3a45903f295" PRIMARY KEY ("id"))
CREATE TABLE "Notification" ("id" int NOT NULL IDENTITY(1,1), "userId" nvarchar(36) NOT NULL, "position" int NOT NULL, "kind" nvarchar(10) NOT NULL, "title" nvarchar(200) NOT NULL, "message" nvarchar(1000) NOT NULL, "appointmentId" int, "sequence" int NOT NULL, "offset" int NOT NULL, "createdAt" datetime2(3) NOT NULL, "shownUntil" datetime2(3), "readAt" datetime2(3), CONSTRAINT "PK_da18f6446b6fea585f01d03f56c" PRIMARY KEY ("id"))
CREATE TABLE "Reminder" ("id" int NOT NULL IDENTITY(1,1), "appointmentId" int NOT NULL, "sequence" int NOT NULL, "offset" int NOT NULL, "dueAt" datetime2(3) NOT NULL, "jobId" bigint, "outcome" nvarchar(10) NOT NULL, "reason" nvarchar(200), CONSTRAINT "PK_0187954f95c8e636b3b1de41f34" PRIMARY KEY ("id"))
CREATE TABLE "Review" ("id" int NOT NULL IDENTITY(1,1), "appointmentId" int NOT NULL, "doctorId" int NOT NULL, "clientId" nvarchar(36) NOT NULL, "rating" int NOT NULL, "comment" nvarchar(1000), "createdAt" datetime2(3) NOT NULL, CONSTRAINT "PK_4af5ddfa8a65e5571d851e4b752" PRIMARY KEY ("id"))
CREATE TABLE "SignIn" ("id" nvarchar(36) NOT NULL, "familyId" nvarchar(36) NOT NULL, "userId" nvarchar(36) NOT NULL, "tokenVersion" int NOT NULL, "createdAt" datetime2(3) NOT NULL, "expiresAt" datetime2(3) NOT NULL, "endedAt" datetime2(3), "refreshHash" nvarchar(64), "refreshedAt" datetime2(3), "keptUntil" datetime2(3) NOT NULL, CONSTRAINT "PK_e81c435e59aae54ffabdb61f9a1" PRIMARY KEY ("id"))
CREATE TABLE "Ticket" ("hash" nvarchar(64) NOT NULL, "signInId" nvarchar(36) NOT NULL, "userId" nvarchar(36) NOT NULL, "expiresAt" datetime2(3) NOT NULL, CONSTRAINT "PK_6027269245605d22c42e53b5543" PRIMARY KEY ("hash"))
CREATE TABLE "User" ("id" nvarchar(36) NOT NULL, "userName" nvarchar(50) NOT NULL, "userNameKey" nvarchar(50) NOT NULL, "email" nvarchar(254) NOT NULL, "emailKey" nvarchar(254) NOT NULL, "firstName" nvarchar(100) NOT NULL, "lastName" nvarchar(100) NOT NULL, "displayName" nvarchar(100) NOT NULL, "dateOfBirth" nvarchar(10), "gender" int, "role" nvarchar(10) NOT NULL, "passwordHash" nvarchar(200) NOT NULL, "isActive" bit NOT NULL, "tokenVersion" int NOT NULL, "language" nvarchar(2) NOT NULL, "emailReminders" bit NOT NULL, "reminderOffsets" nvarchar(MAX), "createdAt" datetime2(3) NOT NULL, CONSTRAINT "PK_9862f679340fb2388436a5ab3e4" PRIMARY KEY ("id"))
CREATE TABLE "Verification" ("name" nvarchar(40) NOT NULL, "checkedAt" datetime2(3) NOT NULL, "checked" int NOT NULL, "broken" int NOT NULL, "healed" int NOT NULL, "healedEver" bigint NOT NULL, CONSTRAINT "PK_289788f70c2562f90676bdcff8f" PRIMARY KEY ("name"))
CREATE TABLE "jobs"."Job" ("id" bigint NOT NULL IDENTITY(1,1), "type" nvarchar(100) NOT NULL, "queue" nvarchar(50) NOT NULL, "priority" int NOT NULL, "payload" nvarchar(MAX) NOT NULL, "state" nvarchar(12) NOT NULL, "key" nvarchar(200) COLLATE Latin1_General_100_BIN2, "dueAt" datetime2(3), "deadline" datetime2(3), "claim" int NOT NULL CONSTRAINT "DF_d28ec6fe01f1b4c29b4c80091ab" DEFAULT 0, "attempt" int NOT NULL CONSTRAINT "DF_1ca3adee68cdec9931462385f89" DEFAULT 0, "maxAttempts" int NOT NULL, "deaths" int NOT NULL CONSTRAINT "DF_7450e40156b9a3a8ef86c685df3" DEFAULT 0, "revision" int NOT NULL CONSTRAINT "DF_198a784aadf988def6d6a7026f4" DEFAULT 1, "serverId" nvarchar(64), "parentId" bigint, "progress" int, "lastError" nvarchar(MAX), "traceParent" nvarchar(55), "createdAt" datetime2(3) NOT NULL, "startedAt" datetime2(3), "finishedAt" datetime2(3), "expiresAt" datetime2(3), CONSTRAINT "PK_981d90e7185b9ec1ee6b814ec21" PRIMARY KEY ("id"))
CREATE TABLE "jobs"."Lock" ("name" nvarchar(100) NOT NULL, "holder" nvarchar(64) NOT NULL, "until" datetime2(3) NOT NULL, CONSTRAINT "PK_3544a4ae5deedccbbdc9675464a" PRIMARY KEY ("name"))
CREATE TABLE "jobs"."Log" ("id" bigint NOT NULL IDENTITY(1,1), "jobId" bigint NOT NULL, "claim" int NOT NULL, "level" nvarchar(5) NOT NULL, "message" nvarchar(MAX) NOT NULL, "at" datetime2(3) NOT NULL, CONSTRAINT "PK_47b43670a34b4d7b35ba994e0df" PRIMARY KEY ("id"))
CREATE TABLE "jobs"."Queue" ("name" nvarchar(50) NOT NULL, "paused" bit NOT NULL CONSTRAINT "DF_cc20dae07ec89b30c9255f1ef49" DEFAULT 0, "pausedBy" nvarchar(36), "pausedAt" datetime2(3), "concurrency" int, "ratePerMinute" int, "declaredRate" int, "rateFullAt" datetime2(3), CONSTRAINT "PK_004bbc4c748999345037c95a186" PRIMARY KEY ("name"))
CREATE TABLE "jobs"."RecurringJob" ("id" nvarchar(100) NOT NULL, "type" nvarchar(100) NOT NULL, "queue" nvarchar(50) NOT NULL, "payload" nvarchar(MAX) NOT NULL, "cron" nvarchar(100) NOT NULL, "timeZone" nvarchar(64) NOT NULL, "misfire" nvarchar(5) NOT NULL, "declared" nvarchar(MAX), "enabled" bit NOT NULL CONSTRAINT "DF_5fc1dcc2d1986c4dd0d1c9df2e5" DEFAULT 1, "nextRunAt" datetime2(3), "lastRunAt" datetime2(3), "lastJobId" bigint, "error" nvarchar(MAX), CONSTRAINT "PK_5b228f66119387accf09d23bc63" PRIMARY KEY ("id"))
CREATE TABLE "jobs"."Server" ("id" nvarchar(64) NOT NULL, "host" nvarchar(255) NOT NULL, "pid" int NOT NULL, "role" nvarchar(10) NOT NULL, "queues" nvarchar(MAX) NOT NULL, "types" nvarchar(MAX) NOT NULL, "workers" int NOT NULL, "version" nvarchar(20) NOT NULL, "startedAt" datetime2(3) NOT NULL, "heartbeatAt" datetime2(3) NOT NULL, CONSTRAINT "PK_efbe9b3847a70e734865a487f45" PRIMARY KEY ("id"))
CREATE TABLE "jobs"."Stat" ("hour" nvarchar(13) NOT NULL, "type" nvarchar(100) NOT NULL, "outcome" nvarchar(12) NOT NULL, "serverId" nvarchar(64) NOT NULL, "count" int NOT NULL, "waitSum" bigint NOT NULL, "runSum" bigint NOT NULL, "waitBuckets" nvarchar(400) NOT NULL, "runBuckets" nvarchar(400) NOT NULL, CONSTRAINT "PK_41aeafc35d8f607b855dc998a91" PRIMARY KEY ("hour", "type", "outcome", "serverId"))
CREATE TABLE "jobs"."State" ("jobId" bigint NOT NULL, "seq" int NOT NULL, "claim" int NOT NULL, "name" nvarchar(12) NOT NULL, "reason" nvarchar(200), "data" nvarchar(MAX), "at" datetime2(3) NOT NULL, CONSTRAINT "PK_8ed5d0307643927c425b6ef95b7" PRIMARY KEY ("jobId", "seq"))
CREATE TABLE "jobs"."Tag" ("name" nvarchar(50) NOT NULL, "value" nvarchar(200) NOT NULL, "jobId" bigint NOT NULL, CONSTRAINT "PK_2558c6ec31472e4e20e70b7f659" PRIMARY KEY ("name", "value", "jobId"))
CREATE UNIQUE INDEX "UX_Alert_going_on" ON "Alert" ("kind") WHERE "endedAt" IS NULL
CREATE UNIQUE INDEX "UX_AppointmentHour_start" ON "AppointmentHour" ("doctorId", "dayOfWeek", "hour")
CREATE UNIQUE INDEX "UX_Appointment_client_open" ON "Appointment" ("clientId", "startsAt") WHERE status IN ('scheduled', 'in-progress')
CREATE UNIQUE INDEX "UX_Appointment_doctor_open" ON "Appointment" ("doctorId", "startsAt") WHERE status IN ('scheduled', 'in-progress')
CREATE UNIQUE INDEX "UX_Delivery_once" ON "Delivery" ("appointmentId", "kind", "sequence", "offset", "channel")
CREATE UNIQUE INDEX "UX_Doctor_userId" ON "Doctor" ("userId")
CREATE UNIQUE INDEX "UX_Job_key" ON "jobs"."Job" ("key") WHERE "key" IS NOT NULL AND state IN ('waiting', 'awaiting', 'processing')
CREATE UNIQUE INDEX "UX_MedicalReport_appointment" ON "MedicalReport" ("appointmentId") WHERE "deletedAt" IS NULL
CREATE UNIQUE INDEX "UX_Notification_once" ON "Notification" ("appointmentId", "kind", "sequence", "offset", "userId") WHERE "appointmentId" IS NOT NULL
CREATE UNIQUE INDEX "UX_Notification_position" ON "Notification" ("userId", "position")
CREATE UNIQUE INDEX "UX_Reminder_promise" ON "Reminder" ("appointmentId", "sequence", "offset")
CREATE UNIQUE INDEX "UX_Review_appointment" ON "Review" ("appointmentId")
CREATE UNIQUE INDEX "UX_SignIn_refreshHash" ON "SignIn" ("refreshHash") WHERE "refreshHash" IS NOT NULL
CREATE UNIQUE INDEX "UX_User_emailKey" ON "User" ("emailKey")
CREATE UNIQUE INDEX "UX_User_userNameKey" ON "User" ("userNameKey")
