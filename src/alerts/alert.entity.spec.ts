import { Alert } from './alert.entity';
import { RULES, type Signs } from './alert-rules';
import { ALERT_KINDS, type AlertStep, type Verdict } from './alert.state';

const MINUTE = 60_000;
const START = Date.parse('2027-01-05T12:00:00Z');
const at = (minutes: number) => new Date(START + minutes * MINUTE);
const PATIENCE = { openAfterMs: 2 * MINUTE, endAfterMs: 3 * MINUTE };

/** What becomes of an alert that looks so, a look each minute from its suspicion on. */
function stepsOf(...verdicts: Verdict[]): AlertStep[] {
  const alert = Alert.suspect('late', at(0));
  return verdicts.map((verdict, minute) => alert.observe(verdict, 1, at(minute), PATIENCE));
}

describe('an alert', () => {
  it('opens when it has looked bad for long enough, and once', () => {
    expect(stepsOf('bad', 'bad', 'bad', 'bad')).toEqual([null, null, 'opened', null]);
  });

  it('is dismissed when it looks otherwise before', () => {
    expect(stepsOf('bad', 'good')).toEqual([null, 'dismissed']);
    expect(stepsOf('bad', 'between')).toEqual([null, 'dismissed']);
  });

  it('ends when it has looked good for long enough without a break', () => {
    expect(stepsOf('bad', 'bad', 'bad', 'good', 'good', 'good', 'good').at(-1)).toBe('ended');
    const broken = stepsOf('bad', 'bad', 'bad', 'good', 'good', 'between', 'good', 'good', 'good', 'good');
    expect(broken.slice(3)).toEqual([null, null, null, null, null, null, 'ended']);
  });

  it('stays open between the thresholds', () => {
    expect(stepsOf('bad', 'bad', 'bad', ...new Array<Verdict>(50).fill('between')).slice(3)).not.toContain('ended');
  });

  it('keeps the worst figure', () => {
    const alert = Alert.suspect('late', at(0));
    for (const figure of [5, 9, 7]) alert.observe('bad', figure, at(0), PATIENCE);
    alert.observe('between', 100, at(1), PATIENCE);
    expect(alert.figure).toBe(9);
  });
});

describe('the rules', () => {
  const well: Signs = {
    workers: 1,
    oldestDueMs: 0,
    due: 0,
    failedLastHour: 0,
    mail: { taken: 10, refused: 0 },
    broken: 0,
    unverifiedMs: 5 * MINUTE,
    loopDelayMs: 2,
    loopBlockMs: 80,
    broker: 'up',
  };
  const thresholds = { failuresPerHour: 10, queueLength: 100 };
  const verdict = (kind: (typeof ALERT_KINDS)[number], change: Partial<Signs>) =>
    RULES[kind].judge({ ...well, ...change }, thresholds).verdict;

  it('find nothing bad where all is well, or where nothing happens', () => {
    for (const kind of ALERT_KINDS) {
      expect([kind, verdict(kind, {})]).toEqual([kind, 'good']);
      expect([kind, verdict(kind, { mail: { taken: 0, refused: 0 }, broker: 'none' })]).toEqual([kind, 'good']);
    }
  });

  it.each<[(typeof ALERT_KINDS)[number], Partial<Signs>, Verdict]>([
    ['no-worker', { workers: 0 }, 'bad'],
    ['late', { oldestDueMs: 5 * MINUTE }, 'bad'],
    ['late', { oldestDueMs: 2 * MINUTE }, 'between'],
    ['backlog', { due: 100 }, 'bad'],
    ['backlog', { due: 51 }, 'between'],
    ['backlog', { due: 50 }, 'good'],
    ['failures', { failedLastHour: 10 }, 'bad'],
    ['failures', { failedLastHour: 6 }, 'between'],
    ['mail-failing', { mail: { taken: 3, refused: 3 } }, 'bad'],
    ['mail-failing', { mail: { taken: 0, refused: 2 } }, 'good'],
    ['mail-failing', { mail: { taken: 100, refused: 20 } }, 'good'],
    ['broken-promise', { broken: 1 }, 'bad'],
    ['unverified', { unverifiedMs: 17 * MINUTE }, 'bad'],
    ['slow-loop', { loopDelayMs: 500 }, 'bad'],
    ['slow-loop', { loopBlockMs: 12_000 }, 'bad'],
    ['slow-loop', { loopBlockMs: 3_000 }, 'between'],
    ['redis-down', { broker: 'down' }, 'bad'],
  ])('hold %s at %j for %s', (kind, change, expected) => {
    expect(verdict(kind, change)).toBe(expected);
  });

  it('tell of a loop that was blocked for how long it was', () => {
    const figure = (change: Partial<Signs>) => RULES['slow-loop'].judge({ ...well, ...change }, thresholds).figure;
    expect(figure({ loopDelayMs: 600, loopBlockMs: 2_000 })).toBe(600);
    expect(figure({ loopDelayMs: 20, loopBlockMs: 12_000 })).toBe(12_000);
  });
});
