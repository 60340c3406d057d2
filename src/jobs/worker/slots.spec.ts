import fc from 'fast-check';
import { Slots } from './slots';

describe('workers', () => {
  it('are one for each queue, and the rest for whoever comes', () => {
    const slots = new Slots(['mail', 'default'], 5);
    expect([slots.free('mail'), slots.free('default'), slots.running]).toEqual([4, 4, 0]);
    for (let taken = 0; taken < 4; taken++) slots.take('mail');
    expect([slots.free('mail'), slots.free('default'), slots.running]).toEqual([0, 1, 4]);
    slots.take('default');
    expect([slots.free('mail'), slots.free('default'), slots.running]).toEqual([0, 0, 5]);
    slots.release('mail');
    expect([slots.free('mail'), slots.free('default')]).toEqual([1, 1]);
  });

  it('of which there are as many as queues are shared by none', () => {
    const slots = new Slots(['a', 'b'], 2);
    slots.take('a');
    expect([slots.free('a'), slots.free('b')]).toEqual([0, 1]);
  });

  it('are never more than there are, and always leave an idle queue its own', () => {
    const queues = ['a', 'b', 'c'];
    const step = fc.record({ queue: fc.constantFrom(...queues), take: fc.boolean() });
    fc.assert(
      fc.property(fc.integer({ min: 3, max: 12 }), fc.array(step, { maxLength: 60 }), (workers, steps) => {
        const slots = new Slots(queues, workers);
        const used = new Map(queues.map((queue) => [queue, 0]));
        for (const { queue, take } of steps) {
          const held = used.get(queue) ?? 0;
          if (take && slots.free(queue) > 0) {
            slots.take(queue);
            used.set(queue, held + 1);
          } else if (!take && held > 0) {
            slots.release(queue);
            used.set(queue, held - 1);
          }
          expect(slots.running).toBe([...used.values()].reduce((sum, each) => sum + each, 0));
          expect(slots.running).toBeLessThanOrEqual(workers);
          for (const each of queues) {
            expect(slots.free(each)).toBeGreaterThanOrEqual(used.get(each) === 0 ? 1 : 0);
          }
        }
      }),
    );
  });
});
