import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { aRegistration } from '../builders/registration';
import { Child } from '../support/child';
import { ApiClient } from '../support/client';
import { applyEdit, shownEdits, shownFiles, writeFile } from '../support/documented-code';
import { type TestDatabase, freshDatabase } from '../support/test-database';

const ROOT = path.join(__dirname, '..', '..');
const DOCUMENT = readFileSync(path.join(ROOT, 'docs', 'extending.md'), 'utf8');
const FILES = shownFiles(DOCUMENT);
const EDITS = shownEdits(DOCUMENT);
/** What of the project is needed to compile, lint, migrate and run it. */
const PROJECT = [
  ...['src', 'scripts', 'test/support', 'package.json', 'jest.config.js', 'tsconfig.json', 'tsconfig.build.json'],
  ...['eslint.config.mjs', '.prettierrc.json', '.prettierignore'],
];
const LONG = 240_000;

/** A copy of the project with the document's feature in it. */
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'medano-extended-'));
  for (const name of PROJECT) cpSync(path.join(ROOT, name), path.join(folder, name), { recursive: true });
  symlinkSync(path.join(ROOT, 'node_modules'), path.join(folder, 'node_modules'));
  for (const file of FILES) writeFile(folder, file);
  for (const edit of EDITS) applyEdit(folder, edit);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs Node in the copy; what it says, and whether it is content. */
function run(...parameters: string[]): { said: string; status: number | null } {
  const { stdout, stderr, status } = spawnSync(process.execPath, parameters, {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, MSSQL_URL: '' },
  });
  return { said: stdout + stderr, status };
}

const CONTENT = { said: '', status: 0 };
const textOf = (suffix: string) => FILES.filter((file) => file.path.endsWith(suffix)).map(({ text }) => text);

describe('the feature of docs/extending.md', () => {
  it('takes less than 30 lines for its job', () => {
    const lines = [...textOf('.jobs.ts'), ...textOf('.handler.ts')].flatMap((text) => text.trimEnd().split('\n'));
    expect(lines.length).toBeGreaterThan(10);
    expect(lines.length).toBeLessThan(30);
  });

  it(
    'compiles with the types of the project',
    () => {
      expect(run('node_modules/typescript/bin/tsc', '--noEmit', '-p', 'tsconfig.build.json')).toEqual(CONTENT);
    },
    LONG,
  );

  it(
    'is formatted, and keeps the rules of the linter',
    () => {
      const paths = [...FILES, ...EDITS].map((each) => each.path);
      expect(run('node_modules/prettier/bin/prettier.cjs', '--log-level', 'warn', '--check', ...paths)).toEqual(
        CONTENT,
      );
      expect(run('node_modules/eslint/bin/eslint.js', '--max-warnings', '0', ...paths)).toEqual(CONTENT);
    },
    LONG,
  );

  it(
    'has the migrations that its entity asks for, on both databases',
    () => {
      const check = (...options: string[]) =>
        run('-r', './test/support/swc-register.cjs', 'scripts/check-migrations.ts', ...options);
      const before = check();
      const [migration = ''] = textOf('Recalls.ts').filter((text) => text.includes('IDENTITY'));
      const missing = before.said
        .split('\n')
        .filter((line) => line.startsWith('+ '))
        .map((line) => line.slice(2));
      expect(missing.length).toBeGreaterThan(1);
      expect(missing.filter((statement) => !migration.includes(statement))).toEqual([]);
      expect(check('--write')).toEqual(CONTENT);
      expect(check()).toEqual(CONTENT);
    },
    LONG,
  );

  it(
    'answers, and its job runs when it is due',
    async () => {
      const database = await freshDatabase('extended');
      const clinic = Child.start('clinic-process.ts', path.join(folder, 'test', 'support'));
      try {
        await useRecalls(clinic, database);
      } finally {
        await clinic.kill();
        await database.remove();
      }
    },
    LONG,
  );
});

async function useRecalls(clinic: Child, { folder: place }: TestDatabase): Promise<void> {
  const admin = { email: 'chief@clinic.example', password: 'a good password' };
  const env = { ADMIN_EMAIL: admin.email, ADMIN_PASSWORD: admin.password };
  const url = await clinic.ask<string>('start', { folder: place, at: '2027-01-04T08:00:00.000Z', env });
  const http = new ApiClient(url);
  const signIn = async (who: { email: string; password: string }) =>
    String((await http.post('/api/auth/login', who)).body.token);

  const [doctor, patient] = [aRegistration(), aRegistration()];
  for (const account of [doctor, patient]) await http.post('/api/auth/register', account);
  const chief = await signIn(admin);
  const users = (await http.get('/api/admin/users', chief)).body;
  const { id: userId } = users.find((user: { email: string }) => user.email === doctor.email);
  const role = { userId, roleName: 'Doctor', specialization: 'Cardiology' };
  await http.put('/api/doctor/update-user-role', role, chief);
  const visit = { doctorId: '1', appointmentDate: '2027-01-04', appointmentTime: '15:00', reason: 'A check-up' };
  const booked = await http.post('/api/client/appointments', visit, await signIn(patient));
  const appointmentId = booked.body.id;
  await clinic.ask('travelTo', '2027-01-04T15:00:00.000Z');
  await http.put(`/api/admin/appointments/${appointmentId}/status`, { status: 'completed' }, await signIn(admin));

  const planned = await http.post('/api/doctor/recalls', { appointmentId, inDays: 60 }, await signIn(doctor));
  expect(planned).toMatchObject({ status: 200, body: { id: '1', appointmentId, raisedAt: null } });
  const refused = await http.post('/api/doctor/recalls', { appointmentId, inDays: 60 }, await signIn(patient));
  expect(refused).toMatchObject({ status: 403 });

  const jobOfRecall = async () => (await http.get('/api/admin/jobs?key=recall:1', await signIn(admin))).body;
  expect(await jobOfRecall()).toMatchObject([{ type: 'recalls.raise-recall', state: 'scheduled' }]);
  await clinic.ask('travelTo', '2027-03-05T15:30:00.000Z');
  expect(await jobOfRecall()).toMatchObject([{ state: 'succeeded', attempt: 1 }]);
  const raised = await http.get('/api/doctor/recalls', await signIn(doctor));
  expect(raised.body).toMatchObject([
    { id: '1', dueAt: planned.body.dueAt, raisedAt: expect.stringMatching(/^2027-03-05T15:3/) },
  ]);
}
