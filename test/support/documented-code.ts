import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** A file that a document shows whole. */
export interface ShownFile {
  path: string;
  text: string;
}

/** Lines that a document adds to a file, each group after the line that it is shown below. */
export interface ShownEdit {
  path: string;
  additions: { below: string; lines: string[] }[];
}

/** Blocks of TypeScript whose first line names their file. */
export function shownFiles(markdown: string): ShownFile[] {
  return blocks(markdown, 'ts').map((block) => {
    const [, file] = /^\/\/ (\S+)\n/.exec(block) ?? [];
    if (file === undefined) throw new Error(`This block does not name its file:\n${block}`);
    return { path: file, text: block.slice(block.indexOf('\n') + 1) };
  });
}

/** Blocks of diff that only add. */
export function shownEdits(markdown: string): ShownEdit[] {
  return blocks(markdown, 'diff').map((block) => {
    const [head = '', ...lines] = block.trimEnd().split('\n');
    const additions: ShownEdit['additions'] = [];
    for (const line of lines) {
      if (line.startsWith('+')) additions.at(-1)?.lines.push(line.slice(1));
      else additions.push({ below: line.slice(1), lines: [] });
    }
    return { path: head.replace(/^--- /, ''), additions };
  });
}

export function writeFile(folder: string, { path: name, text }: ShownFile): void {
  mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
  writeFileSync(path.join(folder, name), text);
}

/** @throws Error when a line to add below is not there, or there twice. */
export function applyEdit(folder: string, { path: name, additions }: ShownEdit): void {
  const lines = readFileSync(path.join(folder, name), 'utf8').split('\n');
  for (const { below, lines: added } of additions) {
    const found = lines.filter((line) => line === below).length;
    if (found !== 1) throw new Error(`${name} has ${found} lines "${below}".`);
    lines.splice(lines.indexOf(below) + 1, 0, ...added);
  }
  writeFile(folder, { path: name, text: lines.join('\n') });
}

function blocks(markdown: string, language: string): string[] {
  return [...markdown.matchAll(new RegExp(`^\`\`\`${language}\\n([^]*?)^\`\`\`$`, 'gm'))].map(
    ([, block = '']) => block,
  );
}
