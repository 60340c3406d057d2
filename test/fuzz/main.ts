import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { closeConnections } from './exchange';
import { PEOPLE, openFuzzedClinic } from './fuzzed-clinic';
import { Fuzzer, fuzzLine } from './fuzzer';

const MOST_GROWTH = 1.1;

/** Kilobytes that a process has in memory; null where the system does not say. */
function residentKb(pid: number): number | null {
  try {
    const [, kb] = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return kb === undefined ? null : Number(kb);
  } catch {
    return null;
  }
}

/** The least memory of each quarter of a run: between two collections it swings by half. */
class MemoryFloors {
  private readonly least: number[] = [];

  constructor(private readonly pid: number) {}

  /** @param share of the run that has passed. */
  note(share: number): void {
    const quarter = Math.min(3, Math.floor(share * 4));
    const kb = residentKb(this.pid);
    if (kb !== null) this.least[quarter] = Math.min(kb, this.least[quarter] ?? Infinity);
  }

  /** By how much the last quarter's is that of the one before half-way; null where it is not known. */
  get growth(): number | null {
    const [, atHalf, , atEnd] = this.least;
    return atHalf === undefined || atEnd === undefined ? null : atEnd / atHalf;
  }
}

/** Fuzzes for as long as it is told, and says whether all was well, and every operation was answered with success: `npm run fuzz -- --minutes 30 --seed 7`. */
async function main(): Promise<boolean> {
  const { values } = parseArgs({
    options: { minutes: { type: 'string', default: '10' }, seed: { type: 'string', default: String(process.pid) } },
  });
  const duration = Number(values.minutes) * 60_000;
  if (!(duration > 0)) throw new Error('--minutes must be a number above 0.');
  const clinic = await openFuzzedClinic();
  try {
    const begun = performance.now();
    const floors = new MemoryFloors(clinic.pid);
    const report = await new Fuzzer(clinic, Number(values.seed)).run(() => {
      const passed = performance.now() - begun;
      floors.note(passed / duration);
      return passed >= duration;
    });
    const { growth } = floors;
    for (const fault of report.faults) console.log(fault);
    const memory = growth === null ? 'memory not measured' : `memory at the end ${growth.toFixed(2)}x of half-way`;
    console.log(`${fuzzLine(report)}, seed ${values.seed}, ${memory}`);
    const everyone = PEOPLE.every((role) => report.welcomed.includes(role));
    const everything = report.neverWelcome.length === 0;
    return report.faults.length === 0 && everyone && everything && (growth ?? 0) <= MOST_GROWTH;
  } finally {
    closeConnections();
    await clinic.close();
  }
}

main().then(
  (well) => process.exit(well ? 0 : 1),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
