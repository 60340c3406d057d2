import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { AccessCheck } from '../../src/auth/access-check';
import { startApp } from '../support/app';

const SOURCE = path.join(__dirname, '..', '..', 'src');

/** What would change or remove entries of the audit, by SQL or by the library. */
const CHANGES = [
  /\b(UPDATE|DELETE\s+FROM|MERGE(\s+INTO)?|TRUNCATE\s+TABLE|DROP\s+TABLE)\s+"?AuditEntry\b/i,
  /repository\(AuditEntry\)\s*\.\s*(update|delete|remove|save|upsert|clear|softDelete)/,
];

const sources = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' }).filter(
  (file) => file.endsWith('.ts') && !file.includes('migrations'),
);

describe('The audit', () => {
  it('has no statement that changes or removes an entry', () => {
    const writing = sources.filter((file) => {
      const text = readFileSync(path.join(SOURCE, file), 'utf8');
      return CHANGES.some((pattern) => pattern.test(text));
    });
    expect(sources.length).toBeGreaterThan(100);
    expect(writing).toEqual([]);
    expect(CHANGES.some((pattern) => pattern.test('DELETE FROM "AuditEntry" WHERE 1 = 1'))).toBe(true);
  });

  it('has no route that does', async () => {
    const app = await startApp();
    const routes = app.get(AccessCheck).routes();
    await app.close();
    const ofAudit = routes.filter(({ path: route }) => /audit/.test(route));
    expect(ofAudit.length).toBeGreaterThan(0);
    expect(ofAudit.filter(({ method }) => method !== 'GET')).toEqual([]);
  });

  it('is denied to the login that runs, where docs/sql-server.md grants', () => {
    const grants = readFileSync(path.join(SOURCE, '..', 'docs', 'sql-server.md'), 'utf8');
    expect(grants).toContain('DENY UPDATE, DELETE ON OBJECT::[dbo].[AuditEntry] TO [medano_run];');
  });
});
