import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { defineJob } from '../../src/jobs/definition/define-job';
import { HandlesJob } from '../../src/jobs/definition/handles-job';
import { startEngine } from '../../test/support/engine';
import { report, setting } from '../side';

const late: number[] = [];

const note = defineJob('bench.note-lateness', { payload: z.object({ due: z.number() }), queue: 'notifications' });

@HandlesJob(note)
class NoteLatenessHandler {
  handle({ due }: { due: number }): void {
    late.push(Date.now() - due);
  }
}

/** `COUNT` lone jobs, each due by itself at an odd moment: how many milliseconds after its due time a handler begins. */
report(async () => {
  const count = setting('COUNT');
  const engine = await startEngine({ definitions: [note], handlers: [NoteLatenessHandler] });
  for (let n = 0; n < count; n++) {
    const due = Date.now() + 40 + (n % 60);
    await engine.jobs.schedule(note, { due }, { at: new Date(due) });
    while (late.length <= n) await delay(5);
  }
  await engine.close();
  late.sort((a, b) => a - b);
  return {
    p50: late[Math.floor(count * 0.5)] ?? NaN,
    p99: late[Math.ceil(count * 0.99) - 1] ?? NaN,
    max: late.at(-1) ?? NaN,
  };
});
