import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from '../../test/support/redis';
import { median, report, setting } from '../side';

const BUILT = path.join(__dirname, '..', '..', 'dist', 'src', 'main.js');
const BARE = path.join(__dirname, '..', 'bare-nest.cjs');

/** From the start of the process until it listens: the built application, first anew and then `COUNT` times, and as often a bare one. */
report(async () => {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'medano-bench-'));
  const env = { DATA_DIR: dataDir, DATABASE_URL: `file:${path.join(dataDir, 'clinic.db')}`, LOG_LEVEL: 'warn' };
  const first = await timeToListen(BUILT, env);
  const [again, bare]: [number[], number[]] = [[], []];
  for (let n = 0; n < setting('COUNT'); n++) {
    again.push(await timeToListen(BUILT, env));
    bare.push(await timeToListen(BARE, {}));
  }
  rmSync(dataDir, { recursive: true });
  return { first, again: median(again), bare: median(bare) };
});

/** In milliseconds. */
async function timeToListen(file: string, env: Record<string, string>): Promise<number> {
  const port = await freePort();
  const begun = performance.now();
  const child = spawn(process.execPath, [file], {
    env: { ...process.env, HOST: '127.0.0.1', PORT: String(port), ...env },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  while (!(await accepts(port))) {
    if (hasEnded(child)) throw new Error(`${path.basename(file)} ended before it listened.`);
    await delay(5);
  }
  const ms = performance.now() - begun;
  child.kill('SIGTERM');
  await once(child, 'exit');
  return ms;
}

const hasEnded = ({ exitCode, signalCode }: ChildProcess) => exitCode !== null || signalCode !== null;

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}
