import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { OpenAPIObject } from '@nestjs/swagger';
import { format, resolveConfig } from 'prettier';
import { loadConfig } from '../src/config/config';
import { createApp } from '../src/create-app';
import { openApiDocument } from '../src/openapi';

const ROOT = path.join(__dirname, '..');
/** The document, and the types that a client in TypeScript has of it. */
const DOCUMENT = path.join(ROOT, 'openapi.json');
const TYPES = path.join(ROOT, 'test', 'support', 'api-types.d.ts');

/** Builds the application on a database of its own, without starting it. */
async function describe(): Promise<OpenAPIObject> {
  const folder = mkdtempSync(path.join(tmpdir(), 'medano-openapi-'));
  const database = `file:${path.join(folder, 'clinic.db')}`;
  const app = await createApp(loadConfig({ DATA_DIR: folder, DATABASE_URL: database, LOG_LEVEL: 'fatal' }));
  try {
    return openApiDocument(app);
  } finally {
    await app.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function typesOf(document: OpenAPIObject): Promise<string> {
  const { default: generate, astToString } = await import('openapi-typescript');
  const types = astToString(await generate(JSON.stringify(document)));
  return format(types, { ...(await resolveConfig(TYPES)), filepath: TYPES });
}

/** Writes both files; with `--check` only says whether those checked in are current. */
async function main(): Promise<void> {
  const document = await describe();
  const generated = [
    [DOCUMENT, `${JSON.stringify(document, null, 2)}\n`],
    [TYPES, await typesOf(document)],
  ] as const;
  for (const [file, text] of generated) {
    if (!process.argv.includes('--check')) writeFileSync(file, text);
    else if (!existsSync(file) || readFileSync(file, 'utf8') !== text) {
      console.error(`${path.relative(ROOT, file)} is not current: npm run openapi`);
      process.exitCode = 1;
    }
  }
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
