import { startApp } from '../../test/support/app';
import { report, setting, text } from '../side';
import { seedVisits } from '../visits';

const DAY = 24 * 3_600_000;
const DOCTORS = 1_000;

/** Makes the database of `FOLDER` with `COUNT` booked visits of the days to come, whose reminders wait. */
report(async () => {
  const app = await startApp({ dataDir: text('FOLDER'), env: { LOG_LEVEL: 'warn', ROLE: 'api' } });
  const begun = performance.now();
  await seedVisits(app, setting('COUNT'), DOCTORS, new Date(Math.ceil(Date.now() / DAY + 1) * DAY));
  const fillMs = performance.now() - begun;
  await app.close();
  return { fillMs };
});
