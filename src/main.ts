import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { type AppLogger, createLogger } from './common/logging';
import { StartupNotes } from './common/startup-notes';
import type { Config } from './config/config';
import { configFromEnvironment } from './config/environment';
import { createApp } from './create-app';
import { startFailure } from './start-failure';

/** Longer than jobs are given to finish, shorter than whoever stops the process waits before killing it. */
const STOPPING_MS = 25_000;

async function main(): Promise<void> {
  const config = configFromEnvironment();
  const logger = createLogger(config.logLevel);
  dieLoudly(logger);
  const app = await createApp(config, logger);
  stopOnSignal(app, logger);
  const port = await listen(app, config);
  tell(greeting(config, port, app.get(StartupNotes)));
}

/** The port, which the system chose when the configured one is 0. */
async function listen(app: NestExpressApplication, config: Config): Promise<number> {
  try {
    const server: Server = await app.listen(config.port, config.host);
    return (server.address() as AddressInfo).port; // what a server on a port has
  } catch (error) {
    // Jobs may be running already: they are handed back.
    await app.close();
    throw error;
  }
}

function greeting(config: Config, port: number, notes: StartupNotes): string[] {
  const host = config.host === '0.0.0.0' || config.host === '::' ? 'localhost' : config.host;
  const url = `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
  if (config.role === 'worker') return ['', `A worker of ${config.clinicName} runs. Health: ${url}/health/ready`, ''];
  return [
    '',
    `${config.clinicName} runs. Ctrl+C stops it.`,
    '',
    `  API        ${url}/api/docs`,
    `  Dashboard  ${url}${config.dashboardPath}`,
    `  Health     ${url}/health/ready`,
    ...notes.lines(url),
    '',
  ];
}

/** Ends the process through the shutdown hooks, once, with exit code 0. A second signal ends it at once. */
function stopOnSignal(app: NestExpressApplication, logger: AppLogger): void {
  const stop = (signal: string) => {
    logger.log({ signal }, 'stopping', 'Main');
    setTimeout(() => process.exit(1), STOPPING_MS).unref();
    app.close().then(
      () => process.exit(0),
      (error: unknown) => {
        logger.fatal({ err: error }, 'stopping failed', 'Main');
        process.exit(1);
      },
    );
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

/** What nobody caught ends the process, as it would anyway, but is written by the logger, which leaves data out. */
function dieLoudly(logger: AppLogger): void {
  const die = (reason: unknown) => {
    logger.fatal({ err: reason instanceof Error ? reason : new Error(String(reason)) }, 'nobody caught this', 'Main');
    process.exit(1);
  };
  process.on('uncaughtException', die);
  process.on('unhandledRejection', die);
}

function tell(lines: readonly string[]): void {
  process.stdout.write(`${lines.join('\n')}\n`);
}

main().catch((error: unknown) => {
  const explanation = startFailure(error);
  if (explanation === null) createLogger('info').fatal({ err: error }, 'the start failed', 'Main');
  else process.stderr.write(`${explanation}\n`);
  process.exit(1);
});
