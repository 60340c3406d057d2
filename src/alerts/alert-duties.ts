import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Leadership } from '../jobs/upkeep/leadership';
import { VERIFY_EVERY_MS, WATCH_EVERY_MS } from './alert-rules';
import { VerifyService } from './verify.service';
import { WatchService } from './watch.service';

/** Has the leader watch and verify, directly and not by jobs: that jobs do not run is what it is to notice. */
@Injectable()
export class AlertDuties implements OnApplicationBootstrap {
  constructor(
    private readonly leadership: Leadership,
    private readonly watch: WatchService,
    private readonly verify: VerifyService,
  ) {}

  onApplicationBootstrap(): void {
    this.leadership.every('alerts.watch', WATCH_EVERY_MS, () => this.watch.look());
    this.leadership.every('alerts.verify', VERIFY_EVERY_MS, () => this.verify.verifyAll());
  }
}
