import type { z } from 'zod';

export const PRIORITIES = ['high', 'normal', 'low'] as const;
export type Priority = (typeof PRIORITIES)[number];

export interface RecurringOptions {
  /** 5 or 6 fields (with seconds first). */
  cron: string;
  /** IANA zone; the clinic's when absent. */
  timeZone?: string;
  /** What happens to occurrences missed in an outage: one catch-up run, each of them, or none. */
  misfire?: 'once' | 'each' | 'skip';
}

/** One value that an admin's search finds the job by, such as `appointment` = 42. */
export interface JobTag {
  name: string;
  value: string;
}

export interface JobOptions<P extends z.ZodType> {
  queue?: string;
  /** Parsed when enqueued and again when run. Ids only, never patient data: payloads are shown to admins. */
  payload: P;
  /** Tries before the job is failed; 10 by default. */
  attempts?: number;
  /** Milliseconds to wait after the n-th failed attempt (n from 1), `random` in [0, 1); Hangfire's curve by default. */
  backoff?: (attempt: number, random: number) => number;
  /** Milliseconds one attempt may take before its signal aborts; 5 minutes by default. */
  timeout?: number;
  priority?: Priority;
  /** How many due jobs a `handleMany` handler is given at most; 1 by default. */
  batch?: number;
  /** Milliseconds a succeeded or deleted job is kept, and a failed one (for ever by default). */
  retention?: { succeeded?: number; failed?: number };
  /** Declares the job recurring; its payload schema must accept `{}`. */
  recurring?: RecurringOptions;
}

export interface JobDefinition<P extends z.ZodType = z.ZodType> {
  readonly name: string;
  readonly queue: string;
  readonly payload: P;
  readonly attempts: number;
  readonly backoff: (attempt: number, random: number) => number;
  readonly timeout: number;
  readonly priority: Priority;
  readonly batch: number;
  readonly retention: { readonly succeeded: number; readonly failed: number | null };
  readonly recurring?: RecurringOptions;
}

export type PayloadOf<D extends JobDefinition> = z.output<D['payload']>;
