import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { scripts } from '../../package.json';

const ROOT = path.join(__dirname, '..', '..');
const DOCUMENTS = [
  'README.md',
  '.env.example',
  'docker/env.example',
  ...readdirSync(path.join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.md'))
    .map((file) => path.join('docs', file)),
];

const textOf = (file: string) => readFileSync(path.join(ROOT, file), 'utf8');
const matches = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map(([, found = '']) => found);

it.each(DOCUMENTS)('%s names commands that there are', (file) => {
  const commands = matches(textOf(file), /\bnpm run (?:-s )?([\w:-]+)/g);
  expect(commands.filter((command) => !(command in scripts))).toEqual([]);
});

it.each(DOCUMENTS.filter((file) => file.endsWith('.md')))('%s links to files that there are', (file) => {
  const links = matches(textOf(file), /\]\((?!https?:|#)([^)#]+)/g);
  expect(links.filter((link) => !existsSync(path.join(ROOT, path.dirname(file), link)))).toEqual([]);
});

it('the README names every command but those that others run', () => {
  const readme = textOf('README.md');
  const ownCommands = Object.keys(scripts).filter((name) => !name.startsWith('pre'));
  const named = (name: string) => readme.includes(`npm run ${name}`) || readme.includes(`\`${name}\``);
  // The parts of `npm run check`, and what `npm` has a shorter word for.
  const parts = ['format', 'lint', 'typecheck', 'start', 'test'];
  expect(ownCommands.filter((name) => !parts.includes(name) && !named(name))).toEqual([]);
});
