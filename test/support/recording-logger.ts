import type { LoggerService } from '@nestjs/common';

export interface Logged {
  level: 'info' | 'warn' | 'error';
  /** Message and objects, in the order given. */
  what: unknown[];
}

/** Keeps what the application logs instead of printing it. */
export class RecordingLogger implements LoggerService {
  readonly lines: Logged[] = [];

  log(...what: unknown[]): void {
    this.lines.push({ level: 'info', what });
  }
  warn(...what: unknown[]): void {
    this.lines.push({ level: 'warn', what });
  }
  error(...what: unknown[]): void {
    this.lines.push({ level: 'error', what });
  }
  /** Messages of `level`, without the objects. */
  messages(level: Logged['level']): string[] {
    return this.lines
      .filter((line) => line.level === level)
      .map(({ what }) => String(what.find((part) => typeof part === 'string')));
  }
}
