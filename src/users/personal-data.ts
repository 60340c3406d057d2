import { Injectable } from '@nestjs/common';

/** What a module keeps about people, as that module tells it. */
export interface PersonalDataKeeper {
  /** The member of an export that it fills, such as `appointments`. */
  readonly holds: string;
  /** Everything kept about the user, as JSON shows it. */
  exportOf(userId: string): Promise<unknown>;
  /**
   * Takes out what says who the user is or what ails them, and leaves what is counted. Called in the transaction that erases
   * the user, which holds the lock `client:<userId>`; asked twice it changes nothing more.
   */
  erase(userId: string): Promise<void>;
}

/** Where modules that come after users in their order contribute what they keep about people. */
@Injectable()
export class PersonalData {
  private readonly keepers: PersonalDataKeeper[] = [];

  /** To be called while modules initialize. */
  register(keeper: PersonalDataKeeper): void {
    this.keepers.push(keeper);
  }

  async exportOf(userId: string): Promise<Record<string, unknown>> {
    const kept: Record<string, unknown> = {};
    for (const keeper of this.keepers) kept[keeper.holds] = await keeper.exportOf(userId);
    return kept;
  }

  /** To be awaited inside the transaction that erases the user. */
  async erase(userId: string): Promise<void> {
    for (const keeper of this.keepers) await keeper.erase(userId);
  }
}
