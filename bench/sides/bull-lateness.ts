import { Child } from '../../test/support/child';
import { Effects } from '../../test/support/effects';
import { startEngine } from '../../test/support/engine';
import { FaultHandler, faultJob } from '../../test/support/fault-job';
import { report, setting } from '../side';

/**
 * `COUNT` lone jobs of an API, each due by itself at an odd moment, run by a worker in another process that Bull wakes: how
 * many milliseconds after its due time each is begun.
 */
report(async () => {
  const count = setting('COUNT');
  const env = { REDIS_URL: `redis://127.0.0.1:${setting('REDIS_PORT')}` };
  const api = await startEngine({
    definitions: [faultJob],
    handlers: [FaultHandler],
    env: { ...env, ROLE: 'api' },
  });
  await new Effects(api.database).prepare();
  const worker = Child.start('engine-process.ts');
  await worker.ask('start', { folder: api.folder, offsetMs: 0, env: { ...env, ROLE: 'worker' } });
  for (let n = 0; n < count; n++) {
    const at = new Date(Date.now() + 40 + (n % 60));
    await api.reaches(await api.jobs.schedule(faultJob, { name: `lone-${n}` }, { at }), 'succeeded');
  }
  const rows = await api.query<{ late: number }>(
    `SELECT (julianday(startedAt) - julianday(dueAt)) * 86400000.0 AS late FROM jobs_Job ORDER BY late`,
  );
  const late = rows.map((row) => Math.round(row.late));
  await worker.kill();
  await api.close();
  return {
    p50: late[Math.floor(count * 0.5)] ?? NaN,
    p99: late[Math.ceil(count * 0.99) - 1] ?? NaN,
    max: late.at(-1) ?? NaN,
  };
});
