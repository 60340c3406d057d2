import { AsyncLocalStorage } from 'node:async_hooks';
import { Inject, Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import type { Response } from 'express';
import type { SignedInActor } from '../../auth/access';
import { TicketService } from '../../auth/ticket.service';
import { Ids } from '../../common/ids';
import { Config } from '../../config/config';
import { InboxNews, type Reached } from '../inbox-news';
import { StreamsEnding } from '../notification.errors';
import { EventStream } from './event-stream';
import { LiveStream } from './live-stream';
import { OpenStreams } from './open-streams';
import { StreamFeedService } from './stream-feed.service';

/** How often what is done for all open streams is done, in milliseconds. */
export interface StreamPace {
  /** Looking whether their sign-ins still hold, and without a broker whether there is something new. */
  look: number;
  /** Looking whether there is something new while other processes tell of it. */
  lookTold: number;
  beat: number;
}

export const STREAM_PACE = Symbol('stream-pace');
export const DEFAULT_PACE: StreamPace = { look: 1_500, lookTold: 6_000, beat: 20_000 };

/** Readers come back after this much and up to twice as much: not all at once when a process has ended. */
const RETRY_MS = 2_000;

/** Keeps the streams that are open in this process, and brings each up to date as soon as it hears that it is not. */
@Injectable()
export class StreamService implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(StreamService.name);
  /** Whoever commits news, telling of it is no part of its transaction or log context. */
  private readonly outside = AsyncLocalStorage.snapshot();
  private readonly open = new OpenStreams();
  /** Those that have something to hear, or may have. */
  private readonly wanting = new Set<LiveStream>();
  private bringing: Promise<void> | null = null;
  private timers: NodeJS.Timeout[] = [];
  private lookedAt = -Infinity;
  private stopping = false;

  constructor(
    private readonly feed: StreamFeedService,
    private readonly news: InboxNews,
    private readonly tickets: TicketService,
    private readonly config: Config,
    private readonly ids: Ids,
    @Inject(STREAM_PACE) private readonly pace: StreamPace,
  ) {}

  onApplicationBootstrap(): void {
    if (this.config.role === 'worker') return;
    this.news.listen((reached) => this.hear(reached));
    this.timers = [
      setInterval(() => void this.look(), this.pace.look).unref(),
      setInterval(() => this.beat(), this.pace.beat).unref(),
    ];
  }

  /** A ticket that opens one stream of the user, in any process. */
  issueTicket(by: SignedInActor): Promise<string> {
    return this.tickets.issue(by);
  }

  /**
   * Makes `response` a stream of the user's news: those after `lastEventId`, with null only what comes from now on, and how
   * many are unread. It ends with the sign-in.
   *
   * @throws TooManyStreams, StreamsEnding
   */
  connect(by: SignedInActor, lastEventId: number | null, response: Response): void {
    if (this.stopping) throw new StreamsEnding();
    const events = new EventStream(response, Math.round(RETRY_MS * (1 + this.ids.random())));
    if (events.isClosed || response.req.method === 'HEAD') return events.end();
    const stream = new LiveStream(by, events, lastEventId);
    this.open.add(stream);
    events.onClose(() => this.forget(stream));
    events.onRoom(() => {
      stream.isStuck = false;
      this.want([stream]);
    });
    this.want([stream]);
  }

  /** Streams end before running jobs are waited for; their readers come back to another process. */
  async onModuleDestroy(): Promise<void> {
    this.stopping = true;
    for (const timer of this.timers) clearInterval(timer);
    for (const { events } of this.open.all()) events.end();
    await this.bringing;
  }

  private hear(reached: Reached): void {
    for (const [userId, position] of reached) this.want(this.open.of(userId).filter((each) => each.isBehind(position)));
  }

  /** What nobody told of is found, and streams whose sign-in is over are ended. */
  private async look(): Promise<void> {
    const now = performance.now();
    if (!this.news.carries || now - this.lookedAt >= this.pace.lookTold) {
      this.lookedAt = now;
      return this.want(this.open.all());
    }
    await this.feed.weed(this.open.all()).catch((error: unknown) => this.report(error));
  }

  private want(streams: readonly LiveStream[]): void {
    if (this.stopping) return;
    for (const stream of streams) this.wanting.add(stream);
    if (this.wanting.size > 0) this.bringing ??= this.outside(() => this.bring());
  }

  /** One round at a time, so that each stream is told each thing once; what is wanted meanwhile makes one more. */
  private async bring(): Promise<void> {
    try {
      while (this.wanting.size > 0 && !this.stopping) {
        const streams = [...this.wanting];
        this.wanting.clear();
        for (const more of await this.feed.bring(streams)) this.wanting.add(more);
      }
    } catch (error) {
      this.report(error);
    } finally {
      this.bringing = null;
    }
  }

  /** A sign of life to those who read; those who have not read since the last one are let go, and come back if they live. */
  private beat(): void {
    for (const stream of this.open.all()) {
      const { events } = stream;
      if (!events.isFull && !events.hasEnded) events.beat();
      else if (stream.isStuck) events.cutOff();
      else stream.isStuck = true;
    }
  }

  private forget(stream: LiveStream): void {
    this.open.remove(stream);
    this.wanting.delete(stream);
  }

  private report(error: unknown): void {
    this.logger.warn({ err: error }, 'streams could not be brought up to date; the next look tries again');
  }
}
