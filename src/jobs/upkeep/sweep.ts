import { Inject, Injectable } from '@nestjs/common';
import { EngineTally } from '../engine-tally';
import { SWEEP_STORE, type SweepPlace, type SweepStore } from '../store/sweep-store';
import { HORIZON_MS, JOB_TRANSPORT, type JobTransport } from '../transport/job-transport';

const BATCH = 1_000;
const BATCHES = 20;

/** Announces jobs as they come near, each once; after Redis was away, again all that are near. */
@Injectable()
export class Sweep {
  private place: SweepPlace | null = null;

  constructor(
    @Inject(SWEEP_STORE) private readonly store: SweepStore,
    @Inject(JOB_TRANSPORT) private readonly transport: JobTransport,
    private readonly tally: EngineTally,
  ) {}

  async sweep(): Promise<void> {
    if (this.transport.broker !== 'up') this.place = null;
    for (let batch = 0; batch < BATCHES && this.transport.broker === 'up'; batch++) {
      const near = await this.store.dueWithin(HORIZON_MS, BATCH, this.place);
      this.transport.announce(near);
      this.tally.reannounced += near.length;
      this.place = near.at(-1) ?? this.place;
      if (near.length < BATCH) return;
    }
  }
}
