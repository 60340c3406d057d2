import type { SignedInActor } from '../../auth/access';
import type { EventStream } from './event-stream';

/** A user's open stream of news from their inbox. */
export class LiveStream {
  readonly userId: string;
  readonly signInId: string;
  /** Up to which position of the inbox it has been told; null until it is, when it wants only what is new. */
  position: number | null;
  /** Whether it has been told how things stand. */
  isGreeted = false;
  /** Whether its reader was behind at the last beat and has not caught up since. */
  isStuck = false;

  /** @param lastEventId the position that its reader has seen before. */
  constructor(
    { userId, signInId }: SignedInActor,
    readonly events: EventStream,
    lastEventId: number | null,
  ) {
    this.userId = userId;
    this.signInId = signInId;
    this.position = lastEventId;
  }

  /** Whether there is something at `position` that it has not been told. */
  isBehind(position: number): boolean {
    return !this.isGreeted || this.position === null || this.position < position;
  }
}
