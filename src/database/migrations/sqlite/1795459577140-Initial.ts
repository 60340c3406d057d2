import { MigrationInterface, QueryRunner } from 'typeorm';

export class Initial1795459577140 implements MigrationInterface {
  name = 'Initial1795459577140';

  public async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      `CREATE TABLE "AppointmentHistory" ("id" integer PRIMARY KEY AUTOINCREMENT NOT NULL, "appointmentId" integer NOT NULL, "at" text NOT NULL, "byUserId" varchar(36), "fromStatus" varchar(16), "toStatus" varchar(16) NOT NULL, "fromStartsAt" text, "toStartsAt" text NOT NULL, "reason" varchar(2000))`,
    );
    await queryRunner.query(
      `CREATE INDEX "IX_AppointmentHistory_appointment" ON "AppointmentHistory" ("appointmentId", "id") `,
    );
    await queryRunner.query(
      `CREATE TABLE "Appointment" ("id" integer PRIMARY KEY AUTOINCREMENT NOT NULL, "clientId" varchar(36) NOT NULL, "doctorId" integer NOT NULL, "date" varchar(10) NOT NULL, "time" varchar(5) NOT NULL, "timeZone" varchar(64) NOT NULL, "startsAt" text NOT NULL, "endsAt" text NOT NULL, "status" varchar(16) NOT NULL, "reason" varchar(1000) NOT NULL, "notes" varchar(2000), "adminNotes" text, "version" integer NOT NULL, "sequence" integer NOT NULL, "reschedules" integer NOT NULL, "createdAt" text NOT NULL, "updatedAt" text NOT NULL, "completedAt" text)`,
    );
    await queryRunner.query(`CREATE INDEX "IX_Appointment_status" ON "Appointment" ("status", "endsAt") `);
    await queryRunner.query(`CREATE INDEX "IX_Appointment_startsAt" ON "Appointment" ("startsAt", "id") `);
    await queryRunner.query(`CREATE INDEX "IX_Appointment_client" ON "Appointment" ("clientId", "startsAt", "id") `);
    await queryRunner.query(`CREATE INDEX "IX_Appointment_doctor" ON "Appointment" ("doctorId", "startsAt", "id") `);
    await queryRunner.query(
      `CREATE UNIQUE INDEX "UX_Appointment_client_open" ON "Appointment" ("clientId", "startsAt") WHERE status IN ('scheduled', 'in-progress')`,
    );
    await queryRunner.query(
      `CREATE UNIQUE INDEX "UX_Appointment_doctor_open" ON "Appointment" ("doctorId", "startsAt") WHERE status IN ('scheduled', 'in-progress')`,
    );
    await queryRunner.query(
      `CREATE TABLE "Reminder" ("id" integer PRIMARY KEY AUTOINCREMENT NOT NULL, "appointmentId" integer NOT NULL, "sequence" integer NOT NULL, "offset" integer NOT NULL, "dueAt" text NOT NULL, "jobId" integer, "outcome" varchar(10) NOT NULL, "reason" varchar(200))`,
    );
    await queryRunner.query(`CREATE INDEX "IX_Reminder_outcome" ON "Reminder" ("outcome", "dueAt") `);
    await queryRunner.query(
      `CREATE UNIQUE INDEX "UX_Reminder_promise" ON "Reminder" ("appointmentId", "sequence", "offset") `,
    );
    await queryRunner.query(
      `CREATE TABLE "AuditEntry" ("id" integer PRIMARY KEY AUTOINCREMENT NOT NULL, "at" text NOT NULL, "actorId" varchar(36), "action" varchar(60) NOT NULL, "subjectType" varchar(30) NOT NULL, "subjectId" varchar(64) NOT NULL, "reason" varchar(2000), "data" text)`,
    );
    await queryRunner.query(`CREATE INDEX "IX_AuditEntry_at" ON "AuditEntry" ("at", "id") `);
    await queryRunner.query(`CREATE INDEX "IX_AuditEntry_action" ON "AuditEntry" ("action", "at", "id") `);
    await queryRunner.query(`CREATE INDEX "IX_AuditEntry_actor" ON "AuditEntry" ("actorId", "at", "id") `);
    await queryRunner.query(
      `CREATE INDEX "IX_AuditEntry_subject" ON "AuditEntry" ("subjectType", "subjectId", "at", "id") `,
    );
    await queryRunner.query(
      `CREATE TABLE "SignIn" ("id" varchar(36) PRIMARY KEY NOT NULL, "familyId" varchar(36) NOT NULL, "userId" varchar(36) NOT NULL, "tokenVersion" integer NOT NULL, "createdAt" text NOT NULL, "expiresAt" text NOT NULL, "endedAt" text, "refreshHash" varchar(64), "refreshedAt" text, "keptUntil" text NOT NULL)`,
    );
    await queryRunner.query(`CREATE INDEX "IX_SignIn_keptUntil" ON "SignIn" ("keptUntil") `);
    await queryRunner.query(`CREATE INDEX "IX_SignIn_family" ON "SignIn" ("familyId") `);
    await queryRunner.query(
      `CREATE UNIQUE INDEX "UX_SignIn_refreshHash" ON "SignIn" ("refreshHash") WHERE "refreshHash" IS NOT NULL`,
    );
    await queryRunner.query(`CREATE INDEX "IX_SignIn_user" ON "SignIn" ("userId") `);
    await queryRunner.query(
      `CREATE TABLE "AttemptCount" ("key" varchar(64) PRIMARY KEY NOT NULL, "count" integer NOT NULL, "forgottenAt" text NOT NULL, "blockedUntil" text)`,
    );
    await queryRunner.query(`CREATE INDEX "IX_AttemptCount_forgottenAt" ON "AttemptCount" ("forgottenAt") `);
    await queryRunner.query(
      `CREATE TABLE "IdempotencyKey" ("name" varchar(64) PRIMARY KEY NOT NULL, "mac" varchar(43) NOT NULL, "status" integer NOT NULL, "resourceId" varchar(100) NOT NULL, "expiresAt" text NOT NULL)`,
    );
    await queryRunner.query(`CREATE INDEX "IX_IdempotencyKey_expiresAt" ON "IdempotencyKey" ("expiresAt") `);
    await queryRunner.query(
      `CREATE TABLE "AppointmentHour" ("id" integer PRIMARY KEY AUTOINCREMENT NOT NULL, "doctorId" integer NOT NULL, "dayOfWeek" integer NOT NULL, "hour" varchar(5) NOT NULL, "isActive" boolean NOT NULL, "createdAt" text NOT NULL, "updatedAt" text)`,
    );
    await queryRunner.query(
      `CREATE UNIQUE INDEX "UX_AppointmentHour_start" ON "AppointmentHour" ("doctorId", "dayOfWeek", "hour") `,
    );
    await queryRunner.query(
      `CREATE TABLE "Doctor" ("id" integer PRIMARY KEY AUTOINCREMENT NOT NULL, "userId" varchar(36) NOT NULL, "specialization" varchar(100) NOT NULL, "phone" varchar(30), "isActive" boolean NOT NULL, "createdAt" text NOT NULL)`,
    );
    await queryRunner.query(`CREATE UNIQUE INDEX "UX_Doctor_userId" ON "Doctor" ("userId") `);
    await queryRunner.query(
      `CREATE TABLE "Delivery" ("id" integer PRIMARY KEY AUTOINCREMENT NOT NULL, "appointmentId" integer NOT NULL, "kind" varchar(10) NOT NULL, "sequence" integer NOT NULL, "offset" integer NOT NULL, "channel" varchar(10) NOT NULL, "userId" varchar(36) NOT NULL, "notificationId" integer, "jobId" integer, "state" varchar(10) NOT NULL, "reason" varchar(200), "response" varchar(1000), "attempts" integer NOT NULL, "createdAt" text NOT NULL, "sendingAt" text, "finishedAt" text)`,
    );
    await queryRunner.query(`CREATE INDEX "IX_Delivery_notification" ON "Delivery" ("notificationId") `);
    await queryRunner.query(`CREATE INDEX "IX_Delivery_state" ON "Delivery" ("state", "id") `);
    await queryRunner.query(
      `CREATE UNIQUE INDEX "UX_Delivery_once" ON "Delivery" ("appointmentId", "kind", "sequence", "offset", "channel") `,
    );
    await queryRunner.query(
      `CREATE TABLE "Notification" ("id" integer PRIMARY KEY AUTOINCREMENT NOT NULL, "userId" varchar(36) NOT NULL, "position" integer NOT NULL, "kind" varchar(10) NOT NULL, "title" varchar(200) NOT NULL, "message" varchar(1000) NOT NULL, "appointmentId" integer, "sequence" integer NOT NULL, "offset" integer NOT NULL, "createdAt" text NOT NULL, "shownUntil" text, "readAt" text)`,
    );
    await queryRunner.query(
      `CREATE INDEX "IX_Notification_unread" ON "Notification" ("userId", "readAt", "shownUntil") `,
    );
    await queryRunner.query(`CREATE UNIQUE INDEX "UX_Notification_position" ON "Notification" ("userId", "position") `);
    await queryRunner.query(`CREATE INDEX "IX_Notification_user" ON "Notification" ("userId", "createdAt", "id") `);
    await queryRunner.query(
      `CREATE UNIQUE INDEX "UX_Notification_once" ON "Notification" ("appointmentId", "kind", "sequence", "offset", "userId") WHERE "appointmentId" IS NOT NULL`,
    );
    await queryRunner.query(
      `CREATE TABLE "User" ("id" varchar(36) PRIMARY KEY NOT NULL, "userName" varchar(50) NOT NULL, "userNameKey" varchar(50) NOT NULL, "email" varchar(254) NOT NULL, "emailKey" varchar(254) NOT NULL, "firstName" varchar(100) NOT NULL, "lastName" varchar(100) NOT NULL, "displayName" varchar(100) NOT NULL, "dateOfBirth" varchar(10), "gender" integer, "role" varchar(10) NOT NULL, "passwordHash" varchar(200) NOT NULL, "isActive" boolean NOT NULL, "tokenVersion" integer NOT NULL, "language" varchar(2) NOT NULL, "emailReminders" boolean NOT NULL, "reminderOffsets" text, "createdAt" text NOT NULL)`,
    );
    await queryRunner.query(`CREATE INDEX "IX_User_role" ON "User" ("role", "isActive") `);
    await queryRunner.query(`CREATE INDEX "IX_User_createdAt" ON "User" ("createdAt", "id") `);
    await queryRunner.query(`CREATE UNIQUE INDEX "UX_User_userNameKey" ON "User" ("userNameKey") `);
    await queryRunner.query(`CREATE UNIQUE INDEX "UX_User_emailKey" ON "User" ("emailKey") `);
    await queryRunner.query(
      `CREATE TABLE "jobs_Job" ("id" integer PRIMARY KEY AUTOINCREMENT NOT NULL, "type" varchar(100) NOT NULL, "queue" varchar(50) NOT NULL, "priority" integer NOT NULL, "payload" text NOT NULL, "state" varchar(12) NOT NULL, "key" varchar(200), "dueAt" text, "deadline" text, "claim" integer NOT NULL DEFAULT (0), "attempt" integer NOT NULL DEFAULT (0), "maxAttempts" integer NOT NULL, "deaths" integer NOT NULL DEFAULT (0), "revision" integer NOT NULL DEFAULT (1), "serverId" varchar(64), "parentId" integer, "progress" integer, "lastError" text, "traceParent" varchar(55), "createdAt" text NOT NULL, "startedAt" text, "finishedAt" text, "expiresAt" text)`,
    );
    await queryRunner.query(`CREATE INDEX "IX_Job_expired" ON "jobs_Job" ("expiresAt") WHERE expiresAt IS NOT NULL`);
    await queryRunner.query(`CREATE INDEX "IX_Job_parent" ON "jobs_Job" ("parentId") WHERE state = 'awaiting'`);
    await queryRunner.query(
      `CREATE UNIQUE INDEX "UX_Job_key" ON "jobs_Job" ("key") WHERE "key" IS NOT NULL AND state IN ('waiting', 'awaiting', 'processing')`,
    );
    await queryRunner.query(`CREATE INDEX "IX_Job_keyed" ON "jobs_Job" ("key", "id") WHERE "key" IS NOT NULL`);
    await queryRunner.query(`CREATE INDEX "IX_Job_failed" ON "jobs_Job" ("finishedAt", "id") WHERE state = 'failed'`);
    await queryRunner.query(`CREATE INDEX "IX_Job_state" ON "jobs_Job" ("state", "queue", "type", "id") `);
    await queryRunner.query(
      `CREATE INDEX "IX_Job_retry" ON "jobs_Job" ("queue", "type", "dueAt", "id") WHERE state = 'waiting' AND attempt > 0`,
    );
    await queryRunner.query(
      `CREATE INDEX "IX_Job_waiting" ON "jobs_Job" ("queue", "type", "dueAt", "id") WHERE state = 'waiting'`,
    );
    await queryRunner.query(
      `CREATE INDEX "IX_Job_suspect" ON "jobs_Job" ("dueAt") WHERE state = 'waiting' AND deaths >= 2`,
    );
    await queryRunner.query(
      `CREATE INDEX "IX_Job_claim" ON "jobs_Job" ("queue", "priority", "dueAt", "id") WHERE state = 'waiting'`,
    );
    await queryRunner.query(
      `CREATE TABLE "jobs_State" ("jobId" integer NOT NULL, "seq" integer NOT NULL, "claim" integer NOT NULL, "name" varchar(12) NOT NULL, "reason" varchar(200), "data" text, "at" text NOT NULL, PRIMARY KEY ("jobId", "seq")) WITHOUT ROWID`,
    );
    await queryRunner.query(
      `CREATE TABLE "jobs_Log" ("id" integer PRIMARY KEY AUTOINCREMENT NOT NULL, "jobId" integer NOT NULL, "claim" integer NOT NULL, "level" varchar(5) NOT NULL, "message" text NOT NULL, "at" text NOT NULL)`,
    );
    await queryRunner.query(`CREATE INDEX "IX_Log_job" ON "jobs_Log" ("jobId", "id") `);
    await queryRunner.query(
      `CREATE TABLE "jobs_Tag" ("name" varchar(50) NOT NULL, "value" varchar(200) NOT NULL, "jobId" integer NOT NULL, PRIMARY KEY ("name", "value", "jobId")) WITHOUT ROWID`,
    );
    await queryRunner.query(`CREATE INDEX "IX_Tag_job" ON "jobs_Tag" ("jobId") `);
    await queryRunner.query(
      `CREATE TABLE "jobs_Queue" ("name" varchar(50) PRIMARY KEY NOT NULL, "paused" boolean NOT NULL DEFAULT (0), "pausedBy" varchar(36), "pausedAt" text, "concurrency" integer, "ratePerMinute" integer, "declaredRate" integer, "rateFullAt" text)`,
    );
    await queryRunner.query(
      `CREATE TABLE "jobs_RecurringJob" ("id" varchar(100) PRIMARY KEY NOT NULL, "type" varchar(100) NOT NULL, "queue" varchar(50) NOT NULL, "payload" text NOT NULL, "cron" varchar(100) NOT NULL, "timeZone" varchar(64) NOT NULL, "misfire" varchar(5) NOT NULL, "declared" text, "enabled" boolean NOT NULL DEFAULT (1), "nextRunAt" text, "lastRunAt" text, "lastJobId" integer, "error" text)`,
    );
    await queryRunner.query(
      `CREATE TABLE "jobs_Server" ("id" varchar(64) PRIMARY KEY NOT NULL, "host" varchar(255) NOT NULL, "pid" integer NOT NULL, "role" varchar(10) NOT NULL, "queues" text NOT NULL, "types" text NOT NULL, "workers" integer NOT NULL, "version" varchar(20) NOT NULL, "startedAt" text NOT NULL, "heartbeatAt" text NOT NULL)`,
    );
    await queryRunner.query(
      `CREATE TABLE "jobs_Stat" ("hour" varchar(13) NOT NULL, "type" varchar(100) NOT NULL, "outcome" varchar(12) NOT NULL, "serverId" varchar(64) NOT NULL, "count" integer NOT NULL, "waitSum" integer NOT NULL, "runSum" integer NOT NULL, "waitBuckets" varchar(400) NOT NULL, "runBuckets" varchar(400) NOT NULL, PRIMARY KEY ("hour", "type", "outcome", "serverId")) WITHOUT ROWID`,
    );
    await queryRunner.query(
      `CREATE TABLE "jobs_Lock" ("name" varchar(100) PRIMARY KEY NOT NULL, "holder" varchar(64) NOT NULL, "until" text NOT NULL)`,
    );
    await queryRunner.query(`DROP INDEX "IX_AppointmentHistory_appointment"`);
    await queryRunner.query(
      `CREATE TABLE "temporary_AppointmentHistory" ("id" integer PRIMARY KEY AUTOINCREMENT NOT NULL, "appointmentId" integer NOT NULL, "at" text NOT NULL, "byUserId" varchar(36), "fromStatus" varchar(16), "toStatus" varchar(16) NOT NULL, "fromStartsAt" text, "toStartsAt" text NOT NULL, "reason" varchar(2000), CONSTRAINT "FK_61dc80af43218a1e9eea1fdd260" FOREIGN KEY ("appointmentId") REFERENCES "Appointment" ("id") ON DELETE NO ACTION ON UPDATE NO ACTION)`,
    );
    await queryRunner.query(
      `INSERT INTO "temporary_AppointmentHistory"("id", "appointmentId", "at", "byUserId", "fromStatus", "toStatus", "fromStartsAt", "toStartsAt", "reason") SELECT "id", "appointmentId", "at", "byUserId", "fromStatus", "toStatus", "fromStartsAt", "toStartsAt", "reason" FROM "AppointmentHistory"`,
    );
    await queryRunner.query(`DROP TABLE "AppointmentHistory"`);
    await queryRunner.query(`ALTER TABLE "temporary_AppointmentHistory" RENAME TO "AppointmentHistory"`);
    await queryRunner.query(
      `CREATE INDEX "IX_AppointmentHistory_appointment" ON "AppointmentHistory" ("appointmentId", "id") `,
    );
    await queryRunner.query(`DROP INDEX "IX_Appointment_status"`);
    await queryRunner.query(`DROP INDEX "IX_Appointment_startsAt"`);
    await queryRunner.query(`DROP INDEX "IX_Appointment_client"`);
    await queryRunner.query(`DROP INDEX "IX_Appointment_doctor"`);
    await queryRunner.query(`DROP INDEX "UX_Appointment_client_open"`);
    await queryRunner.query(`DROP INDEX "UX_Appointment_doctor_open"`);
    await queryRunner.query(
      `CREATE TABLE "temporary_Appointment" ("id" integer PRIMARY KEY AUTOINCREMENT NOT NULL, "clientId" varchar(36) NOT NULL, "doctorId" integer NOT NULL, "date" varchar(10) NOT NULL, "time" varchar(5) NOT NULL, "timeZone" varchar(64) NOT NULL, "startsAt" text NOT NULL, "endsAt" text NOT NULL, "status" varchar(16) NOT NULL, "reason" varchar(1000) NOT NULL, "notes" varchar(2000), "adminNotes" text, "version" integer NOT NULL, "sequence" integer NOT NULL, "reschedules" integer NOT NULL, "createdAt" text NOT NULL, "updatedAt" text NOT NULL, "completedAt" text, CONSTRAINT "FK_69fd0b021da02f606b738db9e35" FOREIGN KEY ("clientId") REFERENCES "User" ("id") ON DELETE NO ACTION ON UPDATE NO ACTION, CONSTRAINT "FK_f86425360509a0ead679c17b3eb" FOREIGN KEY ("doctorId") REFERENCES "Doctor" ("id") ON DELETE NO ACTION ON UPDATE NO ACTION)`,
    );
    await queryRunner.query(
      `INSERT INTO "temporary_Appointment"("id", "clientId", "doctorId", "date", "time", "timeZone", "startsAt", "endsAt", "status", "reason", "notes", "adminNotes", "version", "sequence", "reschedules", "createdAt", "updatedAt", "completedAt") SELECT "id", "clientId", "doctorId", "date", "time", "timeZone", "startsAt", "endsAt", "status", "reason", "notes", "adminNotes", "version", "sequence", "reschedules", "createdAt", "updatedAt", "completedAt" FROM "Appointment"`,
    );
    await queryRunner.query(`DROP TABLE "Appointment"`);
    await queryRunner.query(`ALTER TABLE "temporary_Appointment" RENAME TO "Appointment"`);
    await queryRunner.query(`CREATE INDEX "IX_Appointment_status" ON "Appointment" ("status", "endsAt") `);
    await queryRunner.query(`CREATE INDEX "IX_Appointment_startsAt" ON "Appointment" ("startsAt", "id") `);
    await queryRunner.query(`CREATE INDEX "IX_Appointment_client" ON "Appointment" ("clientId", "startsAt", "id") `);
    await queryRunner.query(`CREATE INDEX "IX_Appointment_doctor" ON "Appointment" ("doctorId", "startsAt", "id") `);
    await queryRunner.query(
      `CREATE UNIQUE INDEX "UX_Appointment_client_open" ON "Appointment" ("clientId", "startsAt") WHERE status IN ('scheduled', 'in-progress')`,
    );
    await queryRunner.query(
      `CREATE UNIQUE INDEX "UX_Appointment_doctor_open" ON "Appointment" ("doctorId", "startsAt") WHERE status IN ('scheduled', 'in-progress')`,
    );
    await queryRunner.query(`DROP INDEX "IX_Reminder_outcome"`);
    await queryRunner.query(`DROP INDEX "UX_Reminder_promise"`);
    await queryRunner.query(
      `CREATE TABLE "temporary_Reminder" ("id" integer PRIMARY KEY AUTOINCREMENT NOT NULL, "appointmentId" integer NOT NULL, "sequence" integer NOT NULL, "offset" integer NOT NULL, "dueAt" text NOT NULL, "jobId" integer, "outcome" varchar(10) NOT NULL, "reason" varchar(200), CONSTRAINT "FK_de550c678a5839c59369a0fe941" FOREIGN KEY ("appointmentId") REFERENCES "Appointment" ("id") ON DELETE NO ACTION ON UPDATE NO ACTION)`,
    );
    await queryRunner.query(
      `INSERT INTO "temporary_Reminder"("id", "appointmentId", "sequence", "offset", "dueAt", "jobId", "outcome", "reason") SELECT "id", "appointmentId", "sequence", "offset", "dueAt", "jobId", "outcome", "reason" FROM "Reminder"`,
    );
    await queryRunner.query(`DROP TABLE "Reminder"`);
    await queryRunner.query(`ALTER TABLE "temporary_Reminder" RENAME TO "Reminder"`);
    await queryRunner.query(`CREATE INDEX "IX_Reminder_outcome" ON "Reminder" ("outcome", "dueAt") `);
    await queryRunner.query(
      `CREATE UNIQUE INDEX "UX_Reminder_promise" ON "Reminder" ("appointmentId", "sequence", "offset") `,
    );
    await queryRunner.query(`DROP INDEX "IX_SignIn_keptUntil"`);
    await queryRunner.query(`DROP INDEX "IX_SignIn_family"`);
    await queryRunner.query(`DROP INDEX "UX_SignIn_refreshHash"`);
    await queryRunner.query(`DROP INDEX "IX_SignIn_user"`);
    await queryRunner.query(
      `CREATE TABLE "temporary_SignIn" ("id" varchar(36) PRIMARY KEY NOT NULL, "familyId" varchar(36) NOT NULL, "userId" varchar(36) NOT NULL, "tokenVersion" integer NOT NULL, "createdAt" text NOT NULL, "expiresAt" text NOT NULL, "endedAt" text, "refreshHash" varchar(64), "refreshedAt" text, "keptUntil" text NOT NULL, CONSTRAINT "FK_de250fbe6c4ff85aeece6ba2850" FOREIGN KEY ("userId") REFERENCES "User" ("id") ON DELETE NO ACTION ON UPDATE NO ACTION)`,
    );
    await queryRunner.query(
      `INSERT INTO "temporary_SignIn"("id", "familyId", "userId", "tokenVersion", "createdAt", "expiresAt", "endedAt", "refreshHash", "refreshedAt", "keptUntil") SELECT "id", "familyId", "userId", "tokenVersion", "createdAt", "expiresAt", "endedAt", "refreshHash", "refreshedAt", "keptUntil" FROM "SignIn"`,
    );
    await queryRunner.query(`DROP TABLE "SignIn"`);
    await queryRunner.query(`ALTER TABLE "temporary_SignIn" RENAME TO "SignIn"`);
    await queryRunner.query(`CREATE INDEX "IX_SignIn_keptUntil" ON "SignIn" ("keptUntil") `);
    await queryRunner.query(`CREATE INDEX "IX_SignIn_family" ON "SignIn" ("familyId") `);
    await queryRunner.query(
      `CREATE UNIQUE INDEX "UX_SignIn_refreshHash" ON "SignIn" ("refreshHash") WHERE "refreshHash" IS NOT NULL`,
    );
    await queryRunner.query(`CREATE INDEX "IX_SignIn_user" ON "SignIn" ("userId") `);
    await queryRunner.query(`DROP INDEX "UX_AppointmentHour_start"`);
    await queryRunner.query(
      `CREATE TABLE "temporary_AppointmentHour" ("id" integer PRIMARY KEY AUTOINCREMENT NOT NULL, "doctorId" integer NOT NULL, "dayOfWeek" integer NOT NULL, "hour" varchar(5) NOT NULL, "isActive" boolean NOT NULL, "createdAt" text NOT NULL, "updatedAt" text, CONSTRAINT "FK_476d51ee27f70ebd4c0dfe25d10" FOREIGN KEY ("doctorId") REFERENCES "Doctor" ("id") ON DELETE NO ACTION ON UPDATE NO ACTION)`,
    );
    await queryRunner.query(
      `INSERT INTO "temporary_AppointmentHour"("id", "doctorId", "dayOfWeek", "hour", "isActive", "createdAt", "updatedAt") SELECT "id", "doctorId", "dayOfWeek", "hour", "isActive", "createdAt", "updatedAt" FROM "AppointmentHour"`,
    );
    await queryRunner.query(`DROP TABLE "AppointmentHour"`);
    await queryRunner.query(`ALTER TABLE "temporary_AppointmentHour" RENAME TO "AppointmentHour"`);
    await queryRunner.query(
      `CREATE UNIQUE INDEX "UX_AppointmentHour_start" ON "AppointmentHour" ("doctorId", "dayOfWeek", "hour") `,
    );
    await queryRunner.query(`DROP INDEX "UX_Doctor_userId"`);
    await queryRunner.query(
      `CREATE TABLE "temporary_Doctor" ("id" integer PRIMARY KEY AUTOINCREMENT NOT NULL, "userId" varchar(36) NOT NULL, "specialization" varchar(100) NOT NULL, "phone" varchar(30), "isActive" boolean NOT NULL, "createdAt" text NOT NULL, CONSTRAINT "FK_ae6dbc8dba9c697c34a1c14b8f5" FOREIGN KEY ("userId") REFERENCES "User" ("id") ON DELETE NO ACTION ON UPDATE NO ACTION)`,
    );
    await queryRunner.query(
      `INSERT INTO "temporary_Doctor"("id", "userId", "specialization", "phone", "isActive", "createdAt") SELECT "id", "userId", "specialization", "phone", "isActive", "createdAt" FROM "Doctor"`,
    );
    await queryRunner.query(`DROP TABLE "Doctor"`);
    await queryRunner.query(`ALTER TABLE "temporary_Doctor" RENAME TO "Doctor"`);
    await queryRunner.query(`CREATE UNIQUE INDEX "UX_Doctor_userId" ON "Doctor" ("userId") `);
    await queryRunner.query(`DROP INDEX "IX_Delivery_notification"`);
    await queryRunner.query(`DROP INDEX "IX_Delivery_state"`);
    await queryRunner.query(`DROP INDEX "UX_Delivery_once"`);
    await queryRunner.query(
      `CREATE TABLE "temporary_Delivery" ("id" integer PRIMARY KEY AUTOINCREMENT NOT NULL, "appointmentId" integer NOT NULL, "kind" varchar(10) NOT NULL, "sequence" integer NOT NULL, "offset" integer NOT NULL, "channel" varchar(10) NOT NULL, "userId" varchar(36) NOT NULL, "notificationId" integer, "jobId" integer, "state" varchar(10) NOT NULL, "reason" varchar(200), "response" varchar(1000), "attempts" integer NOT NULL, "createdAt" text NOT NULL, "sendingAt" text, "finishedAt" text, CONSTRAINT "FK_e1bc6a3f2393953e291e5dd3aef" FOREIGN KEY ("appointmentId") REFERENCES "Appointment" ("id") ON DELETE NO ACTION ON UPDATE NO ACTION, CONSTRAINT "FK_4bb9d04894b557ba6df6a5675b2" FOREIGN KEY ("userId") REFERENCES "User" ("id") ON DELETE NO ACTION ON UPDATE NO ACTION)`,
    );
    await queryRunner.query(
      `INSERT INTO "temporary_Delivery"("id", "appointmentId", "kind", "sequence", "offset", "channel", "userId", "notificationId", "jobId", "state", "reason", "response", "attempts", "createdAt", "sendingAt", "finishedAt") SELECT "id", "appointmentId", "kind", "sequence", "offset", "channel", "userId", "notificationId", "jobId", "state", "reason", "response", "attempts", "createdAt", "sendingAt", "finishedAt" FROM "Delivery"`,
    );
    await queryRunner.query(`DROP TABLE "Delivery"`);
    await queryRunner.query(`ALTER TABLE "temporary_Delivery" RENAME TO "Delivery"`);
    await queryRunner.query(`CREATE INDEX "IX_Delivery_notification" ON "Delivery" ("notificationId") `);
    await queryRunner.query(`CREATE INDEX "IX_Delivery_state" ON "Delivery" ("state", "id") `);
    await queryRunner.query(
      `CREATE UNIQUE INDEX "UX_Delivery_once" ON "Delivery" ("appointmentId", "kind", "sequence", "offset", "channel") `,
    );
    await queryRunner.query(`DROP INDEX "UX_Notification_position"`);
    await queryRunner.query(`DROP INDEX "IX_Notification_unread"`);
    await queryRunner.query(`DROP INDEX "IX_Notification_user"`);
    await queryRunner.query(`DROP INDEX "UX_Notification_once"`);
    await queryRunner.query(
      `CREATE TABLE "temporary_Notification" ("id" integer PRIMARY KEY AUTOINCREMENT NOT NULL, "userId" varchar(36) NOT NULL, "position" integer NOT NULL, "kind" varchar(10) NOT NULL, "title" varchar(200) NOT NULL, "message" varchar(1000) NOT NULL, "appointmentId" integer, "sequence" integer NOT NULL, "offset" integer NOT NULL, "createdAt" text NOT NULL, "shownUntil" text, "readAt" text, CONSTRAINT "FK_39f36b790a14ce0cb846346db95" FOREIGN KEY ("userId") REFERENCES "User" ("id") ON DELETE NO ACTION ON UPDATE NO ACTION, CONSTRAINT "FK_87090139713d7c26169ba41dae4" FOREIGN KEY ("appointmentId") REFERENCES "Appointment" ("id") ON DELETE NO ACTION ON UPDATE NO ACTION)`,
    );
    await queryRunner.query(
      `INSERT INTO "temporary_Notification"("id", "userId", "position", "kind", "title", "message", "appointmentId", "sequence", "offset", "createdAt", "shownUntil", "readAt") SELECT "id", "userId", "position", "kind", "title", "message", "appointmentId", "sequence", "offset", "createdAt", "shownUntil", "readAt" FROM "Notification"`,
    );
    await queryRunner.query(`DROP TABLE "Notification"`);
    await queryRunner.query(`ALTER TABLE "temporary_Notification" RENAME TO "Notification"`);
    await queryRunner.query(
      `CREATE INDEX "IX_Notification_unread" ON "Notification" ("userId", "readAt", "shownUntil") `,
    );
    await queryRunner.query(`CREATE UNIQUE INDEX "UX_Notification_position" ON "Notification" ("userId", "position") `);
    await queryRunner.query(`CREATE INDEX "IX_Notification_user" ON "Notification" ("userId", "createdAt", "id") `);
    await queryRunner.query(
      `CREATE UNIQUE INDEX "UX_Notification_once" ON "Notification" ("appointmentId", "kind", "sequence", "offset", "userId") WHERE "appointmentId" IS NOT NULL`,
    );
    await queryRunner.query(
      `CREATE TABLE "Inbox" ("userId" varchar(36) PRIMARY KEY NOT NULL, "position" integer NOT NULL, CONSTRAINT "FK_f5230cde4862d521c04c3b33b3b" FOREIGN KEY ("userId") REFERENCES "User" ("id") ON DELETE NO ACTION ON UPDATE NO ACTION)`,
    );
    await queryRunner.query(
      `CREATE TABLE "Ticket" ("hash" varchar(64) PRIMARY KEY NOT NULL, "signInId" varchar(36) NOT NULL, "userId" varchar(36) NOT NULL, "expiresAt" text NOT NULL, CONSTRAINT "FK_eabfaf5c6e37917138166dc1dbe" FOREIGN KEY ("signInId") REFERENCES "SignIn" ("id") ON DELETE NO ACTION ON UPDATE NO ACTION)`,
    );
    await queryRunner.query(`CREATE INDEX "IX_Ticket_expiresAt" ON "Ticket" ("expiresAt") `);
  }

  public async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`DROP INDEX "IX_Ticket_expiresAt"`);
    await queryRunner.query(`DROP TABLE "Ticket"`);
    await queryRunner.query(`DROP TABLE "Inbox"`);
    await queryRunner.query(`DROP INDEX "UX_Notification_once"`);
    await queryRunner.query(`DROP INDEX "IX_Notification_user"`);
    await queryRunner.query(`DROP INDEX "UX_Notification_position"`);
    await queryRunner.query(`DROP INDEX "IX_Notification_unread"`);
    await queryRunner.query(`ALTER TABLE "Notification" RENAME TO "temporary_Notification"`);
    await queryRunner.query(
      `CREATE TABLE "Notification" ("id" integer PRIMARY KEY AUTOINCREMENT NOT NULL, "userId" varchar(36) NOT NULL, "position" integer NOT NULL, "kind" varchar(10) NOT NULL, "title" varchar(200) NOT NULL, "message" varchar(1000) NOT NULL, "appointmentId" integer, "sequence" integer NOT NULL, "offset" integer NOT NULL, "createdAt" text NOT NULL, "shownUntil" text, "readAt" text)`,
    );
    await queryRunner.query(
      `INSERT INTO "Notification"("id", "userId", "position", "kind", "title", "message", "appointmentId", "sequence", "offset", "createdAt", "shownUntil", "readAt") SELECT "id", "userId", "position", "kind", "title", "message", "appointmentId", "sequence", "offset", "createdAt", "shownUntil", "readAt" FROM "temporary_Notification"`,
    );
    await queryRunner.query(`DROP TABLE "temporary_Notification"`);
    await queryRunner.query(
      `CREATE UNIQUE INDEX "UX_Notification_once" ON "Notification" ("appointmentId", "kind", "sequence", "offset", "userId") WHERE "appointmentId" IS NOT NULL`,
    );
    await queryRunner.query(`CREATE INDEX "IX_Notification_user" ON "Notification" ("userId", "createdAt", "id") `);
    await queryRunner.query(
      `CREATE INDEX "IX_Notification_unread" ON "Notification" ("userId", "readAt", "shownUntil") `,
    );
    await queryRunner.query(`CREATE UNIQUE INDEX "UX_Notification_position" ON "Notification" ("userId", "position") `);
    await queryRunner.query(`DROP INDEX "UX_Delivery_once"`);
    await queryRunner.query(`DROP INDEX "IX_Delivery_state"`);
    await queryRunner.query(`DROP INDEX "IX_Delivery_notification"`);
    await queryRunner.query(`ALTER TABLE "Delivery" RENAME TO "temporary_Delivery"`);
    await queryRunner.query(
      `CREATE TABLE "Delivery" ("id" integer PRIMARY KEY AUTOINCREMENT NOT NULL, "appointmentId" integer NOT NULL, "kind" varchar(10) NOT NULL, "sequence" integer NOT NULL, "offset" integer NOT NULL, "channel" varchar(10) NOT NULL, "userId" varchar(36) NOT NULL, "notificationId" integer, "jobId" integer, "state" varchar(10) NOT NULL, "reason" varchar(200), "response" varchar(1000), "attempts" integer NOT NULL, "createdAt" text NOT NULL, "sendingAt" text, "finishedAt" text)`,
    );
    await queryRunner.query(
      `INSERT INTO "Delivery"("id", "appointmentId", "kind", "sequence", "offset", "channel", "userId", "notificationId", "jobId", "state", "reason", "response", "attempts", "createdAt", "sendingAt", "finishedAt") SELECT "id", "appointmentId", "kind", "sequence", "offset", "channel", "userId", "notificationId", "jobId", "state", "reason", "response", "attempts", "createdAt", "sendingAt", "finishedAt" FROM "temporary_Delivery"`,
    );
    await queryRunner.query(`DROP TABLE "temporary_Delivery"`);
    await queryRunner.query(
      `CREATE UNIQUE INDEX "UX_Delivery_once" ON "Delivery" ("appointmentId", "kind", "sequence", "offset", "channel") `,
    );
    await queryRunner.query(`CREATE INDEX "IX_Delivery_state" ON "Delivery" ("state", "id") `);
    await queryRunner.query(`CREATE INDEX "IX_Delivery_notification" ON "Delivery" ("notificationId") `);
    await queryRunner.query(`DROP INDEX "UX_Doctor_userId"`);
    await queryRunner.query(`ALTER TABLE "Doctor" RENAME TO "temporary_Doctor"`);
    await queryRunner.query(
      `CREATE TABLE "Doctor" ("id" integer PRIMARY KEY AUTOINCREMENT NOT NULL, "userId" varchar(36) NOT NULL, "specialization" varchar(100) NOT NULL, "phone" varchar(30), "isActive" boolean NOT NULL, "createdAt" text NOT NULL)`,
    );
    await queryRunner.query(
      `INSERT INTO "Doctor"("id", "userId", "specialization", "phone", "isActive", "createdAt") SELECT "id", "userId", "specialization", "phone", "isActive", "createdAt" FROM "temporary_Doctor"`,
    );
    await queryRunner.query(`DROP TABLE "temporary_Doctor"`);
    await queryRunner.query(`CREATE UNIQUE INDEX "UX_Doctor_userId" ON "Doctor" ("userId") `);
    await queryRunner.query(`DROP INDEX "UX_AppointmentHour_start"`);
    await queryRunner.query(`ALTER TABLE "AppointmentHour" RENAME TO "temporary_AppointmentHour"`);
    await queryRunner.query(
      `CREATE TABLE "AppointmentHour" ("id" integer PRIMARY KEY AUTOINCREMENT NOT NULL, "doctorId" integer NOT NULL, "dayOfWeek" integer NOT NULL, "hour" varchar(5) NOT NULL, "isActive" boolean NOT NULL, "createdAt" text NOT NULL, "updatedAt" text)`,
    );
    await queryRunner.query(
      `INSERT INTO "AppointmentHour"("id", "doctorId", "dayOfWeek", "hour", "isActive", "createdAt", "updatedAt") SELECT "id", "doctorId", "dayOfWeek", "hour", "isActive", "createdAt", "updatedAt" FROM "temporary_AppointmentHour"`,
    );
    await queryRunner.query(`DROP TABLE "temporary_AppointmentHour"`);
    await queryRunner.query(
      `CREATE UNIQUE INDEX "UX_AppointmentHour_start" ON "AppointmentHour" ("doctorId", "dayOfWeek", "hour") `,
    );
    await queryRunner.query(`DROP INDEX "IX_SignIn_user"`);
    await queryRunner.query(`DROP INDEX "IX_SignIn_keptUntil"`);
    await queryRunner.query(`DROP INDEX "IX_SignIn_family"`);
    await queryRunner.query(`DROP INDEX "UX_SignIn_refreshHash"`);
    await queryRunner.query(`ALTER TABLE "SignIn" RENAME TO "temporary_SignIn"`);
    await queryRunner.query(
      `CREATE TABLE "SignIn" ("id" varchar(36) PRIMARY KEY NOT NULL, "familyId" varchar(36) NOT NULL, "userId" varchar(36) NOT NULL, "tokenVersion" integer NOT NULL, "createdAt" text NOT NULL, "expiresAt" text NOT NULL, "endedAt" text, "refreshHash" varchar(64), "refreshedAt" text, "keptUntil" text NOT NULL)`,
    );
    await queryRunner.query(
      `INSERT INTO "SignIn"("id", "familyId", "userId", "tokenVersion", "createdAt", "expiresAt", "endedAt", "refreshHash", "refreshedAt", "keptUntil") SELECT "id", "familyId", "userId", "tokenVersion", "createdAt", "expiresAt", "endedAt", "refreshHash", "refreshedAt", "keptUntil" FROM "temporary_SignIn"`,
    );
    await queryRunner.query(`DROP TABLE "temporary_SignIn"`);
    await queryRunner.query(`CREATE INDEX "IX_SignIn_user" ON "SignIn" ("userId") `);
    await queryRunner.query(`CREATE INDEX "IX_SignIn_keptUntil" ON "SignIn" ("keptUntil") `);
    await queryRunner.query(`CREATE INDEX "IX_SignIn_family" ON "SignIn" ("familyId") `);
    await queryRunner.query(
      `CREATE UNIQUE INDEX "UX_SignIn_refreshHash" ON "SignIn" ("refreshHash") WHERE "refreshHash" IS NOT NULL`,
    );
    await queryRunner.query(`DROP INDEX "UX_Reminder_promise"`);
    await queryRunner.query(`DROP INDEX "IX_Reminder_outcome"`);
    await queryRunner.query(`ALTER TABLE "Reminder" RENAME TO "temporary_Reminder"`);
    await queryRunner.query(
      `CREATE TABLE "Reminder" ("id" integer PRIMARY KEY AUTOINCREMENT NOT NULL, "appointmentId" integer NOT NULL, "sequence" integer NOT NULL, "offset" integer NOT NULL, "dueAt" text NOT NULL, "jobId" integer, "outcome" varchar(10) NOT NULL, "reason" varchar(200))`,
    );
    await queryRunner.query(
      `INSERT INTO "Reminder"("id", "appointmentId", "sequence", "offset", "dueAt", "jobId", "outcome", "reason") SELECT "id", "appointmentId", "sequence", "offset", "dueAt", "jobId", "outcome", "reason" FROM "temporary_Reminder"`,
    );
    await queryRunner.query(`DROP TABLE "temporary_Reminder"`);
    await queryRunner.query(
      `CREATE UNIQUE INDEX "UX_Reminder_promise" ON "Reminder" ("appointmentId", "sequence", "offset") `,
    );
    await queryRunner.query(`CREATE INDEX "IX_Reminder_outcome" ON "Reminder" ("outcome", "dueAt") `);
    await queryRunner.query(`DROP INDEX "UX_Appointment_doctor_open"`);
    await queryRunner.query(`DROP INDEX "UX_Appointment_client_open"`);
    await queryRunner.query(`DROP INDEX "IX_Appointment_doctor"`);
    await queryRunner.query(`DROP INDEX "IX_Appointment_client"`);
    await queryRunner.query(`DROP INDEX "IX_Appointment_startsAt"`);
    await queryRunner.query(`DROP INDEX "IX_Appointment_status"`);
    await queryRunner.query(`ALTER TABLE "Appointment" RENAME TO "temporary_Appointment"`);
    await queryRunner.query(
      `CREATE TABLE "Appointment" ("id" integer PRIMARY KEY AUTOINCREMENT NOT NULL, "clientId" varchar(36) NOT NULL, "doctorId" integer NOT NULL, "date" varchar(10) NOT NULL, "time" varchar(5) NOT NULL, "timeZone" varchar(64) NOT NULL, "startsAt" text NOT NULL, "endsAt" text NOT NULL, "status" varchar(16) NOT NULL, "reason" varchar(1000) NOT NULL, "notes" varchar(2000), "adminNotes" text, "version" integer NOT NULL, "sequence" integer NOT NULL, "reschedules" integer NOT NULL, "createdAt" text NOT NULL, "updatedAt" text NOT NULL, "completedAt" text)`,
    );
    await queryRunner.query(
      `INSERT INTO "Appointment"("id", "clientId", "doctorId", "date", "time", "timeZone", "startsAt", "endsAt", "status", "reason", "notes", "adminNotes", "version", "sequence", "reschedules", "createdAt", "updatedAt", "completedAt") SELECT "id", "clientId", "doctorId", "date", "time", "timeZone", "startsAt", "endsAt", "status", "reason", "notes", "adminNotes", "version", "sequence", "reschedules", "createdAt", "updatedAt", "completedAt" FROM "temporary_Appointment"`,
    );
    await queryRunner.query(`DROP TABLE "temporary_Appointment"`);
    await queryRunner.query(
      `CREATE UNIQUE INDEX "UX_Appointment_doctor_open" ON "Appointment" ("doctorId", "startsAt") WHERE status IN ('scheduled', 'in-progress')`,
    );
    await queryRunner.query(
      `CREATE UNIQUE INDEX "UX_Appointment_client_open" ON "Appointment" ("clientId", "startsAt") WHERE status IN ('scheduled', 'in-progress')`,
    );
    await queryRunner.query(`CREATE INDEX "IX_Appointment_doctor" ON "Appointment" ("doctorId", "startsAt", "id") `);
    await queryRunner.query(`CREATE INDEX "IX_Appointment_client" ON "Appointment" ("clientId", "startsAt", "id") `);
    await queryRunner.query(`CREATE INDEX "IX_Appointment_startsAt" ON "Appointment" ("startsAt", "id") `);
    await queryRunner.query(`CREATE INDEX "IX_Appointment_status" ON "Appointment" ("status", "endsAt") `);
    await queryRunner.query(`DROP INDEX "IX_AppointmentHistory_appointment"`);
    await queryRunner.query(`ALTER TABLE "AppointmentHistory" RENAME TO "temporary_AppointmentHistory"`);
    await queryRunner.query(
      `CREATE TABLE "AppointmentHistory" ("id" integer PRIMARY KEY AUTOINCREMENT NOT NULL, "appointmentId" integer NOT NULL, "at" text NOT NULL, "byUserId" varchar(36), "fromStatus" varchar(16), "toStatus" varchar(16) NOT NULL, "fromStartsAt" text, "toStartsAt" text NOT NULL, "reason" varchar(2000))`,
    );
    await queryRunner.query(
      `INSERT INTO "AppointmentHistory"("id", "appointmentId", "at", "byUserId", "fromStatus", "toStatus", "fromStartsAt", "toStartsAt", "reason") SELECT "id", "appointmentId", "at", "byUserId", "fromStatus", "toStatus", "fromStartsAt", "toStartsAt", "reason" FROM "temporary_AppointmentHistory"`,
    );
    await queryRunner.query(`DROP TABLE "temporary_AppointmentHistory"`);
    await queryRunner.query(
      `CREATE INDEX "IX_AppointmentHistory_appointment" ON "AppointmentHistory" ("appointmentId", "id") `,
    );
    await queryRunner.query(`DROP TABLE "jobs_Lock"`);
    await queryRunner.query(`DROP TABLE "jobs_Stat"`);
    await queryRunner.query(`DROP TABLE "jobs_Server"`);
    await queryRunner.query(`DROP TABLE "jobs_RecurringJob"`);
    await queryRunner.query(`DROP TABLE "jobs_Queue"`);
    await queryRunner.query(`DROP INDEX "IX_Tag_job"`);
    await queryRunner.query(`DROP TABLE "jobs_Tag"`);
    await queryRunner.query(`DROP INDEX "IX_Log_job"`);
    await queryRunner.query(`DROP TABLE "jobs_Log"`);
    await queryRunner.query(`DROP TABLE "jobs_State"`);
    await queryRunner.query(`DROP INDEX "IX_Job_claim"`);
    await queryRunner.query(`DROP INDEX "IX_Job_suspect"`);
    await queryRunner.query(`DROP INDEX "IX_Job_waiting"`);
    await queryRunner.query(`DROP INDEX "IX_Job_retry"`);
    await queryRunner.query(`DROP INDEX "IX_Job_state"`);
    await queryRunner.query(`DROP INDEX "IX_Job_failed"`);
    await queryRunner.query(`DROP INDEX "IX_Job_keyed"`);
    await queryRunner.query(`DROP INDEX "UX_Job_key"`);
    await queryRunner.query(`DROP INDEX "IX_Job_parent"`);
    await queryRunner.query(`DROP INDEX "IX_Job_expired"`);
    await queryRunner.query(`DROP TABLE "jobs_Job"`);
    await queryRunner.query(`DROP INDEX "UX_User_emailKey"`);
    await queryRunner.query(`DROP INDEX "UX_User_userNameKey"`);
    await queryRunner.query(`DROP INDEX "IX_User_createdAt"`);
    await queryRunner.query(`DROP INDEX "IX_User_role"`);
    await queryRunner.query(`DROP TABLE "User"`);
    await queryRunner.query(`DROP INDEX "UX_Notification_once"`);
    await queryRunner.query(`DROP INDEX "IX_Notification_user"`);
    await queryRunner.query(`DROP INDEX "UX_Notification_position"`);
    await queryRunner.query(`DROP INDEX "IX_Notification_unread"`);
    await queryRunner.query(`DROP TABLE "Notification"`);
    await queryRunner.query(`DROP INDEX "UX_Delivery_once"`);
    await queryRunner.query(`DROP INDEX "IX_Delivery_state"`);
    await queryRunner.query(`DROP INDEX "IX_Delivery_notification"`);
    await queryRunner.query(`DROP TABLE "Delivery"`);
    await queryRunner.query(`DROP INDEX "UX_Doctor_userId"`);
    await queryRunner.query(`DROP TABLE "Doctor"`);
    await queryRunner.query(`DROP INDEX "UX_AppointmentHour_start"`);
    await queryRunner.query(`DROP TABLE "AppointmentHour"`);
    await queryRunner.query(`DROP INDEX "IX_SignIn_user"`);
    await queryRunner.query(`DROP INDEX "IX_SignIn_keptUntil"`);
    await queryRunner.query(`DROP INDEX "IX_SignIn_family"`);
    await queryRunner.query(`DROP INDEX "UX_SignIn_refreshHash"`);
    await queryRunner.query(`DROP TABLE "SignIn"`);
    await queryRunner.query(`DROP INDEX "IX_IdempotencyKey_expiresAt"`);
    await queryRunner.query(`DROP TABLE "IdempotencyKey"`);
    await queryRunner.query(`DROP INDEX "IX_AttemptCount_forgottenAt"`);
    await queryRunner.query(`DROP TABLE "AttemptCount"`);
    await queryRunner.query(`DROP INDEX "IX_AuditEntry_subject"`);
    await queryRunner.query(`DROP INDEX "IX_AuditEntry_actor"`);
    await queryRunner.query(`DROP INDEX "IX_AuditEntry_action"`);
    await queryRunner.query(`DROP INDEX "IX_AuditEntry_at"`);
    await queryRunner.query(`DROP TABLE "AuditEntry"`);
    await queryRunner.query(`DROP INDEX "UX_Reminder_promise"`);
    await queryRunner.query(`DROP INDEX "IX_Reminder_outcome"`);
    await queryRunner.query(`DROP TABLE "Reminder"`);
    await queryRunner.query(`DROP INDEX "UX_Appointment_doctor_open"`);
    await queryRunner.query(`DROP INDEX "UX_Appointment_client_open"`);
    await queryRunner.query(`DROP INDEX "IX_Appointment_doctor"`);
    await queryRunner.query(`DROP INDEX "IX_Appointment_client"`);
    await queryRunner.query(`DROP INDEX "IX_Appointment_startsAt"`);
    await queryRunner.query(`DROP INDEX "IX_Appointment_status"`);
    await queryRunner.query(`DROP TABLE "Appointment"`);
    await queryRunner.query(`DROP INDEX "IX_AppointmentHistory_appointment"`);
    await queryRunner.query(`DROP TABLE "AppointmentHistory"`);
  }
}
