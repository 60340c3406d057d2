import { EngineTally } from '../../src/jobs/engine-tally';
import { aScriptedBatchJob, aScriptedJob } from '../support/scripted-job';
import { type TestEngine, startEngine } from '../support/engine';
import { deferred } from '../support/waiting';

const one = aScriptedJob('test.one');
const many = aScriptedBatchJob('test.many', { batch: 10 });
let engine: TestEngine;

beforeEach(async () => {
  engine = await startEngine({
    definitions: [one.definition, many.definition],
    handlers: [one.handler, many.handler],
  });
});
afterEach(() => engine.close());

const tally = () => engine.get(EngineTally);

describe('the tally', () => {
  it('counts runs by how they ended, with how long they waited and ran', async () => {
    one.acts.set('fail', () => Promise.reject(new Error('no')));
    await engine.jobs.enqueue(one.definition, { act: 'work' });
    await engine.jobs.enqueue(one.definition, { act: 'work' });
    await engine.jobs.enqueue(one.definition, { act: 'fail' });
    await engine.idle();
    const runs = tally()
      .runs()
      .map(({ type, outcome, count }) => [type, outcome, count]);
    expect(runs.sort()).toEqual([
      ['test.one', 'retried', 1],
      ['test.one', 'succeeded', 2],
    ]);
    for (const { count, waitBuckets, runBuckets } of tally().runs()) {
      const sum = (buckets: readonly number[]) => buckets.reduce((total, each) => total + each, 0);
      expect([sum(waitBuckets), sum(runBuckets)]).toEqual([count, count]);
    }
    expect(tally().fencesLost).toBe(0);
  });

  it('counts a claim that was lost once, of one job and of one in a batch', async () => {
    const [begun, go] = [deferred(), deferred()];
    one.acts.set('slow', async () => {
      begun.resolve();
      await go.promise;
    });
    await engine.jobs.enqueue(one.definition, { act: 'slow' }, { key: 'slow' });
    await begun.promise;
    await engine.jobs.cancel('slow', 'not wanted');
    go.resolve();
    await engine.idle();
    expect(tally().fencesLost).toBe(1);

    const [batchBegun, batchGoes] = [deferred(), deferred()];
    many.script.act = async () => {
      batchBegun.resolve();
      await batchGoes.promise;
    };
    await engine.database.transaction(() =>
      engine.jobs.enqueueMany(many.definition, [
        { payload: { act: 'a' }, key: 'a' },
        { payload: { act: 'b' }, key: 'b' },
      ]),
    );
    await batchBegun.promise;
    await engine.jobs.cancel('a', 'not wanted');
    batchGoes.resolve();
    await engine.idle();
    expect(tally().fencesLost).toBe(2);
  });
});
