import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

const METHODS = ['GET', 'POST', 'PUT', 'DELETE'];
/** Stands in a path for what is only known when the test runs. */
const ANY = '\0';

type Constants = ReadonlyMap<string, string>;

/** A call that a test makes, as its source says it; no method where the source does not. */
interface Mention {
  method: string | null;
  /** Without the prefix `api` and the query. */
  path: string;
}

/**
 * Which test files call each of `routes` (`METHOD path`, as in the contract), themselves or by what they use of test/support: read
 * off the sources, by the paths that stand there. A path that a test puts together of variables is not seen.
 */
export function testsOfRoutes(tests: string, routes: readonly string[]): Map<string, string[]> {
  const files = readdirSync(tests, { recursive: true, encoding: 'utf8' }).sort();
  const parse = (file: string) =>
    ts.createSourceFile(file, readFileSync(path.join(tests, file), 'utf8'), ts.ScriptTarget.Latest, true);
  const found = new Map(routes.map((route): [string, string[]] => [route, []]));
  const shared = new Map(files.filter(isSupport).map((file) => [file, callsOfFunctions(parse(file))]));
  for (const source of files.filter((file) => file.endsWith('.e2e-spec.ts')).map(parse)) {
    const words = wordsIn(source);
    const used = importsOf(source).flatMap((file) => [...(shared.get(file) ?? [])]);
    const mentions = [...mentionsIn(source), ...used.flatMap(([name, calls]) => (words.has(name) ? calls : []))];
    for (const route of new Set(mentions.flatMap((mention) => routesOf(mention, routes, words)))) {
      found.get(route)?.push(source.fileName);
    }
  }
  return found;
}

const isSupport = (file: string) => /^support\/[\w-]+\.ts$/.test(file);

/** Files of the tests that a test imports. */
function importsOf(source: ts.SourceFile): string[] {
  return source.statements.filter(ts.isImportDeclaration).flatMap(({ moduleSpecifier }) => {
    if (!ts.isStringLiteral(moduleSpecifier) || !moduleSpecifier.text.startsWith('.')) return [];
    return [`${path.posix.join(path.posix.dirname(source.fileName), moduleSpecifier.text)}.ts`];
  });
}

/** What each function and method of a file calls, itself or by another of the file, by its name. */
function callsOfFunctions(source: ts.SourceFile): Map<string, Mention[]> {
  const functions = new Map<string, { words: Set<string>; mentions: Mention[] }>();
  const constants = constantsOf(source);
  walk(source, (node) => {
    if (!ts.isMethodDeclaration(node) && !ts.isFunctionDeclaration(node)) return;
    if (node.name) functions.set(node.name.getText(), { words: wordsIn(node), mentions: mentionsIn(node, constants) });
  });
  const callsOf = (name: string, callers: readonly string[]): Mention[] => {
    const { words, mentions } = functions.get(name) ?? { words: new Set(), mentions: [] };
    const others = [...functions.keys()].filter((other) => words.has(other) && !callers.includes(other));
    return [...mentions, ...others.flatMap((other) => callsOf(other, [...callers, other]))];
  };
  return new Map([...functions.keys()].map((name) => [name, callsOf(name, [name])]));
}

/** Every name and text that stands in a file. */
function wordsIn(root: ts.Node): Set<string> {
  const words = new Set<string>();
  walk(root, (node) => {
    if (ts.isIdentifier(node) || ts.isStringLiteralLike(node)) words.add(node.text);
  });
  return words;
}

