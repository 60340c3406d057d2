import { SignInService } from '../../src/auth/sign-in.service';
import { Database } from '../../src/database/database';
import type { SqlRow, SqlValue } from '../../src/database/session';
import { DoctorService } from '../../src/doctors/doctor.service';
import type { Role } from '../../src/users/actor';
import { type User, UserService } from '../../src/users/user.service';
import type { TestApp } from './app';
import type { ApiAnswer } from './client';
import { plainQuery } from './plain-sql';

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

  /** Opens an hour (0 Sunday to 6 Saturday) unless it is open, past the checks of the API. */
  openHour(doctorId: number, dayOfWeek: number, hour: string): Promise<unknown> {
    return this.write(
      `INSERT INTO "AppointmentHour" ("doctorId", "dayOfWeek", "hour", "isActive", "createdAt") SELECT ?, ?, ?, 1, ?
       WHERE NOT EXISTS (SELECT 1 FROM "AppointmentHour" WHERE "doctorId" = ? AND "dayOfWeek" = ? AND "hour" = ?)`,
      [doctorId, dayOfWeek, hour, this.app.clock.now(), doctorId, dayOfWeek, hour],
    );
  }

  book(by: Person, doctorId: number, date: string, time: string, rest: object = {}): Promise<ApiAnswer> {
    const body = { doctorId, appointmentDate: date, appointmentTime: time, reason: 'A check-up', ...rest };
    return this.app.http.post('/api/client/appointments', body, by.token);
  }

  /** The id of a visit that took place: one that is booked, and completed past the checks of the API. */
  async visited(by: Person, doctorId: number, date: string, time: string): Promise<string> {
    const { status, body } = await this.book(by, doctorId, date, time);
    if (status !== 200) throw new Error(`The visit could not be booked: ${status} ${body?.code}.`);
    await this.write(`UPDATE "Appointment" SET status = 'completed' WHERE id = ?`, [body.id]);
    return String(body.id);
  }

  /** Rows of SQL that is as on SQLite. */
  rows<R extends SqlRow = SqlRow>(sql: string, parameters?: readonly SqlValue[]): Promise<R[]> {
    return plainQuery<R>(this.app.get(Database), sql, parameters);
  }

  write(sql: string, parameters?: readonly SqlValue[]): Promise<unknown> {
    return this.app.get(Database).transaction(() => this.rows(sql, parameters));
  }

  /** How many rows each table has, but for what the job engine does by itself: equal when nothing was written. */
  async rowCounts(): Promise<Record<string, number>> {
    const { entityMetadatas } = this.app.get(Database).manager.connection;
    const tables = entityMetadatas.filter(({ tablePath }) => !/^jobs[._]/.test(tablePath)).map(({ name }) => name);
    const jobs = `jobs_Job WHERE coalesce("key", '') NOT LIKE 'recurring:%'`;
    const counts = await Promise.all(
      [...tables.map((name) => [name, `"${name}"`] as const), ['jobs_Job', jobs] as const].map(async ([name, from]) => {
        const [row] = await this.rows<{ count: number }>(`SELECT COUNT(*) AS count FROM ${from}`);
        return [name, row?.count ?? 0] as const;
      }),
    );
    return Object.fromEntries(counts);
  }
}
