import path from 'node:path';
import { z } from 'zod';
import { isTimeZone } from '../common/clinic-time';
import { isMailbox } from '../common/mail-address';
import { type DatabaseAddress, readDatabaseAddress } from './database-address';

export type { DatabaseAddress, MssqlAddress, SqliteAddress } from './database-address';

export type Role = 'all' | 'api' | 'worker';

export interface JwtSecret {
  kid: string;
  secret: string;
}

/** Where TLS is served, and with which PEM files. */
export interface HttpsConfig {
  port: number;
  certFile: string;
  keyFile: string;
}

/** The environment as the application sees it: typed, checked and frozen. Minutes and counts are plain numbers. */
export class Config {
  readonly production: boolean;
  readonly host: string;
  readonly port: number;
  /** Null: plain HTTP alone. */
  readonly https: HttpsConfig | null;
  readonly publicUrl: string;
  readonly trustProxy: readonly string[];
  readonly dataDir: string;
  readonly role: Role;
  readonly database: DatabaseAddress;
  /** Null: no broker, the database alone wakes workers. */
  readonly redisUrl: string | null;
  readonly smtpUrl: string | null;
  readonly mailFrom: string;
  readonly mailRatePerMinute: number | null;
  readonly mailUnknown: 'resend' | 'park';
  readonly slotMinutes: number;
  readonly clinicName: string;
  readonly clinicTimeZone: string;
  /** Minutes before a visit, largest first. */
  readonly reminderOffsets: readonly number[];
  /** Empty outside production when JWT_SECRETS is not set: a secret is then made once and kept under `dataDir`. */
  readonly jwtSecrets: readonly JwtSecret[];
  readonly corsOrigins: readonly string[];
  readonly dashboardPath: string;
  /** Whether the dashboard shows without letting anything be changed. */
  readonly dashboardReadOnly: boolean;
  /** In the order in which they are asked for work. */
  readonly jobQueues: readonly string[];
  readonly jobWorkers: number;
  readonly admin: { email: string; password: string } | null;
  /** Where alerts are posted as JSON. */
  readonly alertWebhookUrl: string | null;
  /** Called each minute in which the watch has looked: whoever expects the call notices when it stays away. */
  readonly heartbeatUrl: string | null;
  /** From how many on jobs that fail for good within an hour are an alert. */
  readonly alertFailuresPerHour: number;
  /** From how many on due jobs are an alert. */
  readonly alertQueueLength: number;
  /** Opens /metrics to whoever is not on this machine. */
  readonly metricsToken: string | null;
  readonly logLevel: string;

  constructor(values: Config) {
    Object.assign(this, values);
    Object.freeze(this);
  }
}

export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
}

/** Counting jobs stops here. */
const COUNT_LIMIT = 10_000;

const list = (value: string) =>
  value
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');

const text = (fallback: string) => z.string().trim().min(1).default(fallback);
const optional = z.string().trim().min(1).optional();
const numeric = z.string().regex(/^\d+$/, 'must be a whole number').transform(Number);
const whole = (fallback: number, min: number, max: number) =>
  z.string().default(String(fallback)).pipe(numeric).pipe(z.number().min(min).max(max));

const url = (protocols: readonly string[]) =>
  z.string().refine((value) => URL.canParse(value) && protocols.includes(new URL(value).protocol), {
    message: `must be a URL that starts with ${protocols.map((protocol) => `${protocol}//`).join(' or ')}`,
  });

const flag = z
  .enum(['true', 'false'], 'must be true or false')
  .default('false')
  .transform((value) => value === 'true');

const offsets = text('60')
  .transform(list)
  .pipe(z.array(z.string().regex(/^\d+$/, 'must be minutes such as 1440,60').transform(Number)))
  .pipe(z.array(z.number().min(10, 'must each be at least 10 minutes').max(43_200)).min(1))
  .transform((minutes) => [...new Set(minutes)].sort((a, b) => b - a));

