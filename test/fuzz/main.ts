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

/** Fuzzes for as long as it is told, and says whether all was well: `npm run fuzz -- --minutes 30 --seed 7`. */
async function main(): Promise<boolean> {
  const { values } = parseArgs({
    options: { minutes: { type: 'string', default: '10' }, seed: { type: 'string', default: String(process.pid) } },
  });
  const duration = Number(values.minutes) * 60_000;
  if (!(duration > 0)) throw new Error('--minutes must be a number above 0.');
  const clinic = await openFuzzedClinic();
  try {
    const begun = performance.now();
    let atHalf: number | null = null;
    const report = await new Fuzzer(clinic, Number(values.seed)).run(() => {
      const passed = performance.now() - begun;
      if (passed >= duration / 2) atHalf ??= residentKb(clinic.pid);
      return passed >= duration;
    });
    const atEnd = residentKb(clinic.pid);
    const growth = atHalf === null || atEnd === null ? null : atEnd / atHalf;
    for (const fault of report.faults) console.log(fault);
    if (report.neverWelcome.length > 0) console.log(`never answered with success: ${report.neverWelcome.join(', ')}`);
    const memory = growth === null ? 'memory not measured' : `memory at the end ${growth.toFixed(2)}x of half-way`;
    console.log(`${fuzzLine(report)}, seed ${values.seed}, ${memory}`);
    const everyone = PEOPLE.every((role) => report.welcomed.includes(role));
    return report.faults.length === 0 && everyone && (growth ?? 0) <= MOST_GROWTH;
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
