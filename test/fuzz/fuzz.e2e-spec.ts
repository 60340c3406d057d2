import { closeConnections } from './exchange';
import { type FuzzedClinic, PEOPLE, openFuzzedClinic } from './fuzzed-clinic';
import { Fuzzer, fuzzLine } from './fuzzer';

const SEED = 20_270_105;
const DURATION_MS = 20_000;

jest.setTimeout(120_000);

let clinic: FuzzedClinic;
beforeAll(async () => {
  clinic = await openFuzzedClinic();
});
afterAll(async () => {
  closeConnections();
  await clinic.close();
});

it('answers whatever is sent to whichever operation, and writes nothing when it refuses', async () => {
  const until = performance.now() + DURATION_MS;
  const report = await new Fuzzer(clinic, SEED).run(() => performance.now() > until);
  process.stdout.write(`${fuzzLine(report)}\n`);
  expect(report.faults).toEqual([]);
  expect(report.welcomed).toEqual(expect.arrayContaining([...PEOPLE, 'nobody']));
  expect(report.requests).toBeGreaterThan(report.operations * 2);
  expect(report.neverWelcome.length).toBeLessThan(report.operations / 5);
});
