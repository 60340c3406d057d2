import { Database } from '../../src/database/database';
import { JobRunner } from '../../src/jobs/worker/job-runner';
import { remindOfAppointment } from '../../src/appointments/appointment.jobs';
import { startApp } from '../../test/support/app';
import { report, setting } from '../side';
import { reminderOf, seedVisits } from '../visits';

const HOUR = 3_600_000;

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
  await seedVisits(app, count, count, startsAt);

  app.clock.travelTo(reminderOf(startsAt));
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
