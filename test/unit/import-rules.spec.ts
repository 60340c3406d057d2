import { execFileSync } from 'node:child_process';
import path from 'node:path';

const ORDER = 'project/module-order';
const LAYERS = 'project/layers';
const BAN = 'no-restricted-syntax';

const value = (specifier: string) => `import { it } from '${specifier}';`;
const type = (specifier: string) => `import type { It } from '${specifier}';`;

type Allowed = [file: string, source: string];
type Refused = [file: string, source: string, rule: string];

const allowed: Allowed[] = [
  ['src/jobs/jobs.ts', value('../database/database')],
  ['src/jobs/worker/runner.ts', value('../store/job-store')],
  ['src/users/user.service.ts', value('../audit/audit.service')],
  ['src/metrics/figures.ts', value('../alerts/alerts')],
  ['src/app.module.ts', value('./dashboard/dashboard.module')],
  ['src/main.ts', value('./appointments/appointment.repository')],
  ['test/e2e/booking.e2e-spec.ts', value('../../src/appointments/appointment.entity')],

  ['src/appointments/appointment.policy.ts', value('../common/clinic-time')],
  ['src/appointments/appointment.entity.ts', value('./appointment.state')],
  ['src/appointments/appointment.entity.ts', value('./appointment.errors')],
  ['src/appointments/appointment.entity.ts', value('../database/columns')],
  ['src/appointments/appointment.entity.ts', value('typeorm')],
  ['src/appointments/appointment.jobs.ts', value('../jobs/definition/define-job')],
  ['src/appointments/appointment.jobs.ts', value('zod')],
  ['src/appointments/appointment.dto.ts', type('./appointment.entity')],
  ['src/appointments/appointment.dto.ts', `import { type It, type They } from './appointment.entity';`],
  ['src/appointments/appointment.repository.ts', value('./appointment.entity')],
  ['src/appointments/appointment.repository.ts', value('../database/database')],
  ['src/appointments/appointment.service.ts', value('./appointment.repository')],
  ['src/appointments/appointment.service.ts', value('../doctors/doctor.service')],
  ['src/appointments/appointment.service.ts', value('../notifications/notification.jobs')],
  ['src/appointments/appointment.service.ts', value('../jobs/jobs')],
  ['src/appointments/remind.handler.ts', value('./reminder.service')],
  ['src/appointments/remind.handler.ts', value('../jobs/definition/handles-job')],
  ['src/appointments/appointment.controller.ts', value('./appointment.dto')],
  ['src/appointments/appointment.module.ts', value('./appointment.repository')],
  ['src/appointments/appointment.module.ts', value('../doctors/doctor.module')],
  ['src/appointments/appointment.service.spec.ts', value('../doctors/doctor.repository')],

  ['src/common/clock.ts', 'export const now = () => new Date();'],
  ['src/common/ids.ts', `import { randomUUID } from 'node:crypto';`],
  ['src/config/environment.ts', 'export const environment = process.env;'],
  ['src/users/user.service.ts', 'export const at = (ms: number) => new Date(ms);'],
  ['src/main.ts', '// eslint-disable-next-line no-console -- for the person at the terminal\nconsole.log();'],
  ['ormconfig.ts', 'export default 1;'],
];

