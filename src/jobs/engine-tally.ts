import { Injectable } from '@nestjs/common';
import { sumHistograms } from './store/histogram';
import { type StatGroup, groupedStats } from './store/stat-groups';
import type { StatDelta } from './store/upkeep-store';

/** What this process has seen of its jobs since it started. */
@Injectable()
export class EngineTally {
  /** Runs whose job had been given to another, or taken back, before they could commit. */
  fencesLost = 0;
  /** Jobs of silent servers that were given back by this process. */
  takenOver = 0;
  /** Jobs that were announced as they came near, and again after the broker was away. */
  reannounced = 0;
  /** Announcements that the broker did not take. */
  announcementsLost = 0;
  private readonly groups = new Map<string, StatGroup>();

  ran(deltas: readonly StatDelta[]): void {
    for (const group of groupedStats(deltas)) {
      const key = `${group.type} ${group.outcome}`;
      const known = this.groups.get(key);
      this.groups.set(key, known ? sumOf(known, group) : group);
    }
  }

  /** The runs that have ended, by type and outcome. */
  runs(): readonly StatGroup[] {
    return [...this.groups.values()];
  }
}

const sumOf = (a: StatGroup, b: StatGroup): StatGroup => ({
  ...a,
  count: a.count + b.count,
  waitSum: a.waitSum + b.waitSum,
  runSum: a.runSum + b.runSum,
  waitBuckets: sumHistograms(a.waitBuckets, b.waitBuckets),
  runBuckets: sumHistograms(a.runBuckets, b.runBuckets),
});
