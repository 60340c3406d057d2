import type { JobNotice } from './job-store';

/** What holds for a queue over all servers. */
export interface QueueSettings {
  name: string;
  paused: boolean;
  /** Who paused it: a user's id. */
  pausedBy: string | null;
  pausedAt: Date | null;
  /** Jobs of it that may run at once. */
  concurrency: number | null;
  /** Jobs of it that may begin in a minute. */
  ratePerMinute: number | null;
}

export const UNLIMITED: Omit<QueueSettings, 'name'> = {
  paused: false,
  pausedBy: null,
  pausedAt: null,
  concurrency: null,
  ratePerMinute: null,
};

/** The settings of queues. All but the last runs inside the caller's transaction. */
export interface QueueStore {
  /** Locks the settings against changes until the transaction ends; null when there are none. */
  lock(name: string): Promise<QueueSettings | null>;
  /** From now on; adds the settings where there are none. */
  pause(name: string, userId: string | null): Promise<void>;
  resume(name: string): Promise<void>;
  /** Adds the settings where there are none. */
  limit(name: string, limits: Pick<QueueSettings, 'concurrency' | 'ratePerMinute'>): Promise<void>;
  /** The job of each priority that is due first, whether or not the queue is paused. */
  heads(name: string): Promise<JobNotice[]>;
}

export const QUEUE_STORE = Symbol('queue-store');
