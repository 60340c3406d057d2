import { closeConnections } from './exchange';
import { type FuzzedClinic, PEOPLE, openFuzzedClinic } from './fuzzed-clinic';
import { Fuzzer, fuzzLine } from './fuzzer';

const SEED = 20_270_105;
/** So many that nearly every operation has been answered with success once, however slow the machine. */
const ROUNDS = 40;

jest.setTimeout(300_000);

let clinic: FuzzedClinic;
beforeAll(async () => {
  clinic = await openFuzzedClinic();
});
afterAll(async () => {
  closeConnections();
  await clinic.close();
});

it('answers whatever is sent to whichever operation, and writes nothing when it refuses', async () => {
  let round = 0;
  const report = await new Fuzzer(clinic, SEED).run(() => ++round >= ROUNDS);
  process.stdout.write(`${fuzzLine(report)}\n`);
  expect(report.faults).toEqual([]);
  expect(report.welcomed).toEqual(expect.arrayContaining([...PEOPLE, 'nobody']));
  expect(report.requests).toBeGreaterThan(report.operations * 2);
  expect(report.neverWelcome.length).toBeLessThan(report.operations / 5);
});
