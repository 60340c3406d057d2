import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { AccountService } from '../auth/account.service';
import { Clock } from '../common/clock';
import { localOf } from '../common/clinic-time';
import { StartupNotes } from '../common/startup-notes';
import { Config, ConfigurationError } from '../config/config';
import { DemoService } from './demo.service';
import { demoNote } from './demo-note';

/** Sees to it that somebody can sign in: the Admin that the configuration names and, outside production, the demo. */
@Injectable()
export class FirstAccounts implements OnApplicationBootstrap {
  private readonly logger = new Logger(FirstAccounts.name);

  constructor(
    private readonly config: Config,
    private readonly accounts: AccountService,
    private readonly demo: DemoService,
    private readonly notes: StartupNotes,
    private readonly clock: Clock,
  ) {}

  /** @throws ConfigurationError in production when the demo's users are there. */
  async onApplicationBootstrap(): Promise<void> {
    const { admin, production, database } = this.config;
    // First the demo: it is for a database without users.
    if (!production && database.dialect === 'sqlite') await this.demo.seed();
    await this.tellOfDemo();
    if (admin && (await this.accounts.ensureAdmin(admin.email, admin.password))) {
      this.logger.log('the Admin of ADMIN_EMAIL was created');
    }
  }

  private async tellOfDemo(): Promise<void> {
    const emails = (await this.demo.found()).map(({ email }) => email);
    if (emails.length === 0) return;
    if (this.config.production) {
      throw new ConfigurationError(
        'The database holds users of the demo, whose password is public. Production needs a database of its own.',
      );
    }
    const today = localOf(this.clock.now(), this.config.clinicTimeZone).date;
    this.notes.add((url) => demoNote(url, emails, today));
  }
}
