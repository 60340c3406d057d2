import { Injectable } from '@nestjs/common';
import { PasswordService } from '../auth/password.service';
import { Database } from '../database/database';
import { DoctorService } from '../doctors/doctor.service';
import { type User, UserService } from '../users/user.service';
import { DEMO_ACCOUNTS, DEMO_PASSWORD } from './demo-accounts';

/** The people of an empty clinic, for whoever tries it. */
@Injectable()
export class DemoService {
  constructor(
    private readonly database: Database,
    private readonly users: UserService,
    private readonly doctors: DoctorService,
    private readonly passwords: PasswordService,
  ) {}

  /** Creates them all where there is no user yet. */
  async seed(): Promise<void> {
    if (await this.users.any()) return;
    // One for all: the password is public, and each would hold the start up.
    const passwordHash = await this.passwords.hash(DEMO_PASSWORD);
    await this.database.transaction(async () => {
      if (await this.users.any()) return;
      for (const { role, specialization, ...person } of DEMO_ACCOUNTS) {
        const account = { ...person, displayName: `${person.firstName} ${person.lastName}`, passwordHash };
        const user = await this.users.create(account, role);
        if (specialization) await this.doctors.employ(user.id, specialization, null);
      }
    });
  }

  /** Those of them that exist. */
  found(): Promise<User[]> {
    return this.users.findManyByEmail(DEMO_ACCOUNTS.map(({ email }) => email));
  }
}
