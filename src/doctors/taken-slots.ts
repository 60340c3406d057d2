import { Injectable } from '@nestjs/common';
import type { InstantRange, LocalTime } from '../common/clinic-time';

/** A weekly start: 0 Sunday to 6 Saturday, and a wall time. */
export interface WeeklyStart {
  dayOfWeek: number;
  hour: LocalTime;
}

/** What is taken of doctors' time, told by the module that keeps it. */
export interface TakenSlots {
  /** The open appointments of a doctor that overlap `range`. */
  takenWithin(doctorId: number, range: InstantRange): Promise<InstantRange[]>;
  /** Ids of a doctor's open appointments that start after `now`, soonest first; with `at`, only those at that start. */
  upcoming(doctorId: number, now: Date, at?: WeeklyStart): Promise<number[]>;
}

/** Where appointments, which come after doctors in the order of modules, contribute what they have taken. */
@Injectable()
export class TakenSlotsRegistry implements TakenSlots {
  private readonly sources: TakenSlots[] = [];

  register(source: TakenSlots): void {
    this.sources.push(source);
  }

  async takenWithin(doctorId: number, range: InstantRange): Promise<InstantRange[]> {
    return (await Promise.all(this.sources.map((source) => source.takenWithin(doctorId, range)))).flat();
  }

  async upcoming(doctorId: number, now: Date, at?: WeeklyStart): Promise<number[]> {
    return (await Promise.all(this.sources.map((source) => source.upcoming(doctorId, now, at)))).flat();
  }
}
