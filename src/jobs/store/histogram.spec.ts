import fc from 'fast-check';
import { BUCKET_BOUNDS, countIn, emptyHistogram, percentile, sumHistograms } from './histogram';

describe('a histogram', () => {
  it('has one bucket for each bound, and one for the rest', () => {
    expect(emptyHistogram()).toEqual(new Array(BUCKET_BOUNDS.length + 1).fill(0));
  });

  it('counts a value where the first bound is that it does not exceed', () => {
    const counted = countIn(emptyHistogram(), [0, 1, 1.5, 2, 5, 300_000, 300_001, 1e12]);
    expect(counted).toEqual([2, 2, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2]);
  });

  it('does not change the one it adds to', () => {
    const empty = emptyHistogram();
    countIn(empty, [1, 2, 3]);
    expect(empty).toEqual(emptyHistogram());
  });

  it('says nothing of nothing', () => {
    expect(percentile(emptyHistogram(), 0.5)).toBeNull();
  });

  it('gives the bound that the share lies under', () => {
    const histogram = countIn(emptyHistogram(), [...new Array<number>(98).fill(3), 90, 400_000]);
    expect([percentile(histogram, 0.5), percentile(histogram, 0.99), percentile(histogram, 1)]).toEqual([
      5,
      100,
      Infinity,
    ]);
  });

  it('of two parts is that of the whole', () => {
    const values = fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }));
    fc.assert(
      fc.property(values, values, (a, b) => {
        const parts = sumHistograms(countIn(emptyHistogram(), a), countIn(emptyHistogram(), b));
        expect(parts).toEqual(countIn(emptyHistogram(), [...a, ...b]));
      }),
    );
  });

  it('never puts a percentile below the value itself, nor falls as the share grows', () => {
    const values = fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { minLength: 1 });
    fc.assert(
      fc.property(values, fc.double({ min: 0.01, max: 1, noNaN: true }), (all, share) => {
        const histogram = countIn(emptyHistogram(), all);
        const exact = [...all].sort((a, b) => a - b)[Math.ceil(all.length * share) - 1] ?? 0;
        const bound = percentile(histogram, share) ?? 0;
        expect(bound).toBeGreaterThanOrEqual(exact);
        expect(percentile(histogram, 1)).toBeGreaterThanOrEqual(bound);
      }),
    );
  });
});
