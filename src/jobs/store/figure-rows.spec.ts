import { SAMPLE, perMinute } from './figure-rows';

const NOW = new Date('2027-01-05T12:00:00.000Z');
const ago = (seconds: number) => new Date(NOW.getTime() - seconds * 1_000);

describe('jobs per minute', () => {
  it('are those that ended in the last one, over all samples', () => {
    const failed = [{ queue: 'mail', count: 2, earliest: ago(50) }];
    const others = [
      { queue: 'mail', count: 3, earliest: ago(59) },
      { queue: 'default', count: 1, earliest: ago(1) },
    ];
    expect(perMinute([failed, [], others], NOW)).toEqual(new Map(Object.entries({ mail: 5, default: 1 })));
  });

  it('are drawn out from a full sample, queue by queue', () => {
    const full = [
      { queue: 'mail', count: SAMPLE - 500, earliest: ago(6) },
      { queue: 'default', count: 500, earliest: ago(3) },
    ];
    expect(perMinute([full], NOW)).toEqual(new Map(Object.entries({ mail: 15_000, default: 5_000 })));
  });
});
