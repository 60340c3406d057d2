import { Counter, Gauge, type Registry } from 'prom-client';
import { ALERT_KINDS } from '../alerts/alert.state';
import { countOf } from '../jobs/store/job-queries';
import { isAlive } from '../jobs/upkeep/alive';
import type { SystemFigures } from './system-figures.service';

/** The metrics of the whole system: the same whichever process is asked. Ids, names and addresses of people have no place here. */
export class SystemMetrics {
  private readonly up: Gauge;
  private readonly jobs: Gauge<'list'>;
  private readonly due: Gauge<'queue'>;
  private readonly oldest: Gauge<'queue'>;
  private readonly running: Gauge<'queue'>;
  private readonly paused: Gauge<'queue'>;
  private readonly servers: Gauge<'role'>;
  private readonly workers: Gauge;
  private readonly lateness: Gauge<'quantile'>;
  private readonly alerts: Gauge<'kind'>;
  private readonly broken: Gauge<'invariant'>;
  private readonly checkedAt: Gauge<'invariant'>;
  private readonly healed: Counter<'invariant'>;

  constructor(registry: Registry) {
    const gauge = <L extends string>(name: string, help: string, ...labelNames: L[]) =>
      new Gauge<L>({ name: `medano_${name}`, help, labelNames, registers: [registry] });
    this.up = gauge('database_up', '1 when the database answered this scrape.');
    this.jobs = gauge('jobs', 'Jobs by list; counting stops at 10000.', 'list');
    this.due = gauge('queue_due', 'Jobs that are due; counting stops at 10000.', 'queue');
    this.oldest = gauge('queue_oldest_due_seconds', 'How long the oldest due job has waited.', 'queue');
    this.running = gauge('queue_running', 'Jobs that run.', 'queue');
    this.paused = gauge('queue_paused', '1 when the queue is paused.', 'queue');
    this.servers = gauge('servers', 'Servers that give a heartbeat.', 'role');
    this.workers = gauge('workers', 'Jobs that all live servers can run at once.');
    this.lateness = gauge(
      'job_lateness_seconds',
      'From due to started, of the runs of the last hour or so.',
      'quantile',
    );
    this.alerts = gauge('alert_open', '1 while an alert of the kind is open.', 'kind');
    this.broken = gauge('invariant_broken', 'Cases that break an invariant and could not be put right.', 'invariant');
    this.checkedAt = gauge('invariant_checked_timestamp_seconds', 'When the invariant was verified last.', 'invariant');
    this.healed = new Counter({
      name: 'medano_invariant_healed_total',
      help: 'Cases that broke an invariant and were put right.',
      labelNames: ['invariant'],
      registers: [registry],
    });
  }

  /** Null when the database did not answer: then nothing of the system is known. */
  set(figures: SystemFigures | null): void {
    const all = [this.jobs, this.due, this.oldest, this.running, this.paused, this.servers, this.lateness, this.alerts];
    for (const metric of [...all, this.broken, this.checkedAt, this.healed]) metric.reset();
    this.up.set(figures ? 1 : 0);
    this.workers.remove();
    if (!figures) return;
    for (const [list, count] of Object.entries(figures.counts.lists)) this.jobs.set({ list }, countOf(count));
    this.setQueues(figures);
    this.setServers(figures);
    this.setPromises(figures);
    if (figures.lateness) {
      this.lateness.set({ quantile: '0.5' }, figures.lateness.p50Ms / 1000);
      this.lateness.set({ quantile: '0.99' }, figures.lateness.p99Ms / 1000);
    }
  }

  private setQueues({ queues, now }: SystemFigures): void {
    for (const { name: queue, due, oldestDueAt, running, paused } of queues) {
      const waited = oldestDueAt ? Math.max(0, now.getTime() - oldestDueAt.getTime()) / 1000 : 0;
      this.due.set({ queue }, countOf(due));
      this.oldest.set({ queue }, waited);
      this.running.set({ queue }, running);
      this.paused.set({ queue }, paused ? 1 : 0);
    }
  }

  private setServers({ servers, now }: SystemFigures): void {
    const alive = servers.filter((server) => isAlive(server, now));
    for (const role of ['all', 'api', 'worker']) {
      this.servers.set({ role }, alive.filter((server) => server.role === role).length);
    }
    this.workers.set(alive.reduce((sum, { workers }) => sum + workers, 0));
  }

  private setPromises({ alerts, verifications }: SystemFigures): void {
    for (const kind of ALERT_KINDS) this.alerts.set({ kind }, alerts.some((alert) => alert.kind === kind) ? 1 : 0);
    for (const { name: invariant, broken, checkedAt, healedEver } of verifications) {
      this.broken.set({ invariant }, broken);
      this.checkedAt.set({ invariant }, checkedAt.getTime() / 1000);
      this.healed.inc({ invariant }, healedEver);
    }
  }
}
