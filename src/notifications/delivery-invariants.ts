import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Database } from '../database/database';
import { type Finding, type Invariant, Invariants } from '../jobs/invariants';
import { DeliverySettlementService } from './delivery-settlement.service';
import { EffectCheckRepository } from './effect-check.repository';

/** Every e-mail of the ledger has an end, or an open job that is to send it. */
@Injectable()
export class SettledDeliveries implements Invariant, OnModuleInit {
  readonly name = 'deliveries-settled';

  constructor(
    private readonly invariants: Invariants,
    private readonly settlement: DeliverySettlementService,
    private readonly database: Database,
  ) {}

  onModuleInit(): void {
    this.invariants.register(this);
  }

  async verify(): Promise<Finding> {
    const found = { checked: 0, healed: 0, broken: 0 };
    for (let after: number | null = 0; after !== null;) {
      const from: number = after;
      const batch = await this.database.transaction(() => this.settlement.settleAfter(from));
      found.checked += batch.checked;
      found.healed += batch.settled;
      after = batch.last;
      await new Promise((resolve) => setImmediate(resolve));
    }
    return found;
  }
}

/** Nobody was told the same twice, in the application or by e-mail. The database sees to it, as long as its indexes are there. */
@Injectable()
export class ToldOnce implements Invariant, OnModuleInit {
  readonly name = 'told-once';

  constructor(
    private readonly invariants: Invariants,
    private readonly effects: EffectCheckRepository,
  ) {}

  onModuleInit(): void {
    this.invariants.register(this);
  }

  async verify(): Promise<Finding> {
    const looks = [await this.effects.repeatedNotifications(), await this.effects.repeatedDeliveries()];
    const sum = (of: 'checked' | 'repeated') => looks.reduce((total, look) => total + look[of], 0);
    return { checked: sum('checked'), healed: 0, broken: sum('repeated') };
  }
}
