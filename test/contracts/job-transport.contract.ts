import type { JobNotice } from '../../src/jobs/store/job-store';
import type { JobTransport } from '../../src/jobs/transport/job-transport';
import { eventually, loopTurn } from '../support/waiting';

export interface JobTransportUnderTest {
  /** Announces; listens too unless `listener` is another end of the same transport. */
  transport: JobTransport;
  listener?: JobTransport;
  stop(): Promise<void>;
}

/** What every JobTransport promises: it carries a hint, and is never in anyone's way. */
export function jobTransportContract(name: string, start: () => Promise<JobTransportUnderTest>): void {
  describe(`JobTransport: ${name}`, () => {
    let subject: JobTransportUnderTest;
    let heard: { queue: string; dueAt: Date }[] = [];
    let ids = 0;

    beforeEach(async () => {
      subject = await start();
      heard = [];
    });
    afterEach(() => subject.stop());

    const listener = () => subject.listener ?? subject.transport;
    const listen = () => listener().listen((queue, dueAt) => heard.push({ queue, dueAt }));
    const notice = (queue: string, inMs = 0): JobNotice => ({
      id: ++ids,
      queue,
      type: 'test.run',
      claim: 0,
      dueAt: new Date(Date.now() + inMs),
    });
    const isHeard = (queue: string, dueAt: Date) =>
      eventually(`${queue} is due`, () =>
        heard.some((wake) => wake.queue === queue && wake.dueAt.getTime() <= dueAt.getTime()),
      );

    it('has a name', () => {
      expect(subject.transport.name).toMatch(/^[a-z]+$/);
    });

    it('tells of each queue for which a job is due, by the due time of the earliest', async () => {
      await listen();
      const [late, early, other] = [notice('mail', 900), notice('mail', 100), notice('default')];
      subject.transport.announce([late, early, other]);
      await isHeard('mail', early.dueAt);
      await isHeard('default', other.dueAt);
      expect(new Set(heard.map(({ queue }) => queue))).toEqual(new Set(['mail', 'default']));
    });

    it('may be told the same a hundred times', async () => {
      await listen();
      const same = notice('default');
      for (let time = 0; time < 100; time++) subject.transport.announce([same]);
      await isHeard('default', same.dueAt);
    });

    it('tells again of a job that was claimed once and waits again', async () => {
      await listen();
      const first = notice('default');
      subject.transport.announce([first]);
      await isHeard('default', first.dueAt);
      heard = [];
      const again = { ...first, claim: 1, dueAt: new Date(first.dueAt.getTime() + 200) };
      subject.transport.announce([again]);
      await isHeard('default', again.dueAt);
    });

    it('says nothing when nothing is announced', async () => {
      await listen();
      subject.transport.announce([]);
      const probe = notice('probe');
      subject.transport.announce([probe]);
      await isHeard('probe', probe.dueAt);
      expect(heard.every(({ queue }) => queue === 'probe')).toBe(true);
    });

    it('tells nobody of a queue that is too much for a process, when that was told nothing of it', async () => {
      await listen();
      expect(subject.transport.passOn('default')).toBeUndefined();
      expect(listener().passOn('default')).toBeUndefined();
      const probe = notice('probe');
      subject.transport.announce([probe]);
      await isHeard('probe', probe.dueAt);
      expect(heard.every(({ queue }) => queue === 'probe')).toBe(true);
    });

    it('neither throws nor waits while nobody listens, or once it is closed', async () => {
      expect(subject.transport.announce([notice('default')])).toBeUndefined();
      await listen();
      await listener().close();
      heard = [];
      expect(subject.transport.announce([notice('default')])).toBeUndefined();
      for (let turn = 0; turn < 20; turn++) await loopTurn();
      expect(heard).toEqual([]);
    });

    it('may be closed twice', async () => {
      await listen();
      await listener().close();
      await listener().close();
    });
  });
}
