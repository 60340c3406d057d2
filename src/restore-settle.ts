import { stdout } from 'node:process';
import { parseArgs } from 'node:util';
import { ClinicIsRunning, RestoreService, type Settled } from './admin/restore.service';
import { createLogger } from './common/logging';
import { Config, ConfigurationError } from './config/config';
import { configFromEnvironment } from './config/environment';
import { createApp } from './create-app';
import { DatabaseInUse } from './database/sqlite/file-ownership';

/** Settles a restored backup. The application is built and never started: nothing is run, sent or announced by it. */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { resend: { type: 'boolean', default: false } } });
  const config = new Config({ ...configFromEnvironment(), redisUrl: null });
  const app = await createApp(config, createLogger('error'));
  try {
    const settled = await app.get(RestoreService, { strict: false }).settle(values);
    stdout.write(`${report(settled, values.resend).join('\n')}\n`);
  } finally {
    await app.close();
  }
}

function report({ reminders, mails, signIns }: Settled, resend: boolean): string[] {
  return [
    'The restored database is settled; the clinic may be started.',
    resend
      ? '  Mails of which nobody knows whether they left are sent, again under their Message-IDs.'
      : `  ${mails} mails may have been sent since the backup, ${reminders} of them reminders: they are "unknown", and none is sent again unless an Admin does (Mail on the dashboard).`,
    `  ${signIns} sign-ins were ended.`,
    '  Users that were erased since the backup are back: erase them again.',
  ];
}

main().catch((error: unknown) => {
  const known =
    error instanceof ConfigurationError || error instanceof DatabaseInUse || error instanceof ClinicIsRunning;
  if (known) process.stderr.write(`${error.message}\n`);
  else createLogger('info').fatal({ err: error }, 'nothing was settled', 'RestoreSettle');
  process.exit(1);
});
