import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { type AppLogger, createLogger } from './common/logging';
import { StartupNotes } from './common/startup-notes';
import type { Config } from './config/config';
import { configFromEnvironment } from './config/environment';
import { createApp } from './create-app';
import { startFailure } from './start-failure';
import { TlsListener } from './tls-listener';

/** Longer than jobs are given to finish, shorter than whoever stops the process waits before killing it. */
const STOPPING_MS = 25_000;

async function main(): Promise<void> {
  const config = configFromEnvironment();
  const logger = createLogger(config.logLevel);
  dieLoudly(logger);
  const app = await createApp(config, logger);
  stopOnSignal(app, logger);
  const ports = await listen(app, config);
  tell(greeting(config, ports, app.get(StartupNotes)));
}

/** Where it listens; the system chose a port where the configured one is 0. */
interface Ports {
  http: number;
  https: number | null;
}

async function listen(app: NestExpressApplication, config: Config): Promise<Ports> {
  try {
    const server: Server = await app.listen(config.port, config.host);
    const { port } = server.address() as AddressInfo; // what a server on a port has
    return { http: port, https: await app.get(TlsListener).listen() };
  } catch (error) {
    // Jobs may be running already: they are handed back.
    await app.close();
    throw error;
  }
}

function greeting(config: Config, ports: Ports, notes: StartupNotes): string[] {
  const host = config.host === '0.0.0.0' || config.host === '::' ? 'localhost' : config.host;
  const name = host.includes(':') ? `[${host}]` : host;
  const url = `http://${name}:${ports.http}`;
  if (config.role === 'worker') return ['', `A worker of ${config.clinicName} runs. Health: ${url}/health/ready`, ''];
  return [
    '',
    `${config.clinicName} runs. Ctrl+C stops it.`,
    '',
    `  API        ${url}/api/docs`,
    `  Dashboard  ${url}${config.dashboardPath}`,
    `  Health     ${url}/health/ready`,
    ...(ports.https === null ? [] : [`  TLS        https://${name}:${ports.https}`]),
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
