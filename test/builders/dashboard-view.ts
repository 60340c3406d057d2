import type {
  JobDetailView,
  JobsView,
  JobView,
  OverviewView,
  ShellView,
} from '../../src/dashboard/dashboard.view-model';

/** 15:00 in Bucharest. */
export const NOW = new Date('2027-01-05T13:00:00.000Z');

/** The moment so many milliseconds from `NOW`; negative is before it. */
export const fromNow = (ms: number) => new Date(NOW.getTime() + ms);

export const aShell = (change: Partial<ShellView> = {}): ShellView => ({
  base: '/hangfire',
  assetVersion: '1',
  clinicName: 'MedanoClinic',
  language: 'en',
  languageLinks: { en: '/hangfire?lang=en', ro: '/hangfire?lang=ro' },
  timeZone: 'Europe/Bucharest',
  now: NOW,
  nav: [
    { page: 'overview', count: null },
    { page: 'jobs', count: 1284 },
    { page: 'retries', count: 3 },
    { page: 'failed', count: 2 },
  ],
  storage: 'SQLite · clinic.db',
  transport: 'database',
  clockSkewMs: 0,
  visitor: { name: null, formToken: 'a-token', mayAct: true },
  notice: null,
  ...change,
});

export const aJobView = (change: Partial<JobView> = {}): JobView => ({
  id: '84102',
  type: 'notifications.deliver-email',
  queue: 'mail',
  state: 'scheduled',
  payload: { deliveryId: 3310 },
  key: null,
  priority: 'normal',
  attempt: 0,
  maxAttempts: 10,
  createdAt: fromNow(-3_600_000),
  dueAt: fromNow(3_600_000),
  startedAt: null,
  finishedAt: null,
  deadline: null,
  server: null,
  progress: null,
  lastError: null,
  expiresAt: null,
  reason: null,
  serverAlive: null,
  parent: null,
  concerns: null,
  ...change,
});

export const aJobDetailView = (change: Partial<JobDetailView> = {}): JobDetailView => ({
  ...aJobView(),
  history: [],
  failures: [],
  log: [],
  related: [],
  continuations: [],
  actions: [],
  ...change,
});

export const aJobsView = (change: Partial<JobsView> = {}): JobsView => ({
  list: 'scheduled',
  search: '',
  jobs: [],
  total: 0,
  counts: {},
  filter: { type: null, queue: null },
  types: [],
  queues: [],
  previous: null,
  next: null,
  ...change,
});

export const anOverviewView = (change: Partial<OverviewView> = {}): OverviewView => ({
  health: { problems: [], checkedAt: fromNow(-12_000), coveredAppointments: 1281 },
  invariants: [],
  waiting: { count: 0, nextDueAt: null },
  due: { count: 0, oldestDueAt: null },
  running: { count: 0, workers: 20 },
  lastDay: { failed: 0, finished: 0 },
  lateness: null,
  transport: { kind: 'database', connected: true, wipeable: true },
  comingUp: [],
  history: { period: 'day', buckets: [] },
  queues: [],
  needsPerson: [],
  servers: [],
  ...change,
});
