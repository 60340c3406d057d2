import type { QueueFigures, ServerFigures } from '../jobs/store/job-figures';
import { problemsOf, type Signs } from './problems';

const NOW = new Date('2027-01-05T12:00:00Z');
const ago = (ms: number) => new Date(NOW.getTime() - ms);

const aQueue = (change: Partial<QueueFigures> = {}): QueueFigures => ({
  name: 'mail',
  due: 0,
  oldestDueAt: null,
  running: 0,
  perMinute: 0,
  paused: false,
  pausedBy: null,
  pausedAt: null,
  concurrency: null,
  ratePerMinute: null,
  ...change,
});

const aServer = (change: Partial<ServerFigures> = {}): ServerFigures => ({
  id: 'a:1:x',
  host: 'a',
  pid: 1,
  role: 'all',
  queues: ['mail', 'default'],
  workers: 20,
  running: 0,
  startedAt: ago(60_000),
  heartbeatAt: ago(4_000),
  ...change,
});

const problems = (change: Partial<Signs> = {}) =>
  problemsOf({
    now: NOW,
    queues: [aQueue()],
    servers: [aServer()],
    configured: ['mail', 'default'],
    failed: 0,
    alerts: [],
    mail: [],
    promises: { checkedAt: NOW, covered: 3, missing: 0 },
    broker: 'none',
    clockSkewMs: 0,
    ...change,
  });
const mail = (outcomes: Record<string, number>) =>
  Object.entries(outcomes).map(([outcome, count]) => ({ type: 'notifications.deliver-email', outcome, count }));

describe('problems', () => {
  it('are none when all is well', () => {
    expect(problems()).toEqual([]);
  });

  it('are promises without their job', () => {
    expect(problems({ promises: { checkedAt: NOW, covered: 1, missing: 2 } })).toEqual([
      { kind: 'reminders-missing', count: 2 },
    ]);
  });

  it('are servers that went silent, and that none is left', () => {
    const silent = aServer({ host: 'b', pid: 7, heartbeatAt: ago(21_000) });
    expect(problems({ servers: [aServer(), silent] })).toEqual([{ kind: 'servers-silent', names: ['b:7'] }]);
    expect(problems({ servers: [silent] })).toEqual([
      { kind: 'servers-silent', names: ['b:7'] },
      { kind: 'no-server' },
    ]);
    expect(problems({ servers: [aServer({ role: 'api', workers: 0, queues: [] })] })).toEqual([{ kind: 'no-server' }]);
  });

  it('are queues that nobody serves: of this configuration, or with work due', () => {
    const servers = [aServer({ queues: ['mail'] })];
    const queues = [aQueue({ name: 'reports', due: 1, oldestDueAt: NOW }), aQueue({ name: 'former' })];
    expect(problems({ servers, queues })).toEqual([{ kind: 'queues-unserved', queues: ['default', 'reports'] }]);
  });

  it('are work that is late, but not what someone has paused', () => {
    const late = aQueue({ due: 1, oldestDueAt: ago(61_000) });
    expect(problems({ queues: [aQueue({ name: 'default', oldestDueAt: ago(59_000), due: 1 }), late] })).toEqual([
      { kind: 'late', oldestDueAt: ago(61_000) },
    ]);
    expect(problems({ queues: [aQueue({ due: 1, oldestDueAt: ago(60_000) })] })).toEqual([]);
    expect(problems({ queues: [{ ...late, paused: true }] })).toEqual([{ kind: 'queues-paused', queues: ['mail'] }]);
  });

  it('are jobs that failed for good', () => {
    expect(problems({ failed: { atLeast: 10_000 } })).toEqual([{ kind: 'failures', count: { atLeast: 10_000 } }]);
  });

  it.each([
    [{ succeeded: 9 }, 0],
    [{ succeeded: 9, failed: 2, retried: 2 }, 0],
    [{ succeeded: 1, failed: 1 }, 1],
    [{ succeeded: 3, failed: 1, retried: 4, postponed: 8 }, 5],
    [{ deleted: 4, postponed: 1 }, 0],
  ])('are mails of which as many are refused as taken: %j', (outcomes, refused) => {
    expect(problems({ mail: mail(outcomes) })).toEqual(refused ? [{ kind: 'mail-failing', count: refused }] : []);
  });

  it('are clocks that differ, either way', () => {
    expect(problems({ clockSkewMs: 30_000 })).toEqual([]);
    expect(problems({ clockSkewMs: -31_000 })).toEqual([{ kind: 'clock-skew', ms: -31_000 }]);
  });

  it('are a Redis that is used and does not answer', () => {
    expect(problems({ broker: 'up' })).toEqual([]);
    expect(problems({ broker: 'down' })).toEqual([{ kind: 'transport-down' }]);
  });

  it('is not that nobody has promised anything', () => {
    expect(problems({ promises: null })).toEqual([]);
  });
});
