import { type LoggerService, RequestMethod } from '@nestjs/common';
import { NestFactory, Reflector } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { Express, NextFunction, Request, Response } from 'express';
import helmet from 'helmet';
import { AppModule } from './app.module';
import { DomainError } from './common/domain-error';
import { BodyTypeInterceptor, useBodies } from './common/http/body';
import { limitConnections } from './common/http/connection-limits';
import { ValidationPipe } from './common/http/malformed';
import { PageInterceptor } from './common/http/page.interceptor';
import { NothingHere } from './common/http/path-id';
import { requestLog } from './common/http/request-log';
import { Ids } from './common/ids';
import { carryTraces } from './common/trace';
import { createLogger } from './common/logging';
import { ProblemFilter } from './common/problem.filter';
import { type Config, ConfigurationError } from './config/config';
import { ServedRequests } from './metrics/served-requests';
import { isRequestTimeout } from './database/sql-error';
import { DatabaseBusy, OutcomeUnknown, TransactionTimedOut } from './database/transaction.errors';
import { serveApiDocs } from './openapi';

const OUTSIDE_API = ['health', 'metrics'];
const WORKER_PATHS = /^\/(health|metrics)(\/|$)/i;

/** The application, built and not yet listening. */
export async function createApp(
  config: Config,
  logger: LoggerService = createLogger(config.logLevel),
): Promise<NestExpressApplication> {
  const app = await NestFactory.create<NestExpressApplication>(AppModule.forRoot(config), {
    logger,
    abortOnError: false,
    bodyParser: false,
  });
  configureApp(app, config);
  return app;
}

/** All that surrounds the routes. Tests, which build the application from a testing module, call it too. */
export function configureApp(app: NestExpressApplication, config: Config): void {
  const express = app.getHttpAdapter().getInstance();
  express.set('etag', false);
  limitConnections(app.getHttpServer(), app.get(Ids));
  trustProxies(express, config.trustProxy);
  app.setGlobalPrefix('api', { exclude: [...OUTSIDE_API, config.dashboardPath.slice(1)].flatMap(withAllBelow) });

  carryTraces();
  const served = app.get(ServedRequests);
  app.use(requestLog(app.get(Ids), (request) => served.add(request)));
  app.use(helmetFor(config));
  app.use(neverStored);
  allowOrigins(app, config.corsOrigins);
  useBodies(app);
  if (config.role === 'worker') hideAllButHealth(app);
  else serveApiDocs(app);

  app.useGlobalInterceptors(new PageInterceptor(), new BodyTypeInterceptor(app.get(Reflector)));
  app.useGlobalPipes(new ValidationPipe());
  app.useGlobalFilters(new ProblemFilter(databaseRefusal));
}

const withAllBelow = (path: string) =>
  [path, `${path}/{*below}`].map((each) => ({ path: each, method: RequestMethod.ALL }));

function trustProxies(express: Express, proxies: readonly string[]): void {
  try {
    express.set('trust proxy', proxies.length > 0 ? [...proxies] : false);
  } catch {
    throw new ConfigurationError('TRUST_PROXY must be addresses or networks, such as loopback,10.0.0.0/8');
  }
}

/** Nothing is loaded from elsewhere and nothing runs inline. Pages that need more set their own policy. */
function helmetFor({ production }: Config) {
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
    },
    // In development it would bind localhost to TLS, whatever else is served there.
    strictTransportSecurity: production,
  });
}

/** The default; what may be kept says so itself. */
function neverStored(_request: Request, response: Response, next: NextFunction): void {
  response.setHeader('Cache-Control', 'no-store');
  next();
}

/** Lets the pages of `origins` call the API, and nothing else. */
function allowOrigins(app: NestExpressApplication, origins: readonly string[]): void {
  const allowed = {
    origin: origins.map((origin) => new URL(origin).origin),
    credentials: true,
    methods: ['GET', 'HEAD', 'POST', 'PUT', 'DELETE'],
    allowedHeaders: ['Authorization', 'Content-Type', 'Idempotency-Key', 'If-Match', 'If-None-Match', 'Last-Event-ID'],
    exposedHeaders: ['ETag', 'Link', 'Location', 'Retry-After', 'X-Total-Count'],
    maxAge: 600,
  };
  app.enableCors((request: Request, callback) => {
    callback(null, /^\/api(\/|$)/i.test(request.path) ? allowed : { origin: false });
  });
}

/** What a process with ROLE=worker serves. */
function hideAllButHealth(app: NestExpressApplication): void {
  app.use((request: Request, _response: Response, next: NextFunction) => {
    next(WORKER_PATHS.test(request.path) ? undefined : new NothingHere());
  });
}

function databaseRefusal(error: unknown): DomainError | null {
  if (error instanceof OutcomeUnknown) {
    const detail = 'It is not known whether the change was made. Look before trying again.';
    return new DomainError('unavailable', 'outcome-unknown', detail);
  }
  const busy = error instanceof DatabaseBusy || error instanceof TransactionTimedOut || isRequestTimeout(error);
  if (!busy) return null;
  return new DomainError('unavailable', 'database-busy', 'The database is busy. Nothing was changed; try again.', {
    retryAfterSeconds: 1,
  });
}
