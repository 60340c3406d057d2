import { TEXTS, reasonText } from './dashboard-text';
import { formatCount } from './count';

function stringsOf(value: unknown, path = ''): [string, string][] {
  if (typeof value === 'string') return [[path, value]];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, part]) => stringsOf(part, `${path}.${name}`));
}

describe('dashboard text', () => {
  it.each([
    [0, '0 jobs', '0 joburi'],
    [1, '1 job', '1 job'],
    [2, '2 jobs', '2 joburi'],
    [19, '19 jobs', '19 joburi'],
    [20, '20 jobs', '20 de joburi'],
    [101, '101 jobs', '101 joburi'],
    [120, '120 jobs', '120 de joburi'],
    [8412, '8,412 jobs', '8.412 joburi'],
    [{ atLeast: 10_000 }, '10,000+ jobs', '10.000+ de joburi'],
  ])('counts %j in both languages', (count, english, romanian) => {
    expect(TEXTS.en.jobs(count)).toBe(english);
    expect(TEXTS.ro.jobs(count)).toBe(romanian);
  });

  it('bends the verb with the number', () => {
    expect(TEXTS.en.problems.failures(1)).toBe('1 job has failed for good');
    expect(TEXTS.en.problems.failures(2)).toBe('2 jobs have failed for good');
    expect(TEXTS.ro.problems.failures(1)).toBe('1 job a eșuat definitiv');
    expect(TEXTS.ro.problems.failures(2)).toBe('2 joburi au eșuat definitiv');
    expect(TEXTS.ro.problems.failures(20)).toBe('20 de joburi au eșuat definitiv');
    expect(TEXTS.ro.health.allCovered(1281)).toBe('toate cele 1.281 de programări viitoare își au mementourile');
    expect(TEXTS.ro.job.summary.failed(4, 10)).toBe('A eșuat definitiv după 4 din 10 încercări');
  });

  it('leaves no text empty and writes Romanian with the comma below, not the cedilla', () => {
    for (const [path, text] of [...stringsOf(TEXTS.en, 'en'), ...stringsOf(TEXTS.ro, 'ro')]) {
      expect([path, text.trim()]).not.toEqual([path, '']);
      expect(text).not.toMatch(/[şţŞŢ]/);
    }
  });

  it("translates the engine's reasons and shows a feature's own words as they are", () => {
    expect(reasonText(TEXTS.ro, 'deadline-passed')).toBe('Termenul-limită a trecut');
    expect(reasonText(TEXTS.en, 'opted-out')).toBe('The patient wants no reminders');
    expect(reasonText(TEXTS.en, 'fell ill')).toBe('fell ill');
    expect(reasonText(TEXTS.en, 'constructor')).toBe('constructor');
  });

  it('says where counting stopped', () => {
    expect(formatCount('en', { atLeast: 10_000 })).toBe('10,000+');
  });
});
