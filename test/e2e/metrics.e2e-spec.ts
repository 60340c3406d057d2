import { readFileSync } from 'node:fs';
import path from 'node:path';
import { alertTitle } from '../../src/alerts/alert-text';
import { ALERT_KINDS } from '../../src/alerts/alert.state';
import { VerifyService } from '../../src/alerts/verify.service';
import { WatchService } from '../../src/alerts/watch.service';
import { CONNECTIONS } from '../../src/database/database';
import type { Connections } from '../../src/database/session';
import { Heartbeat } from '../../src/jobs/upkeep/heartbeat';
import { Reconciler } from '../../src/jobs/upkeep/reconciler';
import { JobRunner } from '../../src/jobs/worker/job-runner';
import { type TestApp, startApp } from '../support/app';
import { Clinic, type DoctorPerson, type Person } from '../support/clinic';
import { TestClock } from '../support/test-clock';

const MONDAY = '2027-01-04T08:00:00Z';
const TUESDAY = '2027-01-05';
const DUE = '2027-01-05T12:00:00.000Z';
const TOKEN = 'a-token-for-the-metrics';
const ROOT = path.join(__dirname, '..', '..');

/** A metric with its samples, by what stands before each value. */
interface Metric {
  type: string;
  help: string;
  samples: Map<string, number>;
}

