import { AsyncLocalStorage } from 'node:async_hooks';
import { Logger as PinoNestLogger, type PinoLogger } from 'nestjs-pino';
import { type DestinationStream, type Logger, type LoggerOptions, pino, stdTimeFunctions } from 'pino';
import { safeArgument } from './log-safety';

/**
 * What every line logged within carries, such as `traceId` or `jobId`: never personal data. Add to what surrounds it:
 * `LogContext.run({ ...LogContext.getStore(), jobId }, work)`.
 */
export const LogContext = new AsyncLocalStorage<Readonly<Record<string, unknown>>>();

/** Contexts in which Nest tells each module and route it has found. */
const BOOT_CONTEXTS = new Set<unknown>(['InstanceLoader', 'NestFactory', 'RouterExplorer', 'RoutesResolver']);

/** The logger that `@nestjs/common`'s Logger writes through: JSON lines, made safe by `safeArgument`. */
export class AppLogger extends PinoNestLogger {
  constructor(lines: Logger) {
    // Only the level methods are called, which are pino's own; the class would share one pino among all applications.
    super(lines as unknown as PinoLogger, {});
  }

  override log(message: unknown, ...optional: unknown[]): void {
    if (BOOT_CONTEXTS.has(optional.at(-1))) super.debug(message, ...optional);
    else super.log(message, ...optional);
  }
}

export function createLogger(level: string, destination: DestinationStream = pino.destination(1)): AppLogger {
  const options: LoggerOptions = {
    level,
    timestamp: stdTimeFunctions.isoTime,
    // Errors have been made safe by then; pino's own serializer would take what they became for an error.
    serializers: { err: (error: unknown) => error },
    formatters: { level: (label) => ({ level: label }) },
    mixin: () => ({ ...LogContext.getStore() }),
    hooks: {
      logMethod(args, method) {
        // What is safe has the same shape as what was given.
        method.apply(this, args.map(safeArgument) as typeof args);
      },
    },
  };
  return new AppLogger(pino(options, destination));
}
