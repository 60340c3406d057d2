import { setTimeout as delay } from 'node:timers/promises';
import { isRetryable } from '../sql-error';
import { DatabaseBusy } from '../transaction.errors';

/** How long a transaction waits for another process to let go of the file, in milliseconds. */
const BUSY_BUDGET_MS = 20_000;
const BUSY_PAUSE_MS = 5;

/** Asks again while another process holds the write lock. @throws DatabaseBusy when it does not let go. */
export async function retryWhileBusy<T>(attempt: () => Promise<T>): Promise<T> {
  for (let waited = 0; ; waited += BUSY_PAUSE_MS) {
    try {
      return await attempt();
    } catch (error) {
      if (!isRetryable(error)) throw error;
      if (waited >= BUSY_BUDGET_MS) throw new DatabaseBusy(error);
      await delay(BUSY_PAUSE_MS);
    }
  }
}
