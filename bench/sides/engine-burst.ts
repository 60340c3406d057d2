import { Database } from '../../src/database/database';
import { JobRunner } from '../../src/jobs/worker/job-runner';
import { Jobs } from '../../src/jobs/jobs';
import { remindKey, remindOfAppointment } from '../../src/appointments/appointment.jobs';
import { startApp } from '../../test/support/app';
import { report, setting } from '../side';

const HOUR = 3_600_000;
const MINUTE = 60_000;
const OFFSET = 60;

/**
 * The hour burst: `COUNT` visits begin at one instant, so as many reminders fall due together. Each is done when its in-app
 * notification is committed with its ledger row, its mail's job, its outcome and its own completion. Mails wait meanwhile.
 */
report(async () => {
  const count = setting('COUNT');
  const app = await startApp({ env: { LOG_LEVEL: 'warn' } });
  const database = app.get(Database);
  await database.transaction(() => database.query(`UPDATE jobs_Queue SET paused = 1 WHERE name = 'mail'`));
  const startsAt = new Date(Math.ceil((Date.now() + 24 * HOUR) / HOUR) * HOUR);
  const dueAt = new Date(startsAt.getTime() - OFFSET * MINUTE);
  await database.transaction(() => seed(database, count, startsAt));
  await database.transaction(async () => {
    const jobIds = await app.get(Jobs).enqueueMany(
      remindOfAppointment,
      Array.from({ length: count }, (_, n) => ({
        payload: { appointmentId: n + 1, sequence: 0, offsetMinutes: OFFSET },
        at: dueAt,
        key: remindKey(n + 1, OFFSET),
        deadline: new Date(startsAt.getTime() - 5 * MINUTE),
      })),
    );
    await database.query(
      `INSERT INTO "Reminder" ("appointmentId", "sequence", "offset", "dueAt", "jobId", "outcome")
       SELECT key + 1, 0, ?, ?, value, 'planned' FROM json_each(?)`,
      [OFFSET, dueAt, JSON.stringify(jobIds)],
    );
  });

  app.clock.travelTo(dueAt);
  const begun = performance.now();
  const runner = app.get(JobRunner);
  await runner.look();
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, 5));
    const [left] = await database.query(
      `SELECT 1 FROM jobs_Job WHERE type = ? AND state IN ('waiting', 'processing') LIMIT 1`,
      [remindOfAppointment.name],
    );
    if (!left) break;
  }
  const drainMs = performance.now() - begun;
  const [done] = await database.query<{ told: number; sent: number }>(
    `SELECT (SELECT count(*) FROM "Notification") AS told, (SELECT count(*) FROM "Reminder" WHERE "outcome" = 'sent') AS sent`,
  );
  if (done?.told !== count || done.sent !== count) throw new Error(`${done?.told} of ${count} were told.`);
  await app.close();
  return { drainMs, perSecond: (count / drainMs) * 1_000 };
});

async function seed(database: Database, count: number, startsAt: Date): Promise<void> {
  const now = new Date(Date.now());
  await database.query(
    `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?1)
     INSERT INTO "User" ("id", "userName", "userNameKey", "email", "emailKey", "firstName", "lastName", "displayName", "role",
       "passwordHash", "isActive", "tokenVersion", "language", "emailReminders", "createdAt")
     SELECT role || i, role || i, role || i, role || i || '@bench.example', role || i || '@bench.example', 'Ana', 'Pop', 'Ana Pop',
       CASE role WHEN 'd' THEN 'Doctor' ELSE 'Client' END, '-', 1, 0, CASE i % 2 WHEN 0 THEN 'ro' ELSE 'en' END, 1, ?2
     FROM n, (SELECT 'd' AS role UNION ALL SELECT 'c')`,
    [count, now],
  );
  await database.query(
    `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?1)
     INSERT INTO "Doctor" ("id", "userId", "specialization", "isActive", "createdAt") SELECT i, 'd' || i, 'Cardiology', 1, ?2 FROM n`,
    [count, now],
  );
  const end = new Date(startsAt.getTime() + HOUR);
  await database.query(
    `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?1)
     INSERT INTO "Appointment" ("id", "clientId", "doctorId", "date", "time", "timeZone", "startsAt", "endsAt", "status", "reason",
       "version", "sequence", "reschedules", "createdAt", "updatedAt")
     SELECT i, 'c' || i, i, ?4, ?5, 'Etc/UTC', ?2, ?3, 'scheduled', 'A check-up', 1, 0, 0, ?6, ?6 FROM n`,
    [count, startsAt, end, startsAt.toISOString().slice(0, 10), startsAt.toISOString().slice(11, 16), now],
  );
}
