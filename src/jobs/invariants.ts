import { Injectable } from '@nestjs/common';

/** What a look at an invariant found. */
export interface Finding {
  /** How many cases were looked at. */
  checked: number;
  /** How many were put right. */
  healed: number;
  /** How many break it still. */
  broken: number;
}

/** Something that must always hold, of one feature. */
export interface Invariant {
  /** A word for metrics and the overview, such as `reminders-planned`. */
  readonly name: string;
  /**
   * Looks for what breaks it and puts right what can be, in bounded batches with room between them. Looks twice at what it
   * finds, for the first look may have met a change under way. `now` is the database's.
   */
  verify(now: Date): Promise<Finding>;
}

/** The invariants of all features; whoever verifies them knows none of these. */
@Injectable()
export class Invariants {
  private readonly known: Invariant[] = [];

  /** To be called while modules initialize. */
  register(invariant: Invariant): void {
    this.known.push(invariant);
  }

  all(): readonly Invariant[] {
    return this.known;
  }
}
