import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { startApp } from '../support/app';
import { freshDatabase } from '../support/test-database';

const ROOT = path.join(__dirname, '..', '..');

describe('npm run admin:create', () => {
  it('creates an Admin who can sign in, once', async () => {
    const { url, folder, remove } = await freshDatabase('admin');
    const env = { DATA_DIR: folder, DATABASE_URL: url };
    const admin = { email: 'chief@clinic.example', password: 'a good password' };
    const create = () =>
      spawnSync(
        process.execPath,
        ['-r', path.join(ROOT, 'test/support/swc-register.cjs'), path.join(ROOT, 'src/admin-create.ts')],
        {
          cwd: folder,
          env: { ...process.env, ...env, ADMIN_EMAIL: admin.email, ADMIN_PASSWORD: admin.password },
          encoding: 'utf8',
        },
      );
    expect(create()).toMatchObject({ status: 0, stdout: expect.stringContaining('The Admin was created.') });
    expect(create().stdout).toContain('exists already');

    const app = await startApp({ dataDir: folder, env });
    const signedIn = await app.http.post('/api/auth/login', admin);
    await app.close();
    await remove();
    expect(signedIn).toMatchObject({ status: 200, body: { role: 'Admin' } });
  });
});
