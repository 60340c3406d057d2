import { Inject, Injectable } from '@nestjs/common';
import { BROADCAST, type Broadcast } from '../jobs/transport/broadcast';

const CHANNEL = 'inbox';
/** A message goes to every process: a burst of reminders goes in several. */
const CHUNK = 500;

/** User ids with the positions that their inboxes have reached. */
export type Reached = ReadonlyMap<string, number>;

/** Tells all processes that inboxes have something new. Best effort: who misses it finds it by looking. */
@Injectable()
export class InboxNews {
  constructor(@Inject(BROADCAST) private readonly broadcast: Broadcast) {}

  /** Whether other processes are told at present. */
  get carries(): boolean {
    return this.broadcast.carries;
  }

  /** To be called once the positions are committed. */
  tell(reached: Reached): void {
    const all = [...reached];
    for (let from = 0; from < all.length; from += CHUNK) {
      this.broadcast.send(CHANNEL, JSON.stringify(all.slice(from, from + CHUNK)));
    }
  }

  listen(hear: (reached: Reached) => void): void {
    this.broadcast.listen(CHANNEL, (message) => hear(reachedOf(message)));
  }
}

/** What is none of ours says nothing. */
function reachedOf(message: string): Reached {
  try {
    const pairs: unknown = JSON.parse(message);
    return new Map(Array.isArray(pairs) ? pairs.filter(isPair) : []);
  } catch {
    return new Map();
  }
}

function isPair(value: unknown): value is [string, number] {
  return Array.isArray(value) && typeof value[0] === 'string' && typeof value[1] === 'number';
}
