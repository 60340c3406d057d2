import type { AlertKind, Patience, Verdict } from './alert.state';

const SECOND = 1000;
const MINUTE = 60 * SECOND;

/** How often the watch looks. */
export const WATCH_EVERY_MS = MINUTE;
/** How often the invariants are verified. */
export const VERIFY_EVERY_MS = 5 * MINUTE;

/** What is seen of the system at one moment; null where nothing can be said. */
export interface Signs {
  /** Servers that give a heartbeat and have workers. */
  workers: number;
  /** How long the oldest due job of a queue that is not paused has waited. */
  oldestDueMs: number;
  /** Jobs that are due, in queues that are not paused. */
  due: number;
  /** Jobs that failed for good in the last hour. */
  failedLastHour: number;
  /** Attempts to send a mail in the last hour or so, by how they ended. */
  mail: { taken: number; refused: number };
  /** Cases that break an invariant and could not be put right. */
  broken: number;
  /** Since when nobody has verified the invariants: the last look at each, or the start of the watch. */
  unverifiedMs: number;
  /** By how much all but one in a hundred turns of this process's event loop were late at most in the last minute. */
  loopDelayMs: number;
  /** By how much the worst was. */
  loopBlockMs: number;
  broker: 'none' | 'up' | 'down';
}

/** What depends on the size of the clinic. */
export interface Thresholds {
  failuresPerHour: number;
  queueLength: number;
}

export interface Judgement {
  verdict: Verdict;
  /** In the unit of the kind; told with the alert. */
  figure: number;
}

interface Rule extends Patience {
  judge(signs: Signs, thresholds: Thresholds): Judgement;
}

/** Bad from `bad` on, good up to `good`. */
const above = (figure: number, bad: number, good: number): Judgement => ({
  figure: Math.round(figure),
  verdict: figure >= bad ? 'bad' : figure <= good ? 'good' : 'between',
});
const when = (bad: boolean, figure = 1): Judgement => ({ figure: Math.round(figure), verdict: bad ? 'bad' : 'good' });
const seconds = (ms: number) => ms / SECOND;

/** One turn that is ten seconds late is as bad as many that are half a second late. */
const BLOCKS_WEIGH = 20;

/** Of so few refused mails nothing can be concluded: bad addresses look the same. */
const FEW_MAILS = 3;

/**
 * What is an incident. The thresholds lie where a person has to act and still has the time: a reminder is due an hour before
 * the visit and of no use five minutes before it.
 */
export const RULES: Readonly<Record<AlertKind, Rule>> = {
  // A deployment replaces workers within a minute; what waits is then up to two minutes late.
  'no-worker': { openAfterMs: 2 * MINUTE, endAfterMs: 0, judge: ({ workers }) => when(workers === 0) },
  // Workers look every second. Five minutes leave fifty for the reminder that is late.
  late: { openAfterMs: 0, endAfterMs: 2 * MINUTE, judge: ({ oldestDueMs }) => above(seconds(oldestDueMs), 300, 60) },
  // The burst of a full hour is gone within seconds: what lasts for five minutes grows faster than it is done.
  backlog: {
    openAfterMs: 5 * MINUTE,
    endAfterMs: 2 * MINUTE,
    judge: ({ due }, { queueLength }) => above(due, queueLength, queueLength / 2),
  },
  // A job fails for good after its last attempt, so none of them is a hiccup; an hour's count falls by itself as time passes.
  failures: {
    openAfterMs: 0,
    endAfterMs: 5 * MINUTE,
    judge: ({ failedLastHour }, { failuresPerHour }) => above(failedLastHour, failuresPerHour, failuresPerHour / 2),
  },
  // As many refused as taken. Two looks, for the first mails of an hour say little.
  'mail-failing': {
    openAfterMs: MINUTE,
    endAfterMs: 5 * MINUTE,
    judge: ({ mail: { taken, refused } }) => when(refused >= FEW_MAILS && refused >= taken, refused),
  },
  // It has been looked at twice and could not be put right: waiting does not help.
  'broken-promise': { openAfterMs: 0, endAfterMs: 0, judge: ({ broken }) => when(broken > 0, broken) },
  // Three looks in a row were missed.
  unverified: {
    openAfterMs: 0,
    endAfterMs: 0,
    judge: ({ unverifiedMs }) => when(unverifiedMs > 3 * VERIFY_EVERY_MS + MINUTE, seconds(unverifiedMs)),
  },
  // A heartbeat that comes 15 s late costs a server its jobs; half a second is felt by whoever waits for a page.
  'slow-loop': {
    openAfterMs: MINUTE,
    endAfterMs: 5 * MINUTE,
    judge: ({ loopDelayMs, loopBlockMs }) => {
      const blocked = loopBlockMs / BLOCKS_WEIGH;
      const { verdict } = above(Math.max(loopDelayMs, blocked), 500, 100);
      return { verdict, figure: Math.round(blocked > loopDelayMs ? loopBlockMs : loopDelayMs) };
    },
  },
  // Nothing is lost without it; restarting it takes less.
  'redis-down': { openAfterMs: 5 * MINUTE, endAfterMs: MINUTE, judge: ({ broker }) => when(broker === 'down') },
};
