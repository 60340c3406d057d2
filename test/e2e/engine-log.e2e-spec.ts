import { Permanent } from '../../src/jobs/definition/outcome';
import { type TestEngine, startEngine } from '../support/engine';
import { aScriptedJob } from '../support/scripted-job';

const HOUR = 60 * 60_000;
const job = aScriptedJob('test.log', { attempts: 2, backoff: () => HOUR });

describe('what goes wrong with a job', () => {
  let engine: TestEngine;
  beforeAll(async () => {
    engine = await startEngine({ definitions: [job.definition], handlers: [job.handler] });
  });
  afterAll(() => engine.close());

  const toldOf = (jobId: number) =>
    engine.logged.lines.flatMap(({ level, what }) => {
      const [fields, message] = what as [{ jobId?: number }, string];
      return fields.jobId === jobId ? [{ level, message, ...fields }] : [];
    });

  it('is told in the log, each attempt with its job', async () => {
    job.acts.set('fail', () => {
      throw new Error('the printer is on fire');
    });
    const id = await engine.jobs.enqueue(job.definition, { act: 'fail' });
    await engine.idle();
    const attempt = { jobId: id, jobType: 'test.log', maxAttempts: 2, err: new Error('the printer is on fire') };
    expect(toldOf(id)).toEqual([
      { level: 'warn', message: 'a job failed and will be tried again', ...attempt, attempt: 1, reason: 'retry' },
    ]);
    await engine.advance(HOUR);
    await engine.idle();
    expect(toldOf(id).slice(1)).toEqual([
      { level: 'error', message: 'a job failed', ...attempt, attempt: 2, reason: 'attempts-spent' },
    ]);
  });

  it('is told with the reason that its handler gave', async () => {
    job.acts.set('give-up', () => {
      throw new Permanent('no paper', 'out-of-paper');
    });
    const id = await engine.jobs.enqueue(job.definition, { act: 'give-up' });
    await engine.idle();
    expect(toldOf(id)).toMatchObject([{ level: 'error', reason: 'out-of-paper' }]);
  });

  it('is nothing when all goes well', async () => {
    const id = await engine.jobs.enqueue(job.definition, { act: 'nothing' });
    await engine.idle();
    expect(toldOf(id)).toEqual([]);
  });
});
