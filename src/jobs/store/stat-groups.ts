import { groupedBy } from '../../common/grouped-by';
import { type Histogram, countIn, emptyHistogram } from './histogram';
import type { StatDelta } from './upkeep-store';

/** Runs of one type that ended alike: what one row of sums grows by. */
export interface StatGroup {
  type: string;
  outcome: string;
  count: number;
  waitSum: number;
  runSum: number;
  waitBuckets: Histogram;
  runBuckets: Histogram;
}

export function groupedStats(deltas: readonly StatDelta[]): StatGroup[] {
  return groupedBy(deltas, ({ type, outcome }) => `${type} ${outcome}`).flatMap((group) => {
    const [first] = group;
    if (!first) return [];
    const waits = group.map(({ waitMs }) => waitMs);
    const runs = group.map(({ runMs }) => runMs);
    return {
      type: first.type,
      outcome: first.outcome,
      count: group.length,
      waitSum: sum(waits),
      runSum: sum(runs),
      waitBuckets: countIn(emptyHistogram(), waits),
      runBuckets: countIn(emptyHistogram(), runs),
    };
  });
}

const sum = (values: readonly number[]) => Math.round(values.reduce((total, value) => total + value, 0));
