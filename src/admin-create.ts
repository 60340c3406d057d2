import { stdin, stdout } from 'node:process';
import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { z } from 'zod';
import { AccountService } from './auth/account.service';
import { AuthModule } from './auth/auth.module';
import { CommonModule } from './common/common.module';
import { emailAddress, verbatim } from './common/http/fields';
import { createLogger } from './common/logging';
import { ConfigurationError } from './config/config';
import { ConfigModule } from './config/config.module';
import { configFromEnvironment } from './config/environment';
import { DatabaseModule } from './database/database.module';
import { DatabaseInUse } from './database/sqlite/file-ownership';

const credentials = z.object({ email: emailAddress(), password: verbatim(128, 8) });
type Credentials = z.infer<typeof credentials>;

@Module({ imports: [CommonModule, DatabaseModule, AuthModule] })
class AdminCreateModule {}

/** Creates an Admin with what ADMIN_EMAIL and ADMIN_PASSWORD say or, without them, with what is typed. */
async function main(): Promise<void> {
  const config = configFromEnvironment();
  const { email, password } = read(config.admin ?? (await ask()));
  const module = { module: AdminCreateModule, imports: [ConfigModule.forRoot(config)] };
  const logger = createLogger('error');
  const app = await NestFactory.createApplicationContext(module, { logger, abortOnError: false });
  try {
    const created = await app.get(AccountService).ensureAdmin(email, password);
    tell(created ? 'The Admin was created.' : 'A user with this e-mail address exists already; nothing was changed.');
  } finally {
    await app.close();
  }
}

function read(given: Credentials): Credentials {
  const parsed = credentials.safeParse(given);
  if (parsed.success) return parsed.data;
  const lines = parsed.error.issues.map(({ path, message }) => `  ${path.join('.')}: ${message}`);
  throw new ConfigurationError(`No Admin was created:\n${lines.join('\n')}`);
}

/** What is typed, or piped in as two lines. */
async function ask(): Promise<Credentials> {
  let hidden = false;
  const echo = new Writable({
    write(chunk: Buffer, _encoding, done) {
      if (!hidden) stdout.write(chunk);
      done();
    },
  });
  const typed = createInterface({ input: stdin, output: echo, terminal: stdin.isTTY });
  const lines = typed[Symbol.asyncIterator]();
  const line = async (): Promise<string> => ((await lines.next()) as IteratorResult<string, undefined>).value ?? ''; // of text
  try {
    stdout.write('E-mail address of the Admin: ');
    const email = await line();
    stdout.write('Password, 8 to 128 characters, not shown: ');
    hidden = true;
    return { email, password: await line() };
  } finally {
    typed.close();
    tell('');
  }
}

function tell(line: string): void {
  stdout.write(`${line}\n`);
}

main().catch((error: unknown) => {
  const known = error instanceof ConfigurationError || error instanceof DatabaseInUse;
  if (known) process.stderr.write(`${error.message}\n`);
  else createLogger('info').fatal({ err: error }, 'no Admin was created', 'AdminCreate');
  process.exit(1);
});
