import js from '@eslint/js';
import prettier from 'eslint-config-prettier';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';
import { explainedDisable } from './scripts/lint/explained-disable.mjs';
import { importRules } from './scripts/lint/import-rules.mjs';

const TYPESCRIPT = ['**/*.{ts,tsx}'];
const SPECS = ['**/*.spec.ts', '**/*.e2e-spec.ts'];

/** Selectors of what is banned, in groups; a file is under those that `ban` lists for it. */
const defaultExports = [
  {
    selector: 'ExportDefaultDeclaration, TSExportAssignment, ExportSpecifier[exported.name="default"]',
    message: 'Export by name: a default export has another name at each import.',
  },
];
const circles = [
  {
    selector: 'Identifier[name="forwardRef"]',
    message: 'Invert the dependency with a job, an event or a contribution.',
  },
];
const timeAndChance = [
  {
    selector: ':matches(NewExpression, CallExpression)[callee.name="Date"][arguments.length=0]',
    message: 'Take the time from Clock, or as a parameter.',
  },
  {
    selector: 'MemberExpression[object.name="Date"][property.name="now"]',
    message: 'Take the time from Clock, or as a parameter.',
  },
  { selector: 'Identifier[name="randomUUID"]', message: 'Take identifiers from Ids.' },
  { selector: 'MemberExpression[object.name="Math"][property.name="random"]', message: 'Take chance from Ids.' },
];
const environment = [
  {
    selector: 'MemberExpression[object.name="process"][property.name="env"]',
    message: 'Only src/config reads the environment: inject the configuration.',
  },
  {
    selector: 'ImportDeclaration[source.value=/^(node:)?process$/] ImportSpecifier[imported.name="env"]',
    message: 'Only src/config reads the environment: inject the configuration.',
  },
];
const hollowTests = [
  {
    selector: 'MemberExpression[object.name="jest"][property.name=/^(mock|doMock|setMock|unstable_mockModule)$/]',
    message: 'Use the real collaborator, or a fake at a port.',
  },
  {
    selector:
      'MemberExpression[property.name=/^(only|skip)$/]:matches([object.name=/^(describe|it|test)$/], [object.object.name=/^(describe|it|test)$/])',
    message: 'Every test runs.',
  },
  { selector: 'CallExpression[callee.name=/^(f|x)(describe|it|test)$/]', message: 'Every test runs.' },
];
const ban = (...groups) => ({ 'no-restricted-syntax': ['error', ...groups.flat()] });
const globals = (names) => Object.fromEntries(names.split(' ').map((name) => [name, 'readonly']));

export default defineConfig(
  globalIgnores(['dist', 'coverage', 'data', 'test/support/api-types.d.ts']),
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,
  {
    files: ['**/*.{js,mjs}'],
    ignores: ['src/**'],
    languageOptions: { globals: globals('Buffer clearTimeout console fetch performance process setTimeout URL') },
  },
  { files: ['*.js'], languageOptions: { sourceType: 'commonjs' } },
  {
    // What browsers run.
    files: ['src/**/*.js'],
    languageOptions: {
      sourceType: 'script',
      globals: globals(
        'AbortController AbortSignal clearTimeout document DOMParser EventSource fetch localStorage location Node setTimeout window',
      ),
    },
  },
  {
    files: TYPESCRIPT,
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
    },
  },
  {
    files: [...TYPESCRIPT, '**/*.{js,mjs}'],
    plugins: { project: { rules: { ...importRules, 'explained-disable': explainedDisable } } },
    rules: {
      ...ban(defaultExports),
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
      'project/explained-disable': 'error',
    },
  },
  {
    files: ['src/**/*.{ts,tsx}'],
    rules: {
      ...ban(defaultExports, circles, timeAndChance, environment),
      'no-console': 'error',
      'no-restricted-imports': ['error', { name: 'temporal-polyfill', message: 'Ask src/common/clinic-time.' }],
      'project/layers': 'error',
      'project/module-order': 'error',
    },
  },
  { files: ['src/common/{clock,ids}.ts'], rules: ban(defaultExports, circles, environment) },
  { files: ['src/common/clinic-time.ts'], rules: { 'no-restricted-imports': 'off' } },
  { files: ['src/config/**'], rules: ban(defaultExports, circles, timeAndChance) },
  { files: ['ormconfig.ts'], rules: ban(circles, timeAndChance, environment) },
  { files: ['*.config.{js,mjs,ts}'], rules: { 'no-restricted-syntax': 'off' } },
  { files: ['src/**/*.spec.ts'], rules: ban(defaultExports, circles, timeAndChance, environment, hollowTests) },
  {
    files: ['test/**', 'bench/**', 'scripts/**'],
    rules: {
      ...ban(defaultExports, hollowTests),
      // Answers over HTTP and rows read for an assertion have no type worth giving them.
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
  { files: [...SPECS, 'src/database/migrations/**'], rules: { 'max-lines': 'off' } },
  prettier,
);
