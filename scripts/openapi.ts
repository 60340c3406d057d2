import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { loadConfig } from '../src/config/config';
import { createApp } from '../src/create-app';
import { openApiDocument } from '../src/openapi';

const FILE = path.join(__dirname, '..', 'openapi.json');

/** Builds the application on a database of its own, without starting it. */
async function generate(): Promise<string> {
  const folder = mkdtempSync(path.join(tmpdir(), 'medano-openapi-'));
  const database = `file:${path.join(folder, 'clinic.db')}`;
  const app = await createApp(loadConfig({ DATA_DIR: folder, DATABASE_URL: database, LOG_LEVEL: 'fatal' }));
  try {
    return `${JSON.stringify(openApiDocument(app), null, 2)}\n`;
  } finally {
    await app.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Writes openapi.json; with `--check` only says whether the one checked in is current. */
async function main(): Promise<void> {
  const generated = await generate();
  if (!process.argv.includes('--check')) return writeFileSync(FILE, generated);
  if (readFileSync(FILE, 'utf8') === generated) return;
  console.error('openapi.json is not current: npm run openapi');
  process.exitCode = 1;
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
