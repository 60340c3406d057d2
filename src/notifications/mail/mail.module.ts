import path from 'node:path';
import { Injectable, Module, type OnApplicationShutdown } from '@nestjs/common';
import { MailerModule, type MailerOptions, MailerService } from '@nestjs-modules/mailer';
import { Clock } from '../../common/clock';
import { Ids } from '../../common/ids';
import { Config } from '../../config/config';
import { CountingMailSender, MailCounts } from './counting-mail-sender';
import { EmlMailSender, emlFolder, emlTransport } from './eml-mail-sender';
import { MailRenderer } from './mail-renderer';
import { MAIL_SENDER, type MailSender } from './mail-sender';
import { dialoguePlugin } from './smtp-dialogue';
import { SMTP_LIMITS, SmtpMailSender, smtpPool } from './smtp-mail-sender';

/**
 * Closes the connections once every module is destroyed. The mailer by itself does so when its own is, and that may be
 * before the workers, which are in a global module too, have ended the mails that are on their way.
 */
@Injectable()
class MailConnections implements OnApplicationShutdown {
  private readonly close: () => Promise<void>;

  constructor(mailer: MailerService) {
    this.close = mailer.onModuleDestroy.bind(mailer);
    mailer.onModuleDestroy = () => Promise.resolve();
  }

  onApplicationShutdown(): Promise<void> {
    return this.close();
  }
}

/**
 * Renders and sends mails: to the server at SMTP_URL, or into files under DATA_DIR where none is set.
 *
 * The mailer gets no template adapter, for a template that it misses would end the process; MailRenderer, which tries all
 * templates at boot, hands it finished text. The connections are closed when the application shuts down: whoever sends
 * must have ended by the end of its own `onModuleDestroy`, which runs earlier.
 */
@Module({
  imports: [
    MailerModule.forRootAsync({
      inject: [Config],
      useFactory: (config: Config): MailerOptions => ({
        transport: config.smtpUrl ? smtpPool(config.smtpUrl, SMTP_LIMITS) : emlTransport,
        plugins: [dialoguePlugin],
      }),
    }),
  ],
  providers: [
    MailConnections,
    MailCounts,
    { provide: MailRenderer, useFactory: () => new MailRenderer(path.join(__dirname, 'templates')) },
    {
      provide: MAIL_SENDER,
      inject: [MailerService, Config, Clock, Ids, MailCounts],
      useFactory: (mailer: MailerService, config: Config, clock: Clock, ids: Ids, counts: MailCounts): MailSender =>
        new CountingMailSender(
          config.smtpUrl
            ? new SmtpMailSender(mailer, config.mailFrom, clock, SMTP_LIMITS)
            : new EmlMailSender(mailer, config.mailFrom, clock, ids, emlFolder(config.dataDir)),
          counts,
        ),
    },
  ],
  exports: [MailRenderer, MAIL_SENDER, MailCounts],
})
export class MailModule {}
