import { Counter, Gauge, type Registry } from 'prom-client';
import type { EventLoop } from '../common/event-loop';
import type { Database } from '../database/database';
import type { JobRegistry } from '../jobs/definition/job-registry';
import type { EngineTally } from '../jobs/engine-tally';
import type { BrokerState } from '../jobs/transport/job-transport';
import { type MailCounts, MAIL_OUTCOMES } from '../notifications/mail/counting-mail-sender';
import { EngineHistogram } from './engine-histogram';

/** What a process knows of itself. */
export interface ProcessSources {
  jobs: JobRegistry;
  tally: EngineTally;
  mail: MailCounts;
  loop: EventLoop;
  database: Database;
  transport: { readonly broker: BrokerState };
  version: string;
}

type JobRun = Record<'type' | 'outcome', string>;

/** The metrics of this process, read from what it keeps in memory anyway whenever they are asked for. */
export function defineProcessMetrics(registry: Registry, sources: ProcessSources): void {
  const { jobs, tally, mail, loop, database, transport } = sources;
  const registers = [registry];
  const gauge = (name: string, help: string, read: () => number) =>
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(read());
      },
    });
  const counter = <L extends string>(
    name: string,
    help: string,
    labelNames: L[],
    read: () => [Record<L, string>, number][],
  ) =>
    new Counter<L>({
      name,
      help,
      labelNames,
      registers,
      collect() {
        this.reset();
        for (const [labels, value] of read()) this.inc(labels, value);
      },
    });
  const total = (name: string, help: string, read: () => number) => counter(name, help, [], () => [[{}, read()]]);

  // Prometheus sees no increase in the first sample of a series: what alerts rest on is there before it is above 0.
  counter('medano_job_runs_total', 'Runs that ended in this process.', ['type', 'outcome'], () => [
    ...jobs.all().map(({ definition }): [JobRun, number] => [{ type: definition.name, outcome: 'failed' }, 0]),
    ...tally.runs().map(({ type, outcome, count }): [JobRun, number] => [{ type, outcome }, count]),
  ]);
  new EngineHistogram(
    { name: 'medano_job_wait_seconds', help: 'From due to started, of the runs of this process.', registers },
    () => tally.runs().map((run) => ({ ...run, buckets: run.waitBuckets, sum: run.waitSum })),
  );
  new EngineHistogram(
    { name: 'medano_job_run_seconds', help: 'From started to ended, of the runs of this process.', registers },
    () => tally.runs().map((run) => ({ ...run, buckets: run.runBuckets, sum: run.runSum })),
  );
  total('medano_job_leases_lost_total', 'Runs whose claim was lost before they could commit.', () => tally.fencesLost);
  total('medano_job_takeovers_total', 'Jobs taken from silent servers by this process.', () => tally.takenOver);
  total('medano_job_reannouncements_total', 'Jobs announced as they came near.', () => tally.reannounced);
  total('medano_job_announcements_lost_total', 'Announcements that Redis did not take.', () => tally.announcementsLost);
  counter('medano_mail_attempts_total', 'Attempts to send a mail, by how they ended.', ['outcome'], () =>
    MAIL_OUTCOMES.map((outcome) => [{ outcome }, mail.of(outcome)]),
  );
  gauge('medano_broker_up', '0 while Redis is configured and does not answer.', () =>
    transport.broker === 'down' ? 0 : 1,
  );
  gauge(
    'medano_database_connections_used',
    'Connections in use; of SQLite the one that writes.',
    () => database.load().used,
  );
  gauge('medano_database_connections_waiting', 'Who waits for a connection.', () => database.load().waiting);
  gauge('medano_database_connections_limit', 'Connections at most.', () => database.load().limit);
  gauge('medano_eventloop_delay_mean_seconds', 'How late turns of the event loop are.', () => loop.delay().mean / 1000);
  gauge('medano_eventloop_delay_p99_seconds', 'The same of all but one in a hundred.', () => loop.delay().p99 / 1000);
  gauge('medano_eventloop_delay_max_seconds', 'The same of the worst.', () => loop.delay().max / 1000);
  gauge('process_resident_memory_bytes', 'Resident memory.', () => process.memoryUsage.rss());
  gauge('nodejs_heap_size_used_bytes', 'Used heap.', () => process.memoryUsage().heapUsed);
  total('process_cpu_seconds_total', 'Processor time.', () => cpuSeconds());
  gauge('process_uptime_seconds', 'For how long the process has run.', () => process.uptime());
  new Gauge({ name: 'medano_build_info', help: 'The release.', labelNames: ['version'], registers }).set(
    { version: sources.version },
    1,
  );
}

function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}
