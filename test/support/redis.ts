import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

export interface RedisServer {
  readonly port: number;
  /** What REDIS_URL is to be. */
  readonly url: string;
  /** Runs a command, such as `FLUSHALL`; its answer as redis-cli prints it. */
  run(...command: string[]): Promise<string>;
  signal(signal: NodeJS.Signals): void;
  stop(): Promise<void>;
  /** Ends it at once, as a power cut would. */
  kill(): Promise<void>;
}

export async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('No free port was given.');
  return address.port;
}

/**
 * Starts the machine's redis-server, without persistence, on `port` or a free one.
 *
 * @throws Error saying what to install when there is none.
 */
export async function startRedis(options: { port?: number; settings?: readonly string[] } = {}): Promise<RedisServer> {
  const port = options.port ?? (await freePort());
  const settings = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
  const server = spawn('redis-server', [...settings, ...(options.settings ?? [])], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await ready(server);
  const end = async (signal: NodeJS.Signals) => {
    if (server.exitCode !== null || server.signalCode !== null) return;
    const ended = once(server, 'exit');
    server.kill(signal);
    await ended;
  };
  return {
    port,
    url: `redis://127.0.0.1:${port}`,
    run: (...command) => runCommand(port, command),
    signal: (signal) => void server.kill(signal),
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
  };
}

async function ready(server: ChildProcess): Promise<void> {
  const failed = once(server, 'error').then(() => {
    throw new Error('This needs a Redis of its own: install redis-server (apt-get install redis-server).');
  });
  failed.catch(() => undefined);
  let text = '';
  const answers = (async () => {
    for await (const chunk of server.stdout ?? []) {
      text += String(chunk);
      if (text.includes('Ready to accept connections')) return true;
    }
    return false;
  })();
  const began = await Promise.race([failed, answers, delay(10_000, false, { ref: false })]);
  if (!began) throw new Error(`redis-server did not start: ${text.slice(-1000)}`);
  server.stdout?.resume();
}

async function runCommand(port: number, command: readonly string[]): Promise<string> {
  const client = spawn('redis-cli', ['-p', String(port), ...command], { stdio: ['ignore', 'pipe', 'inherit'] });
  let text = '';
  client.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
  await once(client, 'close');
  return text.trim();
}
