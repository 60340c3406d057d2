import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Inject, Injectable, Module, type OnModuleDestroy, type Type } from '@nestjs/common';
import { Test, type TestingModule } from '@nestjs/testing';
import { CommonModule } from '../../src/common/common.module';
import { loadConfig } from '../../src/config/config';
import { ConfigModule } from '../../src/config/config.module';
import { MailModule } from '../../src/notifications/mail/mail.module';
import { MailRenderer } from '../../src/notifications/mail/mail-renderer';
import { MAIL_SENDER, type MailSender } from '../../src/notifications/mail/mail-sender';
import { anOutgoingMail } from '../builders/outgoing-mail';
import { aNotice } from '../builders/visit-notice';
import { SmtpSink } from '../support/smtp-sink';

const never = () => new AbortController().signal;

async function start(env: Record<string, string>, feature: Type = class {}): Promise<TestingModule> {
  const config = loadConfig({ MAIL_FROM: 'Medano <no-reply@medano.example>', ...env });
  const app = await Test.createTestingModule({
    imports: [ConfigModule.forRoot(config), CommonModule, MailModule, feature],
  }).compile();
  return app.init();
}

/** A feature that still has a mail to send when the application stops. */
@Injectable()
class LastMail implements OnModuleDestroy {
  constructor(@Inject(MAIL_SENDER) private readonly sender: MailSender) {}

  async onModuleDestroy(): Promise<void> {
    await this.sender.send(anOutgoingMail(), never());
  }
}

@Module({ imports: [MailModule], providers: [LastMail] })
class LastMailModule {}

describe('the mail module', () => {
  it('sends to the server at SMTP_URL', async () => {
    const sink = await SmtpSink.start();
    const app = await start({ SMTP_URL: sink.url });
    await app.get<MailSender>(MAIL_SENDER).send(anOutgoingMail(), never());
    await app.close();
    expect(sink.mails).toHaveLength(1);
    await sink.stop();
  });

  it('writes files under DATA_DIR where no server is named', async () => {
    const dataDir = await mkdtemp(path.join(tmpdir(), 'data-'));
    const app = await start({ DATA_DIR: dataDir });
    await app.get<MailSender>(MAIL_SENDER).send(anOutgoingMail(), never());
    await app.close();
    expect(await readdir(path.join(dataDir, 'mail'))).toHaveLength(1);
    await rm(dataDir, { recursive: true });
  });

  it('has its templates ready once it is started', async () => {
    const app = await start({});
    const mail = app.get(MailRenderer).render(aNotice(), new Date('2027-01-05T12:00:00Z'));
    await app.close();
    expect(mail.subject).toBe('Appointment confirmed: Tuesday, 5 January 2027, 15:00');
  });

  it('sends what a feature sends while it stops, and leaves no connection open', async () => {
    const sink = await SmtpSink.start();
    const app = await start({ SMTP_URL: sink.url }, LastMailModule);
    await app.close();
    expect(sink.mails).toHaveLength(1);
    await sink.waitForNoConnection();
    await sink.stop();
  });

  it('takes no mailer adapter and none of their packages along', async () => {
    const app = await start({});
    await app.close();
    const loaded = Object.keys(require.cache);
    expect(loaded.some((file) => /node_modules[\\/]@nestjs-modules[\\/]mailer[\\/]/.test(file))).toBe(true);
    const adapters = /node_modules[\\/](pug|ejs|mjml|nunjucks|liquidjs|preview-email|@css-inline)[\\/]/;
    expect(loaded.filter((file) => adapters.test(file))).toEqual([]);
  });
});
