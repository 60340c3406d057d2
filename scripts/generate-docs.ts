import 'reflect-metadata';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { format, resolveConfig } from 'prettier';
import { type TransitionTable, toMermaid } from '../src/common/state-machine';
import type { JobDefinition } from '../src/jobs/definition/job-definition';
import { apiCoverage } from './api-coverage';

const ROOT = path.join(__dirname, '..');
const SOURCE = path.join(ROOT, 'src');
const DOCS = path.join(ROOT, 'docs');
const MINUTE = 60_000;

/** Everything that the files of one suffix under src export. */
function exportsOf(suffix: string): [name: string, value: unknown][] {
  return (
    readdirSync(SOURCE, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith(`.${suffix}.ts`))
      .sort()
      // eslint-disable-next-line @typescript-eslint/no-require-imports -- found on disk, so that no list has to be kept
      .flatMap((file) => Object.entries(require(path.join(SOURCE, file)) as Record<string, unknown>))
  );
}

const isTable = ([name]: [string, unknown]) => name.endsWith('_TRANSITIONS');
const isDefinition = (value: unknown): value is JobDefinition =>
  typeof value === 'object' && value !== null && 'queue' in value && 'attempts' in value;

function states(): string {
  const sections = exportsOf('state')
    .filter(isTable)
    .map(([name, table]) => {
      const title = name.replace('_TRANSITIONS', '').toLowerCase().replaceAll('_', ' ');
      return `## ${title}\n\n\`\`\`mermaid\n${toMermaid(table as TransitionTable<string>)}\n\`\`\`\n`;
    });
  return `# States\n\nGenerated from the \`.state\` files by \`npm run docs\`: every transition that is allowed.\n\n${sections.join('\n')}`;
}

function jobs(): string {
  const rows = exportsOf('jobs')
    .map(([, value]) => value)
    .filter(isDefinition)
    .map(({ name, queue, attempts, timeout, batch, recurring }) =>
      [`\`${name}\``, queue, attempts, `${timeout / MINUTE} min`, batch, recurring ? `\`${recurring.cron}\`` : ''].join(
        ' | ',
      ),
    )
    .sort();
  return [
    '# Jobs',
    '',
    'Generated from the `.jobs` files by `npm run docs`.',
    '',
    '| job | queue | attempts | timeout | batch | recurring |',
    '|---|---|---|---|---|---|',
    ...rows.map((row) => `| ${row} |`),
    '',
  ].join('\n');
}

async function main(): Promise<void> {
  const check = process.argv.includes('--check');
  for (const [name, text] of [
    ['states.md', states()],
    ['jobs.md', jobs()],
    ['api-coverage.md', apiCoverage()],
  ] as const) {
    const file = path.join(DOCS, name);
    const current = await format(text, { ...(await resolveConfig(file)), filepath: file });
    if (!check) writeFileSync(file, current);
    else if (!existsSync(file) || readFileSync(file, 'utf8') !== current) {
      console.error(`docs/${name} is out of date: npm run docs`);
      process.exitCode = 1;
    }
  }
}

void main();