const jwtSecrets = text('')
  .or(z.literal(''))
  .transform(list)
  .pipe(
    z.array(
      z
        .string()
        .regex(/^[\w-]+:.{32,}$/, 'must be kid:secret pairs whose secret has at least 32 characters')
        .transform((pair) => ({
          kid: pair.slice(0, pair.indexOf(':')),
          secret: pair.slice(pair.indexOf(':') + 1),
        })),
    ),
  )
  .refine(
    (secrets) => new Set(secrets.map(({ kid }) => kid)).size === secrets.length,
    'must give each secret its own kid',
  );

const names = (fallback: string) =>
  text(fallback)
    .transform(list)
    .pipe(z.array(z.string().regex(/^[a-z][a-z0-9-]*$/, 'must be lower-case names')).min(1));

const environment = z
  .object({
    NODE_ENV: z.enum(['development', 'test', 'production']).default('development'),
    HOST: optional,
    PORT: whole(5000, 0, 65_535),
    HTTPS_PORT: numeric.pipe(z.number().max(65_535)).optional(),
    TLS_CERT_FILE: optional,
    TLS_KEY_FILE: optional,
    PUBLIC_URL: url(['http:', 'https:']).optional(),
    TRUST_PROXY: text('').or(z.literal('')).transform(list),
    DATA_DIR: text('./data'),
    ROLE: z.enum(['all', 'api', 'worker']).default('all'),
    DATABASE_URL: text('file:./data/clinic.db'),
    JOBS_DATABASE: z
      .string()
      .regex(/^\w{1,128}$/, 'must be a database name of letters, digits and _')
      .optional(),
    REDIS_URL: url(['redis:', 'rediss:']).optional(),
    SMTP_URL: url(['smtp:', 'smtps:']).optional(),
    MAIL_FROM: z.string().refine(isMailbox, 'must be an address such as Clinic <no-reply@clinic.example>').optional(),
    MAIL_RATE_PER_MINUTE: whole(0, 0, 1_000_000),
    MAIL_UNKNOWN: z.enum(['resend', 'park']).default('resend'),
    SLOT_MINUTES: whole(60, 5, 480),
    CLINIC_NAME: text('MedanoClinic'),
    CLINIC_TIME_ZONE: text('Europe/Bucharest').refine(isTimeZone, {
      message: 'must be an IANA zone such as Europe/Bucharest',
    }),
    REMINDER_OFFSETS: offsets,
    JWT_SECRETS: jwtSecrets,
    CORS_ORIGINS: text('http://localhost:3000')
      .transform(list)
      .pipe(z.array(url(['http:', 'https:']))),
    DASHBOARD_PATH: text('/hangfire').refine(
      (value) => /^(\/[\w-]+)+$/.test(value) && !/^\/(api|health|metrics)(\/|$)/i.test(value),
      {
        message: 'must be a path such as /hangfire, outside /api, /health and /metrics',
      },
    ),
    DASHBOARD_READ_ONLY: flag,
    JOB_QUEUES: names('maintenance,notifications,mail,default'),
    JOB_WORKERS: whole(40, 1, 1000),
    ADMIN_EMAIL: z.email().optional(),
    ADMIN_PASSWORD: z.string().min(8, 'must have at least 8 characters').max(128).optional(),
    ALERT_WEBHOOK_URL: url(['http:', 'https:']).optional(),
    HEARTBEAT_URL: url(['http:', 'https:']).optional(),
    ALERT_FAILURES_PER_HOUR: whole(10, 1, COUNT_LIMIT),
    ALERT_QUEUE_LENGTH: whole(5_000, 1, COUNT_LIMIT),
    METRICS_TOKEN: z.string().min(16, 'must have at least 16 characters').optional(),
    LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  })
  .transform((env) => ({ ...env, database: readDatabaseAddress(env.DATABASE_URL, env.JOBS_DATABASE ?? null) }))
  .superRefine((env, ctx) => {
    const missing = (name: string, why: string) => ctx.addIssue({ code: 'custom', path: [name], message: why });
    if (typeof env.database === 'string') missing('DATABASE_URL', env.database);
    else if (env.database.dialect === 'sqlite' && env.JOBS_DATABASE)
      missing('JOBS_DATABASE', 'needs SQL Server: the embedded database is one file');
    if (env.NODE_ENV === 'production') {
      if (env.JWT_SECRETS.length === 0)
        missing('JWT_SECRETS', 'is required in production: kid:secret, 32 characters or more');
      if (!env.SMTP_URL) missing('SMTP_URL', 'is required in production, such as smtps://user:password@mail.example');
      if (!env.MAIL_FROM) missing('MAIL_FROM', 'is required in production');
      if (!env.PUBLIC_URL) missing('PUBLIC_URL', 'is required in production: the address that links in mails lead to');
    }
    const tls = [env.HTTPS_PORT, env.TLS_CERT_FILE, env.TLS_KEY_FILE].filter((each) => each !== undefined);
    if (tls.length % 3 !== 0) missing('HTTPS_PORT,', 'TLS_CERT_FILE and TLS_KEY_FILE are set together');
    if (!env.ADMIN_EMAIL !== !env.ADMIN_PASSWORD) missing('ADMIN_EMAIL', 'and ADMIN_PASSWORD are set together');
    if (env.JOB_WORKERS < env.JOB_QUEUES.length) missing('JOB_WORKERS', 'must be at least the number of JOB_QUEUES');
  });

