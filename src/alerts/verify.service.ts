import { Inject, Injectable, Logger } from '@nestjs/common';
import { Database } from '../database/database';
import { type Finding, type Invariant, Invariants } from '../jobs/invariants';
import { JOB_STORE, type JobStore } from '../jobs/store/job-store';
import type { Verification } from './verification.entity';
import { VerificationRepository } from './verification.repository';

export type { Verification } from './verification.entity';

/** Verifies what must always hold, and keeps what it found for everyone to see. */
@Injectable()
export class VerifyService {
  private readonly logger = new Logger(VerifyService.name);

  constructor(
    private readonly invariants: Invariants,
    private readonly verifications: VerificationRepository,
    @Inject(JOB_STORE) private readonly store: JobStore,
    private readonly database: Database,
  ) {}

  /** One that cannot be verified does not keep the others from it; its last look then grows old, which is an alert. */
  async verifyAll(): Promise<void> {
    for (const invariant of this.invariants.all()) {
      try {
        await this.verify(invariant);
      } catch (error) {
        this.logger.error({ err: error, invariant: invariant.name }, 'an invariant could not be verified');
      }
    }
  }

  /** What was found last of each invariant that was ever looked at; not of those that a release before this one had. */
  async found(): Promise<Verification[]> {
    const names = new Set(this.invariants.all().map(({ name }) => name));
    return (await this.verifications.all()).filter(({ name }) => names.has(name));
  }

  private async verify(invariant: Invariant): Promise<void> {
    const checkedAt = await this.store.now();
    const found = await invariant.verify(checkedAt);
    this.tell(invariant.name, found);
    await this.database.transaction(() => this.verifications.record({ name: invariant.name, checkedAt, ...found }));
  }

  private tell(invariant: string, { checked, healed, broken }: Finding): void {
    if (healed > 0) this.logger.warn({ invariant, checked, healed }, 'what broke an invariant was put right');
    if (broken > 0) this.logger.error({ invariant, checked, broken }, 'an invariant is broken');
  }
}
