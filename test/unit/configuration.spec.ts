import { readFileSync } from 'node:fs';
import path from 'node:path';

const ROOT = path.join(__dirname, '..', '..');
const read = (file: string) => readFileSync(path.join(ROOT, file), 'utf8');
const found = (text: string, pattern: RegExp) =>
  [...new Set([...text.matchAll(pattern)].map(([, name]) => name))].sort();

/** The variables that src/config reads: the members of its schema. */
const variables = found(read('src/config/config.ts'), /^ {4}([A-Z][A-Z0-9_]+): /gm);
const table = read('README.md').split('## Configuration')[1]?.split('\n## ')[0] ?? '';

describe('the configuration', () => {
  it('is found in the source', () => {
    expect(variables).toEqual(expect.arrayContaining(['NODE_ENV', 'DATABASE_URL', 'JWT_SECRETS', 'LOG_LEVEL']));
  });

  it('is all of it in the table of README.md, and nothing else is', () => {
    const rows = table.split('\n').filter((line) => line.startsWith('| `'));
    const named = found(rows.map((row) => row.split('|')[1]).join('\n'), /`([A-Z][A-Z0-9_]+)`/g);
    expect(named).toEqual(variables);
    for (const row of rows) expect(row.split('|')[3]?.trim()).not.toBe('');
  });

  it('is all of it in .env.example, and nothing else is', () => {
    expect(found(read('.env.example'), /^#?([A-Z][A-Z0-9_]+)=/gm)).toEqual(variables);
  });
});
