import { once } from 'node:events';
import { type Socket, connect } from 'node:net';
import { ServerProcess } from '../support/server-process';
import { type TestDatabase, freshDatabase } from '../support/test-database';

describe('a server that is told to stop', () => {
  let home: TestDatabase;
  let server: ServerProcess;
  const sockets: Socket[] = [];

  beforeEach(async () => {
    home = await freshDatabase('stopping');
    server = await ServerProcess.start(home);
  }, 60_000);
  afterEach(async () => {
    for (const socket of sockets.splice(0)) socket.destroy();
    server.kill();
    await home.remove();
  });

  /** A connection that sends `text` and nothing more. */
  async function open(text: string): Promise<void> {
    const socket = connect(server.port, '127.0.0.1');
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
    expect(await server.stop()).toBe(0);
    expect(performance.now() - begun).toBeLessThan(10_000);
  }, 60_000);
});
