import fc from 'fast-check';
import { hangfireBackoff } from './retry.policy';

const ALMOST_ONE = 1 - Number.EPSILON;

describe("Hangfire's retry curve", () => {
  it.each([
    [1, 15, 44],
    [2, 16, 74],
    [3, 31, 118],
    [4, 96, 212],
    [5, 271, 416],
    [6, 640, 814],
    [7, 1311, 1514],
    [8, 2416, 2648],
    [9, 4111, 4372],
    [10, 6576, 6866],
  ])('waits after failed attempt %d from %d to %d seconds', (attempt, shortest, longest) => {
    expect(hangfireBackoff(attempt, 0)).toBe(shortest * 1000);
    expect(hangfireBackoff(attempt, ALMOST_ONE)).toBe(longest * 1000);
  });

  it('stays within those bounds whatever chance says, in steps of whole seconds times the attempt', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10 }), fc.double({ min: 0, max: ALMOST_ONE, noNaN: true }), (n, random) => {
        const jitter = hangfireBackoff(n, random) - hangfireBackoff(n, 0);
        expect(jitter % (n * 1000)).toBe(0);
        expect(jitter / (n * 1000)).toBeGreaterThanOrEqual(0);
        expect(jitter / (n * 1000)).toBeLessThanOrEqual(29);
      }),
    );
  });

  it('adds up to some four and a half hours over ten waits', () => {
    const attempts = Array.from({ length: 10 }, (_, index) => index + 1);
    const total = attempts.reduce((sum, attempt) => sum + hangfireBackoff(attempt, 0.5), 0);
    expect(total / 3_600_000).toBeCloseTo(4.5, 0);
  });
});
