import { TooManyStreams } from '../notification.errors';
import type { LiveStream } from './live-stream';

const PER_USER = 6;

/** The streams that are open in this process. */
export class OpenStreams {
  private readonly byUser = new Map<string, Set<LiveStream>>();

  /** @throws TooManyStreams */
  add(stream: LiveStream): void {
    const own = this.byUser.get(stream.userId) ?? new Set();
    if (own.size >= PER_USER) throw new TooManyStreams(PER_USER);
    this.byUser.set(stream.userId, own.add(stream));
  }

  remove(stream: LiveStream): void {
    const own = this.byUser.get(stream.userId);
    own?.delete(stream);
    if (own?.size === 0) this.byUser.delete(stream.userId);
  }

  of(userId: string): readonly LiveStream[] {
    return [...(this.byUser.get(userId) ?? [])];
  }

  all(): readonly LiveStream[] {
    return [...this.byUser.values()].flatMap((own) => [...own]);
  }
}