/** Reads a page as Prometheus does. @throws Error for a line that is none of the format. */
function parsed(page: string): Map<string, Metric> {
  const metrics = new Map<string, Metric>();
  for (const line of page.split('\n').filter(Boolean)) {
    const [, word, name = '', rest = ''] = /^# (HELP|TYPE) (\w+) (.+)$/.exec(line) ?? [];
    if (word === 'HELP') {
      if (metrics.has(name)) throw new Error(`${name} is there twice.`);
      metrics.set(name, { type: '', help: rest, samples: new Map() });
      continue;
    }
    const known = metrics.get(name);
    if (word === 'TYPE' && known) {
      known.type = rest;
      continue;
    }
    const [, sample = '', value = ''] =
      /^(\w+(?:\{(?:\w+="[^"\n]*",?)+\})?) (-?(?:\d+(?:\.\d+)?(?:e[+-]?\d+)?|Nan|\+?Inf))$/i.exec(line) ?? [];
    const owner = /^\w+/.exec(sample)?.[0] ?? '';
    const metric = metrics.get(owner) ?? metrics.get(owner.replace(/_(bucket|sum|count)$/, ''));
    if (!metric) throw new Error(`Not of the format: ${line}`);
    if (metric.samples.has(sample)) throw new Error(`${sample} is there twice.`);
    metric.samples.set(sample, Number(value));
  }
  return metrics;
}

let app: TestApp;
let clinic: Clinic;
let client: Person;
let doctor: DoctorPerson;

async function start(env: Record<string, string> = {}): Promise<void> {
  app = await startApp({ clock: TestClock.at(MONDAY), env });
  clinic = new Clinic(app);
  client = await clinic.client({ firstName: 'Maria', lastName: 'Dobre' });
  doctor = await clinic.doctor({ firstName: 'Ion', lastName: 'Popescu' });
}
afterEach(() => app.close());

const idle = () => app.get(JobRunner).idle();
const page = async (options = {}) => {
  const answer = await app.http.get('/metrics', options);
  expect(answer.status).toBe(200);
  return String(answer.body);
};
const sampleOf = (metrics: Map<string, Metric>, sample: string) =>
  metrics.get(/^\w+/.exec(sample)?.[0].replace(/_(bucket|sum|count)$/, '') ?? '')?.samples.get(sample);

/** A visit is booked, its reminder sent and told of by e-mail. */
async function oneVisit(): Promise<string> {
  const { status, body } = await clinic.book(client, doctor.doctorId, TUESDAY, '15:00', {
    reason: 'Syphilis',
    notes: 'Secret',
  });
  expect(status).toBe(200);
  await idle();
  app.clock.travelTo(DUE);
  await app.get(Heartbeat).beat();
  await idle();
  return String(body.id);
}

describe('the metrics', () => {
  it('are a page that Prometheus reads, of what has happened', async () => {
    await start();
    await oneVisit();
    await app.get(VerifyService).verifyAll();
    await clinic.write(`UPDATE "Verification" SET broken = 2 WHERE name = 'told-once'`);
    await app.get(WatchService).look();
    await app.http.get('/api/nothing/here');
    const answer = await app.http.get('/metrics');
    expect(answer.headers.get('content-type')).toBe('text/plain; charset=utf-8; version=0.0.4');
    const metrics = parsed(String(answer.body));
    const is = (sample: string) => sampleOf(metrics, sample);

    expect(is('medano_database_up')).toBe(1);
    expect(is('medano_job_runs_total{type="appointments.remind",outcome="succeeded"}')).toBe(1);
    expect(is('medano_job_runs_total{type="appointments.remind",outcome="failed"}')).toBe(0);
    expect(is('medano_job_wait_seconds_count{type="appointments.remind"}')).toBe(1);
    expect(is('medano_job_run_seconds_bucket{type="notifications.deliver-email",le="+Inf"}')).toBe(2);
    expect(is('medano_mail_attempts_total{outcome="taken"}')).toBe(2);
    expect(is('medano_queue_due{queue="mail"}')).toBe(0);
    expect(is('medano_queue_oldest_due_seconds{queue="mail"}')).toBe(0);
    expect(is('medano_jobs{list="failed"}')).toBe(0);
    expect(is('medano_servers{role="all"}')).toBe(1);
    expect(is('medano_workers')).toBe(40);
    expect(is('medano_invariant_broken{invariant="told-once"}')).toBe(2);
    expect(is('medano_alert_open{kind="broken-promise"}')).toBe(1);
    expect(is('medano_alert_open{kind="late"}')).toBe(0);
    expect(is('medano_job_lateness_seconds{quantile="0.99"}')).toBeGreaterThanOrEqual(0);
    expect(is('medano_database_connections_limit')).toBeGreaterThanOrEqual(1);
    expect(is('medano_eventloop_delay_max_seconds')).toBeGreaterThanOrEqual(0);
    const route = '/api/client/appointments';
    expect(is(`medano_http_request_duration_seconds_count{method="POST",route="${route}",status="200"}`)).toBe(1);
    expect(is('medano_http_request_duration_seconds_count{method="GET",route="none",status="404"}')).toBe(1);
    for (const { type, help } of metrics.values()) {
      expect(['gauge', 'counter', 'histogram']).toContain(type);
      expect(help).not.toBe('');
    }
  });

  it('name no patient: no name, address, reason, id of theirs, and no address of a page', async () => {
    await start();
    const id = await oneVisit();
    await app.http.get(`/api/client/appointments/${id}?name=Dobre`, await clinic.signIn(client.user));
    await app.http.get('/api/people/ana@clinic.example/Dobre');
    await app.http.send('PROPFIND', '/api/Dobre');
    const text = await page();
    expect(text).not.toMatch(/Maria|Dobre|Popescu|Ionescu|Syphilis|Secret|@/);
    expect(text).not.toContain(client.id);
    expect(text).not.toMatch(/route="[^"]*\/\d+/);
    expect(text).not.toMatch(/[\da-f]{8}-[\da-f]{4}-/);
  });

  it('count a claim that was lost and jobs that were taken over', async () => {
    await start();
    expect(sampleOf(parsed(await page()), 'medano_job_leases_lost_total')).toBe(0);
    const job = (state: string, columns: string, ...values: (string | number | Date)[]) =>
      clinic.write(
        `INSERT INTO jobs_Job (type, queue, priority, payload, state, maxAttempts, createdAt, dueAt, ${columns})
         VALUES ('test.stranger', 'default', 1, '{}', '${state}', 3, ?, ?, ${values.map(() => '?').join(', ')})`,
        [app.clock.now(), app.clock.now(), ...values],
      );
    await job('processing', 'serverId, claim, attempt, startedAt', 'gone', 1, 1, app.clock.now());
    await app.get(Reconciler).reconcile();
    expect(sampleOf(parsed(await page()), 'medano_job_takeovers_total')).toBe(1);
  });

  it('are those of the process alone while the database does not answer', async () => {
    await start();
    const { reader } = app.get<Connections>(CONNECTIONS);
    const reading = jest.spyOn(reader, 'query').mockRejectedValue(new Error('gone'));
    const metrics = parsed(await page());
    reading.mockRestore();
    expect(sampleOf(metrics, 'medano_database_up')).toBe(0);
    expect(metrics.get('medano_queue_due')?.samples.size).toBe(0);
    expect(sampleOf(metrics, 'process_resident_memory_bytes')).toBeGreaterThan(0);
    expect(sampleOf(parsed(await page()), 'medano_database_up')).toBe(1);
  });

  it('are the same for many who ask at once, of one look at the database', async () => {
    await start();
    const { reader } = app.get<Connections>(CONNECTIONS);
    await page();
    const reading = jest.spyOn(reader, 'query');
    const pages = await Promise.all(Array.from({ length: 20 }, () => page()));
    expect(reading.mock.calls).toEqual([]);
    reading.mockRestore();
    for (const each of pages) expect(parsed(each).has('medano_queue_due')).toBe(true);
  });
});

describe('who reads the metrics', () => {
  it('sits at the machine, or shows the token', async () => {
    await start({ METRICS_TOKEN: TOKEN });
    await page();
    const forwarded = { 'x-forwarded-for': '203.0.113.7' };
    const refused = await app.http.get('/metrics', { headers: forwarded });
    expect(refused).toMatchObject({ status: 401, body: { code: 'unauthenticated' } });
    await page({ headers: forwarded, token: TOKEN });
    for (const token of ['wrong', `${TOKEN}x`, client.token]) {
      expect((await app.http.get('/metrics', { headers: forwarded, token })).status).toBe(401);
    }
  });

  it('may be told by a worker, too, which serves little else', async () => {
    await start({ ROLE: 'worker' });
    expect(parsed(await page()).has('medano_job_runs_total')).toBe(true);
    expect((await app.http.get('/health/ready')).body.checks).toMatchObject({ alerts: 'up', promises: 'up' });
    expect((await app.http.get('/api/docs')).status).toBe(404);
  });
});

describe('the files for operators', () => {
  const read = (file: string) => readFileSync(path.join(ROOT, file), 'utf8');
  const DASHBOARD = 'ops/grafana/medano-clinic.json';
  const RULES = 'ops/prometheus/alerts.yml';

  it.each([DASHBOARD, RULES])('%s names only metrics that there are', async (file) => {
    await start();
    await oneVisit();
    await app.get(VerifyService).verifyAll();
    const metrics = parsed(await page());
    const named = new Set(read(file).match(/\b(medano|process|nodejs)_\w+/g) ?? []);
    expect(named.size).toBeGreaterThan(10);
    const unknown = [...named].filter(
      (name) => !metrics.has(name) && !metrics.has(name.replace(/_(bucket|sum|count)$/, '')),
    );
    expect(unknown).toEqual([]);
  });

  it('show every metric of ours on the dashboard', async () => {
    await start();
    const ours = [...parsed(await page()).keys()].filter((name) => name.startsWith('medano_'));
    const shown = read(DASHBOARD);
    const left = ours.filter((name) => !shown.includes(name) && name !== 'medano_build_info');
    expect(left).toEqual([]);
    for (const { targets = [] } of JSON.parse(shown).panels) for (const { expr } of targets) expect(expr).not.toBe('');
  });

  it('have a section of the runbook for each rule and each alert of the watch', async () => {
    await start();
    const anchors = new Set(
      [...read('docs/operate.md').matchAll(/^## (.+)$/gm)].map(([, title = '']) =>
        title
          .toLowerCase()
          .replace(/[^\w -]/g, '')
          .replaceAll(' ', '-'),
      ),
    );
    const rules = [...read(RULES).matchAll(/runbook: docs\/operate\.md#(\S+)/g)].map(([, anchor]) => anchor);
    expect(rules).toHaveLength((read(RULES).match(/- alert:/g) ?? []).length);
    expect(rules.filter((anchor = '') => !anchors.has(anchor))).toEqual([]);
    const titles = ALERT_KINDS.map((kind) => alertTitle(kind, 'en').toLowerCase().replaceAll(' ', '-'));
    expect(titles.filter((title) => !anchors.has(title))).toEqual([]);
  });
});
