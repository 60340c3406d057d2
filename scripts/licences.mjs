import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { format, resolveConfig } from 'prettier';

// Writes docs/dependencies.md: what production installs, under which licences, and which advisories are known of it.
// `--check` says whether the licences are those of package-lock.json; `--audit` asks the registry for advisories.

const require = createRequire(import.meta.url);
const ROOT = path.join(import.meta.dirname, '..');
const FILE = path.join(ROOT, 'docs', 'dependencies.md');
const ADVISORIES = '## Known advisories';
const NOT_ASKED = '`npm run licences -- --audit` asks the registry and writes here what it says; it was not asked yet.';

const { packages } = require('../package-lock.json');
const { dependencies } = require('../package.json');

/** Some packages of long ago say it in a form that the lock file leaves out. */
function licenceOf(place, { license }) {
  if (license) return license;
  const manifest = path.join(ROOT, place, 'package.json');
  const { licenses = [], license: stated } = existsSync(manifest) ? JSON.parse(readFileSync(manifest, 'utf8')) : {};
  return stated ?? (licenses.map(({ type }) => type).join(' OR ') || 'not stated');
}

/** Packages of production by licence. Those in another's folder count once, and an alias under what it is. */
function byLicence() {
  const found = new Map();
  for (const [place, entry] of Object.entries(packages)) {
    if (place === '' || entry.dev || entry.link) continue;
    const name = `${entry.name ?? place.split('node_modules/').at(-1)} ${entry.version}`;
    const licence = licenceOf(place, entry);
    found.set(licence, new Set([...(found.get(licence) ?? []), name]));
  }
  return [...found].sort((a, b) => b[1].size - a[1].size || a[0].localeCompare(b[0]));
}

function licences() {
  const direct = Object.keys(dependencies).map((name) => {
    const place = `node_modules/${name}`;
    return `| \`${name}\` | ${packages[place].version} | ${licenceOf(place, packages[place])} |`;
  });
  const all = byLicence().map(([licence, names]) => `| ${licence} | ${names.size} | ${[...names].sort().join(', ')} |`);
  return [
    '# Dependencies',
    '',
    'Written by `npm run licences` from `package-lock.json`: what runs in production, the packages of other platforms among it.',
    '',
    '## Direct',
    '',
    '| package | version | licence |',
    '| --- | --- | --- |',
    ...direct,
    '',
    '## All, by licence',
    '',
    '| licence | packages | which |',
    '| --- | --- | --- |',
    ...all,
    '',
  ].join('\n');
}

/** What the registry knows; kept from the last time where it is not asked. */
function advisories(current) {
  if (!process.argv.includes('--audit')) return current.split(`${ADVISORIES}\n`)[1]?.trim() || NOT_ASKED;
  // Windows starts npm through a shell only.
  const run = spawnSync('npm', ['audit', '--omit=dev', '--json'], { cwd: ROOT, encoding: 'utf8', shell: true });
  const { vulnerabilities } = JSON.parse(run.stdout || '{}');
  if (!vulnerabilities) throw new Error('The registry gave no answer to npm audit.');
  const rows = Object.values(vulnerabilities).map(({ name, severity, range, via }) => {
    const titles = via.map((each) => (typeof each === 'string' ? `by ${each}` : `[${each.title}](${each.url})`));
    return `| \`${name}\` ${range} | ${severity} | ${titles.join('; ')} |`;
  });
  const asked = `Asked on ${new Date().toISOString().slice(0, 10)}:`;
  if (rows.length === 0) return `${asked} none.`;
  return [asked, '', '| package | severity | advisory |', '| --- | --- | --- |', ...rows].join('\n');
}

const current = existsSync(FILE) ? readFileSync(FILE, 'utf8') : '';
const text = await format(`${licences()}\n${ADVISORIES}\n\n${advisories(current)}\n`, {
  ...(await resolveConfig(FILE)),
  filepath: FILE,
});
if (!process.argv.includes('--check')) writeFileSync(FILE, text);
else if (text !== current) {
  console.error('docs/dependencies.md is out of date: npm run licences');
  process.exitCode = 1;
}
