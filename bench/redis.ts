import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

export interface RedisServer {
  readonly port: number;
  stop(): Promise<void>;
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

/** Starts the machine's redis-server, without persistence. @throws Error saying what to install when there is none. */
export async function startRedis(): Promise<RedisServer> {
  const port = await freePort();
  const server = spawn(
    'redis-server',
    ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  await ready(server);
  return {
    port,
    async stop() {
      server.kill('SIGTERM');
      await once(server, 'exit');
    },
  };
}

async function ready(server: ChildProcess): Promise<void> {
  const failed = once(server, 'error').then(() => {
    throw new Error('The bench compares with Bull on Redis: install redis-server (apt-get install redis-server).');
  });
  let text = '';
  const answers = (async () => {
    for await (const chunk of server.stdout ?? []) {
      text += String(chunk);
      if (text.includes('Ready to accept connections')) return;
    }
  })();
  await Promise.race([failed, answers, delay(10_000)]);
  server.stdout?.resume();
}
