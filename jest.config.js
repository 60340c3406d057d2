const { availableParallelism } = require('node:os');

const swc = (tsx) => [
  '@swc/jest',
  {
    jsc: {
      parser: { syntax: 'typescript', tsx, decorators: true },
      transform: {
        legacyDecorator: true,
        decoratorMetadata: true,
        useDefineForClassFields: false,
        react: { runtime: 'automatic', importSource: 'preact' },
      },
      target: 'es2022',
      keepClassNames: true,
    },
    module: { type: 'commonjs' },
    sourceMaps: 'inline',
  },
];

/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  rootDir: '.',
  roots: ['<rootDir>/src', '<rootDir>/test'],
  testRegex: '\\.(spec|e2e-spec)\\.ts$',
  moduleFileExtensions: ['ts', 'tsx', 'js', 'json', 'node'],
  setupFiles: ['reflect-metadata'],
  transform: {
    '^.+\\.ts$': swc(false),
    '^.+\\.tsx$': swc(true),
    '/temporal-(polyfill|utils)/.+\\.js$': swc(false),
    '/preact/.+\\.mjs$': swc(false),
  },
  // ES modules only, which Jest cannot require before Node 24.9.
  transformIgnorePatterns: ['/node_modules/(?!(temporal-(polyfill|utils)|preact)/)'],
  collectCoverageFrom: ['src/**/*.ts', '!src/main.ts', '!src/database/migrations/**'],
  coverageProvider: 'babel',
  testTimeout: 30_000,
  testSequencer: './test/support/longest-first.cjs',
  // Two on two cores, where Jest's own choice is one: it would share Jest's process, whose memory nothing gives back.
  maxWorkers: Math.max(2, availableParallelism() - 1),
  // A suite leaves its modules behind. Past a gigabyte collecting garbage costs more than a new process, which is half a second.
  workerIdleMemoryLimit: '700MB',
};
