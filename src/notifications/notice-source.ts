import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import type { NoticeId, VisitDetails } from './appointment-notice';

/** Knows what notices are about; contributed by the feature that sends them. */
export interface NoticeSource {
  /**
   * The visit as it is now, or null when the notice is superseded: a later sequence, a closed appointment (but for its
   * cancellation), a start that has passed. It is asked inside the transaction that begins to send, and takes the locks
   * of those who could change its answer before it reads: what it says holds until that transaction ends. `now` is the
   * database's.
   */
  visitFor(notice: NoticeId, now: Date): Promise<VisitDetails | null>;
}

/** The one registered `NoticeSource`. The application does not start without it. */
@Injectable()
export class NoticeSources implements NoticeSource, OnApplicationBootstrap {
  private source: NoticeSource | null = null;

  /** To be called while modules initialize. */
  register(source: NoticeSource): void {
    if (this.source) throw new Error('A notice source is registered already.');
    this.source = source;
  }

  onApplicationBootstrap(): void {
    this.registered();
  }

  visitFor(notice: NoticeId, now: Date): Promise<VisitDetails | null> {
    return this.registered().visitFor(notice, now);
  }

  private registered(): NoticeSource {
    if (!this.source) throw new Error('No notice source is registered: call NoticeSources.register in onModuleInit.');
    return this.source;
  }
}
