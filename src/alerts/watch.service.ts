import { Inject, Injectable, Logger } from '@nestjs/common';
import { JOB_STORE, type JobStore } from '../jobs/store/job-store';
import { AlertNewsService } from './alert-news.service';
import { AlertService } from './alert.service';
import { SignsService } from './signs.service';
import { Webhook } from './webhook';

/** After so many looks in vain the watch says that it is blind: one may have met a restart of the database. */
const BLIND_AFTER = 2;

/** Looks at the system and tells Admins what is wrong, before a patient does. */
@Injectable()
export class WatchService {
  private readonly logger = new Logger(WatchService.name);
  private inVain = 0;
  private saidBlind = false;

  constructor(
    @Inject(JOB_STORE) private readonly store: JobStore,
    private readonly signs: SignsService,
    private readonly alerts: AlertService,
    private readonly news: AlertNewsService,
    private readonly webhook: Webhook,
  ) {}

  async look(): Promise<void> {
    try {
      const now = await this.store.now();
      await this.alerts.observe(await this.signs.at(now), now);
      await this.news.tell(now);
    } catch (error) {
      await this.lookedInVain(error);
      return;
    }
    this.inVain = 0;
    if (this.saidBlind) this.saidBlind = !(await this.say('ended', 'Over: The watch is blind', 'It can look again.'));
    await this.beat();
  }

  /** Without its database the watch can remember nothing and tell nobody but the webhook. */
  private async lookedInVain(error: unknown): Promise<void> {
    this.logger.error({ err: error }, 'the watch could not look');
    if (++this.inVain < BLIND_AFTER || this.saidBlind) return;
    const text = 'The database does not answer the watch: nothing else is told until it does.';
    this.saidBlind = await this.say('opened', 'The watch is blind', text);
  }

  private async say(event: 'opened' | 'ended', title: string, text: string): Promise<boolean> {
    try {
      await this.webhook.post({ event, kind: 'blind', title, text: `${title}. ${text}` });
      return true;
    } catch (error) {
      this.logger.warn({ err: error }, 'the webhook did not take an alert; it is tried again');
      return false;
    }
  }

  /** Not while the watch is blind: whoever expects the call is to notice. */
  private async beat(): Promise<void> {
    try {
      await this.webhook.beat();
    } catch (error) {
      this.logger.warn({ err: error }, 'HEARTBEAT_URL did not answer');
    }
  }
}
