import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { type Socket, connect } from 'node:net';
import path from 'node:path';
import { freePort } from '../support/redis';
import { type TestDatabase, freshDatabase } from '../support/test-database';
import { eventually } from '../support/waiting';

const ROOT = path.join(__dirname, '..', '..');

describe('a server that is told to stop', () => {
  let home: TestDatabase;
  let server: ChildProcess;
  let port: number;
  const sockets: Socket[] = [];

  beforeEach(async () => {
    home = await freshDatabase('stopping');
    port = await freePort();
    server = spawn(
      process.execPath,
      ['-r', path.join(ROOT, 'test/support/swc-register.cjs'), path.join(ROOT, 'src/main.ts')],
      {
        cwd: home.folder,
        env: {
          ...process.env,
          NODE_ENV: 'test',
          DATA_DIR: home.folder,
          DATABASE_URL: home.url,
          HOST: '127.0.0.1',
          PORT: String(port),
        },
        stdio: 'ignore',
      },
    );
    await eventually('it listens', () =>
      fetch(`http://127.0.0.1:${port}/health/live`).then(
        ({ ok }) => ok,
        () => false,
      ),
    );
  }, 60_000);
  afterEach(async () => {
    for (const socket of sockets.splice(0)) socket.destroy();
    if (server.exitCode === null) server.kill('SIGKILL');
    await home.remove();
  });

  /** A connection that sends `text` and nothing more. */
  async function open(text: string): Promise<void> {
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => undefined);
    await once(socket, 'connect');
    if (text) socket.write(text);
    sockets.push(socket);
  }

  it('ends by itself, well, although connections stay open that send nothing or never end', async () => {
    await open('');
    await open(
      'POST /api/auth/login HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{',
    );
    const begun = performance.now();
    server.kill('SIGTERM');
    const [code] = (await once(server, 'exit')) as [number | null];
    expect(code).toBe(0);
    expect(performance.now() - begun).toBeLessThan(10_000);
  }, 60_000);
});
