import { SignInService } from '../../src/auth/sign-in.service';
import { Database } from '../../src/database/database';
import type { SqlRow, SqlValue } from '../../src/database/session';
import { DoctorService } from '../../src/doctors/doctor.service';
import type { Role } from '../../src/users/actor';
import { type User, UserService } from '../../src/users/user.service';
import type { TestApp } from './app';
import type { ApiAnswer } from './client';

export interface Person {
  user: User;
  id: string;
  /** Of a sign-in that began just now: it lasts an hour of the test's clock. */
  token: string;
}

export interface DoctorPerson extends Person {
  doctorId: number;
}

/** A clinic with people in it, made without the cost of passwords. */
export class Clinic {
  private people = 0;

  constructor(readonly app: TestApp) {}

  async person(role: Role, names: { firstName?: string; lastName?: string } = {}): Promise<Person> {
    const number = ++this.people;
    const account = { firstName: 'Ana', lastName: `Ionescu${number}`, ...names };
    const user = await this.app.get(UserService).create(
      {
        ...account,
        displayName: `${account.firstName} ${account.lastName}`,
        userName: `user${number}`,
        email: `user${number}@example.com`,
        passwordHash: 'none',
      },
      role,
    );
    return { user, id: user.id, token: await this.signIn(user) };
  }

  client(names?: { firstName?: string; lastName?: string }): Promise<Person> {
    return this.person('Client', names);
  }

  admin(): Promise<Person> {
    return this.person('Admin');
  }

  /** With the default hours: Monday to Friday 09:00 to 21:00, Saturday to 13:00. */
  async doctor(names?: { firstName?: string; lastName?: string }): Promise<DoctorPerson> {
    const person = await this.person('Doctor', names);
    const database = this.app.get(Database);
    const { id } = await database.transaction(async () => {
      await database.lock(`client:${person.id}`);
      return this.app.get(DoctorService).employ(person.id, 'Cardiology', null);
    });
    return { ...person, doctorId: id };
  }

  /** A new token, for when the clock has moved past the old one. */
  async signIn(user: User): Promise<string> {
    return (await this.app.get(SignInService).begin(user)).token;
  }

  /** Opens an hour (0 Sunday to 6 Saturday), past the checks of the API. */
  openHour(doctorId: number, dayOfWeek: number, hour: string): Promise<unknown> {
    return this.write(
      'INSERT INTO "AppointmentHour" ("doctorId", "dayOfWeek", "hour", "isActive", "createdAt") VALUES (?, ?, ?, 1, ?)',
      [doctorId, dayOfWeek, hour, this.app.clock.now()],
    );
  }

  book(by: Person, doctorId: number, date: string, time: string, rest: object = {}): Promise<ApiAnswer> {
    const body = { doctorId, appointmentDate: date, appointmentTime: time, reason: 'A check-up', ...rest };
    return this.app.http.post('/api/client/appointments', body, by.token);
  }

  rows<R extends SqlRow = SqlRow>(sql: string, parameters: readonly SqlValue[] = []): Promise<R[]> {
    return this.app.get(Database).query<R>(sql, parameters);
  }

  write(sql: string, parameters: readonly SqlValue[] = []): Promise<unknown> {
    const database = this.app.get(Database);
    return database.transaction(() => database.query(sql, parameters));
  }

  /** How many rows each table has, but for what the job engine does by itself: equal when nothing was written. */
  async rowCounts(): Promise<Record<string, number>> {
    const tables = await this.rows<{ name: string }>(
      `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'jobs_%'
       UNION ALL SELECT 'jobs_Job'`,
    );
    const counts = await Promise.all(
      tables.map(async ({ name }) => {
        const where = name === 'jobs_Job' ? `WHERE coalesce("key", '') NOT LIKE 'recurring:%'` : '';
        const [row] = await this.rows<{ count: number }>(`SELECT COUNT(*) AS count FROM "${name}" ${where}`);
        return [name, row?.count ?? 0] as const;
      }),
    );
    return Object.fromEntries(counts);
  }
}