const refused: Refused[] = [
  ['src/common/clock.ts', value('../config/config'), ORDER],
  ['src/jobs/jobs.ts', value('../appointments/booking'), ORDER],
  ['src/jobs/definition/recurrence.ts', value('../../users/names'), ORDER],
  ['src/reviews/review.service.ts', value('../medical-reports/report.service'), ORDER],
  ['src/health/probe.ts', value('../metrics/figures'), ORDER],
  ['src/dashboard/views/page.tsx', value('../../health/probe'), ORDER],
  ['src/users/user.module.ts', value('../app.module'), ORDER],
  ['src/billing/bill.ts', value('../common/clock'), ORDER],
  ['src/users/user.policy.spec.ts', value('../auth/tokens'), ORDER],
  ['src/jobs/jobs.ts', type('../users/names'), ORDER],
  ['src/jobs/jobs.ts', `export { it } from '../users/names';`, ORDER],
  ['src/jobs/jobs.ts', `export * from '../users/names';`, ORDER],
  ['src/jobs/jobs.ts', `export const it = import('../users/names');`, ORDER],
  ['src/jobs/jobs.ts', `export type It = import('../users/names').It;`, ORDER],
  ['src/jobs/jobs.ts', `export const it = require('../users/names');`, '@typescript-eslint/no-require-imports'],
  ['src/jobs/jobs.ts', value('src/users/names'), ORDER],

  ['src/appointments/appointment.state.ts', value('./appointment.errors'), LAYERS],
  ['src/appointments/appointment.policy.ts', value('@nestjs/common'), LAYERS],
  ['src/appointments/appointment.errors.ts', type('./appointment.entity'), LAYERS],
  ['src/appointments/appointment.entity.ts', value('../doctors/doctor.entity'), LAYERS],
  ['src/appointments/appointment.entity.ts', value('../database/database'), LAYERS],
  ['src/appointments/appointment.entity.ts', value('./appointment.service'), LAYERS],
  ['src/appointments/appointment.dto.ts', value('./appointment.entity'), LAYERS],
  ['src/appointments/appointment.dto.ts', `import { type It, they } from './appointment.entity';`, LAYERS],
  ['src/appointments/appointment.jobs.ts', type('../doctors/doctor.entity'), LAYERS],
  ['src/appointments/appointment.jobs.ts', value('../jobs/jobs'), LAYERS],
  ['src/appointments/appointment.repository.ts', value('./appointment.service'), LAYERS],
  ['src/appointments/appointment.repository.ts', value('../doctors/doctor.repository'), LAYERS],
  ['src/appointments/appointment.service.ts', value('./appointment.controller'), LAYERS],
  ['src/appointments/appointment.service.ts', value('./remind.handler'), LAYERS],
  ['src/appointments/appointment.service.ts', value('../doctors/doctor.repository'), LAYERS],
  ['src/appointments/appointment.service.ts', type('../doctors/doctor.entity'), LAYERS],
  ['src/appointments/remind.handler.ts', value('./appointment.repository'), LAYERS],
  ['src/appointments/appointment.controller.ts', value('./appointment.repository'), LAYERS],
  ['src/appointments/appointment.controller.ts', type('./appointment.repository'), LAYERS],
  ['src/appointments/appointment.controller.ts', value('../doctors/doctor.service'), LAYERS],
  ['src/appointments/appointment.module.ts', value('../doctors/doctor.service'), LAYERS],

  ['src/users/user.service.ts', 'export const now = new Date();', BAN],
  ['src/users/user.service.ts', 'export const now = Date();', BAN],
  ['src/users/user.service.ts', 'export const now = Date.now;', BAN],
  ['src/users/user.service.ts', 'export const id = crypto.randomUUID();', BAN],
  ['src/users/user.service.ts', 'export const chance = Math.random();', BAN],
  ['src/users/user.service.ts', 'export const port = process.env.PORT;', BAN],
  ['src/users/user.service.ts', `import { env } from 'node:process';`, BAN],
  ['src/users/user.module.ts', 'export const later = forwardRef();', BAN],
  ['src/users/user.service.ts', 'export default 1;', BAN],
  ['src/users/user.service.ts', `import { Temporal } from 'temporal-polyfill';`, 'no-restricted-imports'],
  ['src/users/user.service.ts', 'console.log();', 'no-console'],
  ['src/main.ts', '// eslint-disable-next-line no-console\nconsole.log();', 'project/explained-disable'],
  ['src/users/names.ts', 'export const it: any = 1;', '@typescript-eslint/no-explicit-any'],
  ['src/users/names.ts', 'export const it = [1][0]!;', '@typescript-eslint/no-non-null-assertion'],
  ['src/users/names.ts', 'export {};\n'.repeat(301), 'max-lines'],
  ['test/e2e/booking.e2e-spec.ts', `jest.mock('bull');`, BAN],
  ['test/e2e/booking.e2e-spec.ts', 'describe.skip();', BAN],
  ['src/users/names.spec.ts', 'it.only.each();', BAN],
  ['src/users/names.spec.ts', 'xit();', BAN],
];

describe('the linter', () => {
  let answers: string[][];

  // ESLint's configuration is an ES module, which Jest cannot load, so a process of its own judges all sources at once.
  beforeAll(() => {
    const sources = [...allowed, ...refused].map(([file, source]) => ({ path: file, source: `${source}\n` }));
    const output = execFileSync(process.execPath, [path.join(__dirname, 'lint-sources.mjs')], {
      cwd: path.join(__dirname, '../..'),
      input: JSON.stringify(sources),
      encoding: 'utf8',
    });
    answers = JSON.parse(output) as string[][];
  }, 60_000);

  it.each(allowed.map(([file, source], index) => ({ file, source: source.split('\n')[0], index })))(
    'allows in $file: $source',
    ({ index }) => expect(answers[index]).toEqual([]),
  );

  it.each(refused.map(([file, source, rule], index) => ({ file, source: source.split('\n')[0], rule, index })))(
    'refuses by $rule in $file: $source',
    ({ rule, index }) => expect(answers[allowed.length + index]).toEqual([expect.stringContaining(`${rule}: `)]),
  );

  it('says which imports a layer has', () => {
    const [message] = answers[allowed.length + refused.findIndex(([file]) => file.endsWith('.policy.ts'))] ?? [];
    expect(message).toBe('project/layers: A .policy file may not import "@nestjs/common", only: common.');
  });
});
