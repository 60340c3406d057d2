import path from 'node:path';

/** Earliest first: a module imports only from earlier lines. Modules that share a line are siblings and keep apart. */
const MODULE_ORDER = [
  ['common'],
  ['config'],
  ['database'],
  ['jobs'],
  ['audit'],
  ['users'],
  ['auth'],
  ['idempotency'],
  ['notifications'],
  ['doctors'],
  ['appointments'],
  ['reviews', 'medical-reports'],
  ['job-admin', 'admin'],
  ['alerts'],
  ['dashboard', 'health', 'metrics'],
];

/**
 * What a file may import by its suffix; `namesOf` below says how an import is called here. A file without one of these
 * suffixes ("plain") is subject to the order of the modules only. "own" means of the same module.
 */
const LAYERS = {
  '.state': ['common'],
  '.policy': ['common'],
  '.errors': ['common'],
  '.entity': ['common', 'own .state', 'own .errors', 'database/columns', 'package typeorm'],
  '.jobs': ['common', 'type of own .entity', 'jobs/definition/define-job', 'package zod'],
  '.dto': ['common', 'type of own .entity', 'jobs/definition/define-job', 'package zod', 'package nestjs-zod'],
  '.repository': [
    'common',
    'own .entity',
    'own .errors',
    'database',
    'package typeorm',
    'package @nestjs/common',
    'package @nestjs/typeorm',
  ],
  '.service': [
    'common',
    'own .state',
    'own .policy',
    'own .errors',
    'own .entity',
    'own .jobs',
    'own .dto',
    'own .repository',
    'own .service',
    'foreign .service',
    'foreign .jobs',
    'plain file',
    'any package',
  ],
  '.handler': ['common', 'own .service', 'own .dto', 'own .jobs', 'plain file', 'any package'],
  '.controller': ['common', 'own .service', 'own .dto', 'own .jobs', 'plain file', 'any package'],
  '.module': ['common', 'own file', 'foreign .module', 'plain file', 'any package'],
};

/**
 * A source file as the rules see it, by its path from the project's folder, with or without extension; its `module` is ''
 * in src itself. Null for what is outside src.
 */
function fileAt(file) {
  const name = file.replace(/\.[cm]?[jt]sx?$/, '');
  const [root, ...parts] = name.split('/');
  if (root !== 'src') return null;
  const suffix = path.posix.extname(name);
  return {
    folder: path.posix.dirname(name),
    name: parts.join('/'),
    module: parts.length > 1 ? parts[0] : '',
    suffix: suffix in LAYERS ? suffix : null,
  };
}

/** The file of src that `specifier` means where `from` imports it; null when it means a package. */
function target(specifier, from) {
  if (specifier.startsWith('.')) return fileAt(path.posix.join(from.folder, specifier));
  return specifier.startsWith('src/') ? fileAt(specifier) : null;
}

/** What LAYERS may call an import: each name that applies to it. */
function namesOf(specifier, from, asType) {
  const file = target(specifier, from);
  if (!file) {
    const parts = specifier.split('/');
    return ['any package', `package ${parts.slice(0, specifier.startsWith('@') ? 2 : 1).join('/')}`];
  }
  const owner = file.module === from.module ? 'own' : 'foreign';
  const kind = file.suffix ? `${owner} ${file.suffix}` : 'plain file';
  return [file.module, file.name, `${owner} file`, kind, ...(asType ? [`type of ${kind}`] : [])];
}

/** Why the suffix of the importing file forbids an import; null when it does not. */
function layerProblem(specifier, from, asType) {
  const granted = LAYERS[from.suffix];
  if (!granted || namesOf(specifier, from, asType).some((name) => granted.includes(name))) return null;
  return `A ${from.suffix} file may not import "${specifier}", only: ${granted.join(', ')}.`;
}

const placeOf = (module) => MODULE_ORDER.findIndex((line) => line.includes(module));

/** Why the order of the modules forbids an import; null when it does not. */
function orderProblem(specifier, from) {
  const file = target(specifier, from);
  if (!file || file.module === from.module) return null;
  if (file.module === '') return `Module "${from.module}" may not import "${specifier}", which composes the modules.`;
  const [own, other] = [placeOf(from.module), placeOf(file.module)];
  if (own < 0 || other < 0) {
    return `Module "${own < 0 ? from.module : file.module}" has no place in MODULE_ORDER of scripts/lint/import-rules.mjs.`;
  }
  if (other < own) return null;
  const relation = other === own ? 'is its sibling' : 'comes after it';
  return `Module "${from.module}" may not import module "${file.module}", which ${relation}.`;
}

const allTypes = (specifiers, kind) => specifiers.length > 0 && specifiers.every((each) => each[kind] === 'type');

/** A rule that asks `problemOf(specifier, from, asType)` about each import of a module's file; another rule bans `require`. */
function importRule(description, problemOf) {
  return {
    meta: { type: 'problem', docs: { description }, schema: [] },
    create(context) {
      const from = fileAt(path.relative(context.cwd, context.filename).replaceAll(path.sep, '/'));
      // The files of src itself compose the application and may import all.
      if (!from || from.module === '') return {};

      function check(source, asType) {
        if (typeof source?.value !== 'string') return;
        const message = problemOf(source.value, from, asType);
        if (message) context.report({ node: source, message });
      }
      return {
        ImportDeclaration: (node) =>
          check(node.source, node.importKind === 'type' || allTypes(node.specifiers, 'importKind')),
        ExportNamedDeclaration: (node) =>
          check(node.source, node.exportKind === 'type' || allTypes(node.specifiers, 'exportKind')),
        ExportAllDeclaration: (node) => check(node.source, node.exportKind === 'type'),
        ImportExpression: (node) => check(node.source, false),
        TSImportType: (node) => check(node.source, true),
      };
    },
  };
}

export const importRules = {
  'module-order': importRule('A module imports only from modules before it.', orderProblem),
  layers: importRule('The suffix of a file says what it may import.', layerProblem),
};
