import { remindKey, remindOfAppointment } from '../src/appointments/appointment.jobs';
import { Database } from '../src/database/database';
import { Jobs } from '../src/jobs/jobs';
import type { TestApp } from '../test/support/app';

const HOUR = 3_600_000;
const MINUTE = 60_000;
/** Minutes before a visit. */
const OFFSET = 60;
/** Written in one transaction, well within its time. */
const CHUNK = 10_000;

/** When the reminder of a visit at `startsAt` is due. */
export const reminderOf = (startsAt: Date) => new Date(startsAt.getTime() - OFFSET * MINUTE);

/**
 * Writes `count` booked visits with their reminders and their jobs: one of each of `doctors` doctors at `startsAt`, the next
 * an hour later, and so on.
 */
export async function seedVisits(app: TestApp, count: number, doctors: number, startsAt: Date): Promise<void> {
  const database = app.get(Database);
  const hourOf = (n: number) => new Date(startsAt.getTime() + Math.floor(n / doctors) * HOUR);
  await database.transaction(() => seedPeople(database, doctors));
  for (let begin = 0; begin < count; begin += CHUNK) {
    const visits = Array.from({ length: Math.min(CHUNK, count - begin) }, (_, n) => ({
      id: begin + n + 1,
      doctor: ((begin + n) % doctors) + 1,
      startsAt: hourOf(begin + n),
    }));
    await database.transaction(() => seedChunk(app, visits));
  }
}

interface Visit {
  id: number;
  doctor: number;
  startsAt: Date;
}

async function seedChunk(app: TestApp, visits: readonly Visit[]): Promise<void> {
  const database = app.get(Database);
  await database.query(
    `INSERT INTO "Appointment" ("id", "clientId", "doctorId", "date", "time", "timeZone", "startsAt", "endsAt", "status", "reason",
       "version", "sequence", "reschedules", "createdAt", "updatedAt")
     SELECT value ->> 0, 'c' || (value ->> 1), value ->> 1, substr(value ->> 2, 1, 10), substr(value ->> 2, 12, 5), 'Etc/UTC',
       value ->> 2, value ->> 3, 'scheduled', 'A check-up', 1, 0, 0, ?2, ?2 FROM json_each(?1)`,
    [
      JSON.stringify(
        visits.map(({ id, doctor, startsAt }) => [id, doctor, startsAt, new Date(startsAt.getTime() + HOUR)]),
      ),
      app.clock.now(),
    ],
  );
  const jobIds = await app.get(Jobs).enqueueMany(
    remindOfAppointment,
    visits.map(({ id, startsAt }) => ({
      payload: { appointmentId: id, sequence: 0, offsetMinutes: OFFSET },
      at: reminderOf(startsAt),
      key: remindKey(id, OFFSET),
      deadline: new Date(startsAt.getTime() - 5 * MINUTE),
    })),
  );
  await database.query(
    `INSERT INTO "Reminder" ("appointmentId", "sequence", "offset", "dueAt", "jobId", "outcome")
     SELECT value ->> 0, 0, ?2, value ->> 1, value ->> 2, 'planned' FROM json_each(?1)`,
    [JSON.stringify(visits.map(({ id, startsAt }, n) => [id, reminderOf(startsAt), jobIds[n]])), OFFSET],
  );
}

/** As many clients as doctors. */
async function seedPeople(database: Database, doctors: number): Promise<void> {
  const now = new Date(Date.now());
  await database.query(
    `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?1)
     INSERT INTO "User" ("id", "userName", "userNameKey", "email", "emailKey", "firstName", "lastName", "displayName", "role",
       "passwordHash", "isActive", "tokenVersion", "language", "emailReminders", "createdAt")
     SELECT role || i, role || i, role || i, role || i || '@bench.example', role || i || '@bench.example', 'Ana', 'Pop', 'Ana Pop',
       CASE role WHEN 'd' THEN 'Doctor' ELSE 'Client' END, '-', 1, 0, CASE i % 2 WHEN 0 THEN 'ro' ELSE 'en' END, 1, ?2
     FROM n, (SELECT 'd' AS role UNION ALL SELECT 'c')`,
    [doctors, now],
  );
  await database.query(
    `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?1)
     INSERT INTO "Doctor" ("id", "userId", "specialization", "isActive", "createdAt") SELECT i, 'd' || i, 'Cardiology', 1, ?2 FROM n`,
    [doctors, now],
  );
}
