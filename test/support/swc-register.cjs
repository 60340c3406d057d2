// Compiles TypeScript as Jest does, for Node processes that tests start: `node --require <this file> entry.ts`.
const { readFileSync } = require('node:fs');
const { transformSync } = require('@swc/core');
const { transform } = require('../../jest.config.js');

require('reflect-metadata');

function compiler(pattern) {
  const [, options] = transform[pattern];
  return (module, filename) => {
    const { code } = transformSync(readFileSync(filename, 'utf8'), {
      ...options,
      sourceMaps: false,
      swcrc: false,
      filename,
    });
    module._compile(code, filename);
  };
}

require.extensions['.ts'] = compiler('^.+\\.ts$');
require.extensions['.tsx'] = compiler('^.+\\.tsx$');
