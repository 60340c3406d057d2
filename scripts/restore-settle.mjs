import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';

const compiled = new URL('../dist/src/restore-settle.js', import.meta.url);
const require = createRequire(import.meta.url);

// A checkout that was never built; what production runs on is built already.
if (!existsSync(compiled)) {
  execFileSync(process.execPath, [require.resolve('@nestjs/cli/bin/nest.js'), 'build'], { stdio: 'inherit' });
}
await import(compiled.href);