function mentionsIn(root: ts.Node, constants: Constants = constantsOf(root)): Mention[] {
  const mentions: Mention[] = [];
  walk(root, (node) => {
    const text = textOf(node, constants);
    const [, written, route] = /^(GET|POST|PUT|DELETE) ([\w/:.-]+)$/.exec(text ?? '') ?? [];
    if (written && route) mentions.push({ method: written, path: route });
    const called = text === null ? null : /(?:^|\/)(?:api\/|(?=(?:health|metrics)\b))([^?#\s]+)/i.exec(text);
    if (called?.[1] && isCalled(node)) mentions.push({ method: methodOf(node), path: called[1] });
  });
  return mentions;
}

/** Names of texts that never change, such as `const PATH = '/api/notifications'`. */
function constantsOf(root: ts.Node): Map<string, string> {
  const constants = new Map<string, string>();
  walk(root, (node) => {
    if (!ts.isVariableDeclaration(node) || !ts.isIdentifier(node.name) || !node.initializer) return;
    if (!(ts.getCombinedNodeFlags(node) & ts.NodeFlags.Const)) return;
    const text = textOf(node.initializer, constants);
    if (text !== null) constants.set(node.name.text, text);
  });
  return constants;
}

/** The text of a literal or of the name of one; null for any other node. */
function textOf(node: ts.Node, constants: Constants): string | null {
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isIdentifier(node)) return constants.get(node.text) ?? null;
  if (!ts.isTemplateExpression(node)) return null;
  const spans = node.templateSpans.map(
    ({ expression, literal }) => (textOf(expression, constants) ?? ANY) + literal.text,
  );
  return node.head.text + spans.join('');
}

/** Whether a path stands where it is called, given or looped over, rather than in a list for some other use. */
function isCalled(literal: ts.Node): boolean {
  const isUse = (node: ts.Node) => ts.isCallExpression(node) || ts.isParameter(node) || ts.isForOfStatement(node);
  let node = literal;
  while (!isUse(node) && !ts.isStatement(node) && node.parent) node = node.parent;
  return isUse(node);
}

/** The method of the call in which a path stands. */
function methodOf(literal: ts.Node): string | null {
  for (let node = literal.parent; node && !ts.isStatement(node); node = node.parent) {
    if (!ts.isCallExpression(node)) continue;
    const callee = node.expression;
    const name = ts.isPropertyAccessExpression(callee) ? callee.name.text : callee.getText();
    if (METHODS.includes(name.toUpperCase())) return name.toUpperCase();
    if (name === 'open') return 'GET';
    const stated = /\bmethod: '(\w+)'/.exec(node.getText())?.[1] ?? /^\(?'([A-Z]+)'/.exec(argumentsOf(node))?.[1];
    if (stated && METHODS.includes(stated)) return stated;
    if (name === 'fetch') return 'GET';
  }
  return null;
}

const argumentsOf = (call: ts.CallExpression) => call.arguments.map((each) => each.getText()).join(', ');

/** The routes that a mention means most likely, of a test in which these `words` stand; those of all methods where it names none. */
function routesOf(
  { method, path: mentioned }: Mention,
  routes: readonly string[],
  words: ReadonlySet<string>,
): string[] {
  const fitting = routes.flatMap((route) => {
    const [verb, pattern = ''] = route.split(' ');
    const likeness = method === null || verb === method ? likenessOf(mentioned, pattern, words) : null;
    return likeness === null ? [] : [{ route, likeness }];
  });
  const best = Math.max(...fitting.map(({ likeness }) => likeness));
  return fitting.filter(({ likeness }) => likeness === best).map(({ route }) => route);
}

/** In how many parts a path is certainly a route's; null when it does not lead there. */
function likenessOf(mentioned: string, pattern: string, words: ReadonlySet<string>): number | null {
  const parts = mentioned.replace(/\/$/, '').split('/');
  const wanted = pattern.split('/');
  if (parts.length !== wanted.length) return null;
  const marks = wanted.map((want, index) => markOf(parts[index] ?? '', want, words));
  return marks.reduce((sum: number | null, mark) => (sum === null || mark === null ? null : sum + mark), 0);
}

function markOf(part: string, want: string, words: ReadonlySet<string>): number | null {
  // A query may follow.
  if (withoutEnd(part).toLowerCase() === want.toLowerCase()) return 1;
  const [, suffix] = /^:\w+(.*)$/.exec(want) ?? [];
  if (suffix !== undefined && !part.endsWith(suffix)) return null;
  if (suffix !== undefined) return suffix === '' ? 0.5 : 0.75;
  return part === ANY && words.has(want) ? 0 : null;
}

const withoutEnd = (part: string) =>
  part.length > ANY.length && part.endsWith(ANY) ? part.slice(0, -ANY.length) : part;

function walk(node: ts.Node, visit: (node: ts.Node) => void): void {
  visit(node);
  ts.forEachChild(node, (child) => walk(child, visit));
}