/**
 * Checks and types the environment. Empty variables count as absent.
 *
 * @throws ConfigurationError that names every variable at fault and says what it should be, never its value.
 */
export function loadConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const present = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''));
  const parsed = environment.safeParse(present);
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => `  ${String(issue.path[0])} ${issue.message}`);
    throw new ConfigurationError(`The configuration is not usable:\n${lines.join('\n')}`);
  }
  const { database, ...e } = parsed.data;
  if (typeof database === 'string') throw new ConfigurationError(database); // refused above
  const production = e.NODE_ENV === 'production';
  const dataDir = path.resolve(e.DATA_DIR);
  const host = e.HOST ?? (production ? '0.0.0.0' : 'localhost');
  return new Config({
    production,
    host,
    port: e.PORT,
    https: httpsOf(e.HTTPS_PORT, e.TLS_CERT_FILE, e.TLS_KEY_FILE),
    publicUrl: (e.PUBLIC_URL ?? `http://localhost:${e.PORT}`).replace(/\/+$/, ''),
    trustProxy: e.TRUST_PROXY,
    dataDir,
    role: e.ROLE,
    database,
    redisUrl: e.REDIS_URL ?? null,
    smtpUrl: e.SMTP_URL ?? null,
    // What would end the quoted name is left out of it.
    mailFrom: e.MAIL_FROM ?? `"${e.CLINIC_NAME.replace(/["<>]/g, '')}" <no-reply@medano-clinic.example>`,
    mailRatePerMinute: e.MAIL_RATE_PER_MINUTE || null,
    mailUnknown: e.MAIL_UNKNOWN,
    slotMinutes: e.SLOT_MINUTES,
    clinicName: e.CLINIC_NAME,
    clinicTimeZone: e.CLINIC_TIME_ZONE,
    reminderOffsets: e.REMINDER_OFFSETS,
    jwtSecrets: e.JWT_SECRETS,
    corsOrigins: e.CORS_ORIGINS,
    dashboardPath: e.DASHBOARD_PATH.toLowerCase(),
    dashboardReadOnly: e.DASHBOARD_READ_ONLY,
    jobQueues: e.JOB_QUEUES,
    jobWorkers: e.JOB_WORKERS,
    admin: e.ADMIN_EMAIL && e.ADMIN_PASSWORD ? { email: e.ADMIN_EMAIL, password: e.ADMIN_PASSWORD } : null,
    alertWebhookUrl: e.ALERT_WEBHOOK_URL ?? null,
    heartbeatUrl: e.HEARTBEAT_URL ?? null,
    alertFailuresPerHour: e.ALERT_FAILURES_PER_HOUR,
    alertQueueLength: e.ALERT_QUEUE_LENGTH,
    metricsToken: e.METRICS_TOKEN ?? null,
    logLevel: e.LOG_LEVEL,
  });
}

function httpsOf(port?: number, certFile?: string, keyFile?: string): HttpsConfig | null {
  return port === undefined || !certFile || !keyFile ? null : { port, certFile, keyFile };
}
