import { Injectable } from '@nestjs/common';
import { SignInService } from '../../auth/sign-in.service';
import { Clock } from '../../common/clock';
import { notificationView } from '../inbox.service';
import { InboxRepository } from '../inbox.repository';
import { type ListedNotification, NotificationRepository } from '../notification.repository';
import type { LiveStream } from './live-stream';

/** Places of an inbox that are told to one stream at once: what a slow reader may have kept for it here. */
const STRETCH = 100;

/** A stream with the stretch of its inbox that it is told next. */
interface Step {
  stream: LiveStream;
  userId: string;
  after: number;
  upTo: number;
  /** Whether it is up to date then. */
  isLast: boolean;
}

/** What was read for a step. */
interface News {
  step: Step;
  notifications: readonly ListedNotification[];
  unread: number;
}

/** Brings streams up to date from the database, however many with the same few statements. */
@Injectable()
export class StreamFeedService {
  constructor(
    private readonly signIns: SignInService,
    private readonly inboxes: InboxRepository,
    private readonly notifications: NotificationRepository,
    private readonly clock: Clock,
  ) {}

  /** Ends the streams whose sign-in is over. Gives the others. */
  async weed(streams: readonly LiveStream[]): Promise<LiveStream[]> {
    if (streams.length === 0) return [];
    const current = await this.signIns.current([...new Set(streams.map(({ signInId }) => signInId))]);
    for (const stream of streams) if (!current.has(stream.signInId)) stream.events.end();
    return streams.filter(({ signInId }) => current.has(signInId));
  }

  /**
   * Tells each stream what it does not know yet, a stretch at a time, and, once it knows all, how many are unread. One whose
   * reader is behind is left out: it is to be brought up to date when there is room. Gives those that have more to hear.
   */
  async bring(streams: readonly LiveStream[]): Promise<LiveStream[]> {
    const steps = await this.stepsOf(streams.filter(({ events }) => !events.isFull));
    const news = await this.newsFor(steps);
    // Last: who is told something was signed in when it was committed.
    const current = new Set(await this.weed(streams));
    const told = news.filter(({ step }) => current.has(step.stream));
    for (const each of told) tell(each);
    return told.filter(({ step }) => !step.isLast).map(({ step }) => step.stream);
  }

  private async stepsOf(streams: readonly LiveStream[]): Promise<Step[]> {
    if (streams.length === 0) return [];
    const positions = await this.inboxes.positions(usersOf(streams));
    return streams
      .filter((stream) => stream.isBehind(positions.get(stream.userId) ?? 0))
      .map((stream) => stepOf(stream, positions.get(stream.userId) ?? 0));
  }

  private async newsFor(steps: readonly Step[]): Promise<News[]> {
    if (steps.length === 0) return [];
    const now = this.clock.now();
    const found = await this.notifications.within(steps, now);
    const unread = await this.notifications.unread(usersOf(steps.filter(({ isLast }) => isLast)), now);
    return steps.map((step, place) => ({
      step,
      notifications: found.get(place) ?? [],
      unread: unread.get(step.userId) ?? 0,
    }));
  }
}

function tell({ step: { stream, upTo, isLast }, notifications, unread }: News): void {
  for (const row of notifications) {
    stream.events.send({ name: 'notification', id: row.position, data: notificationView(row) });
  }
  stream.position = upTo;
  if (!isLast) return;
  stream.isGreeted = true;
  stream.events.send({ name: 'unread', id: upTo, data: { count: unread } });
}

function stepOf(stream: LiveStream, position: number): Step {
  // A reader that has seen more than there is comes from another time: it is told what comes from now on.
  const after = Math.min(stream.position ?? position, position);
  const upTo = Math.min(after + STRETCH, position);
  return { stream, userId: stream.userId, after, upTo, isLast: upTo === position };
}

const usersOf = (of: readonly { userId: string }[]) => [...new Set(of.map(({ userId }) => userId))];
