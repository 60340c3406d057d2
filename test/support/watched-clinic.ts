import { WatchService } from '../../src/alerts/watch.service';
import { Database } from '../../src/database/database';
import { Heartbeat } from '../../src/jobs/upkeep/heartbeat';
import { JobRunner } from '../../src/jobs/worker/job-runner';
import { type StartOptions, type TestApp, startApp } from './app';
import { Clinic, type Person } from './clinic';
import { HttpSink } from './http-sink';
import { SmtpSink } from './smtp-sink';
import { TestClock } from './test-clock';

const MONDAY = '2027-01-04T08:00:00Z';

/** A clinic with an Admin and a mail server that tells an address outside what its watch finds. */
export class WatchedClinic {
  private readonly others: TestApp[] = [];

  private constructor(
    readonly app: TestApp,
    readonly outside: HttpSink,
    readonly smtp: SmtpSink,
    readonly clinic: Clinic,
    readonly admin: Person,
  ) {}

  /** On a Monday in January 2027, at ten in the morning. */
  static async start({ env, ...options }: Omit<StartOptions, 'clock' | 'dataDir'> = {}): Promise<WatchedClinic> {
    const clock = TestClock.at(MONDAY);
    const outside = await HttpSink.start();
    const smtp = await SmtpSink.start();
    const app = await startApp({ ...options, clock, env: { ...addressesOf(outside, smtp), ...env } });
    const clinic = new Clinic(app);
    return new WatchedClinic(app, outside, smtp, clinic, await clinic.admin());
  }

  /** One more process of the same clinic. */
  async another({ env, ...options }: Pick<StartOptions, 'env' | 'modules'> = {}): Promise<TestApp> {
    const { clock, dataDir } = this.app;
    const place = { clock, dataDir, env: { ...addressesOf(this.outside, this.smtp), ...env } };
    const other = await startApp({ ...options, ...place });
    this.others.push(other);
    return other;
  }

  /** One look of the watch, so much later; servers that live have given their heartbeat. */
  async look(after = 0): Promise<void> {
    this.app.clock.advance(after);
    for (const app of [this.app, ...this.others]) await app.get(Heartbeat).beat();
    await this.app.get(WatchService).look();
  }

  async idle(): Promise<void> {
    for (const app of [this.app, ...this.others]) await app.get(JobRunner).idle();
  }

  /** What was told outside, such as `late opened`, in that order. */
  posted(): string[] {
    return this.outside.taken('/alerts').map(({ body }) => `${String(body.kind)} ${String(body.event)}`);
  }

  /** What Admins have been told in the application. */
  notices(): Promise<{ title: string; userId: string }[]> {
    return this.clinic.rows(`SELECT title, userId FROM "Notification" WHERE kind = 'alert' ORDER BY id`);
  }

  /** What they have been told by e-mail. */
  mailed(): (string | undefined)[] {
    return this.smtp.mails.map(({ parsed }) => parsed.subject);
  }

  /** Renames a table: whoever reads it meets a real error. */
  async renameTable(from: string, to: string): Promise<void> {
    const { dialect } = this.app.get(Database);
    const onFile = dialect === 'sqlite';
    await this.clinic.write(onFile ? `ALTER TABLE "${from}" RENAME TO "${to}"` : `EXEC sp_rename '${from}', '${to}'`);
  }

  async close(): Promise<void> {
    for (const other of this.others) await other.close();
    await this.app.close();
    await this.smtp.stop();
    await this.outside.stop();
  }
}

const addressesOf = (outside: HttpSink, smtp: SmtpSink) => ({
  SMTP_URL: smtp.url,
  ALERT_WEBHOOK_URL: outside.url('/alerts'),
  HEARTBEAT_URL: outside.url('/beat'),
});
