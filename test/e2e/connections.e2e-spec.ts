import { readFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { type RequestOptions, request as httpsRequest } from 'node:https';
import { type AddressInfo, connect } from 'node:net';
import path from 'node:path';
import { ConfigurationError, loadConfig } from '../../src/config/config';
import { TlsListener } from '../../src/tls-listener';
import { aRegistration } from '../builders/registration';
import { type TestApp, startApp } from '../support/app';

const TLS = path.join(__dirname, '..', 'support', 'tls');
const CERT_FILE = path.join(TLS, 'cert.pem');
const KEY_FILE = path.join(TLS, 'key.pem');
const TLS_ENV = { HTTPS_PORT: '0', TLS_CERT_FILE: CERT_FILE, TLS_KEY_FILE: KEY_FILE };

interface Answer {
  status: number | undefined;
  headers: NodeJS.Dict<string | string[]>;
  body: any; // eslint-disable-line @typescript-eslint/no-explicit-any -- answers of every shape
}

function send(send: typeof httpRequest, url: string, options: RequestOptions, body?: object): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = send(url, options, (response) => {
      let text = '';
      response.on('data', (chunk: Buffer) => (text += chunk.toString()));
      response.on('end', () =>
        resolve({ status: response.statusCode, headers: response.headers, body: JSON.parse(text) }),
      );
    });
    request.on('error', reject);
    request.end(body && JSON.stringify(body));
  });
}

describe('a connection', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startApp();
  });
  afterAll(() => app.close());

  const problem = { code: 'headers-too-large', status: 431, traceId: expect.any(String) };

  it('whose headers are over 16 kB is told so as a problem, and the process stays up', async () => {
    const headers = { 'x-long': 'x'.repeat(17 * 1024) };
    const answer = await send(httpRequest, `${app.url}/health/live`, { headers });
    expect(answer).toMatchObject({ status: 431, body: problem });
    expect(answer.headers).toMatchObject({
      'content-type': 'application/problem+json; charset=utf-8',
      'cache-control': 'no-store',
      connection: 'close',
    });
    expect(answer.body.message).toBe(answer.body.detail);
    expect(
      await send(httpRequest, `${app.url}/health/live`, { headers: { 'x-long': 'x'.repeat(15 * 1024) } }),
    ).toMatchObject({
      status: 200,
    });
  });

  it('that speaks no HTTP is told so as a problem', async () => {
    const { port } = app.app.getHttpServer().address() as AddressInfo;
    const text = await new Promise<string>((resolve, reject) => {
      let received = '';
      const socket = connect(port, '127.0.0.1', () => socket.write('GET /\0 NONSENSE\r\n\r\n'));
      socket
        .on('data', (chunk) => (received += chunk.toString()))
        .on('close', () => resolve(received))
        .on('error', reject);
    });
    const [head = '', body = ''] = text.split('\r\n\r\n');
    expect(head).toMatch(/^HTTP\/1\.1 400 Bad Request\r\nContent-Type: application\/problem\+json/);
    expect(JSON.parse(body)).toMatchObject({ status: 400, code: 'malformed' });
  });

  it('has half a minute to send a request', () => {
    const { requestTimeout, headersTimeout } = app.app.getHttpServer();
    expect([requestTimeout, headersTimeout]).toEqual([30_000, 30_000]);
  });

  it('is one of a thousand and more', async () => {
    const { port } = app.app.getHttpServer().address() as AddressInfo;
    const sockets = await Promise.all(
      Array.from(
        { length: 1_000 },
        () =>
          new Promise<ReturnType<typeof connect>>((resolve, reject) => {
            const socket = connect(port, '127.0.0.1', () => resolve(socket)).on('error', reject);
          }),
      ),
    );
    try {
      expect((await app.http.get('/health/live')).status).toBe(200);
    } finally {
      for (const socket of sockets) socket.destroy();
    }
  });
});

describe('TLS', () => {
  it('serves what plain HTTP serves, with cookies for TLS alone', async () => {
    const app = await startApp({ env: TLS_ENV });
    try {
      const port = await app.get(TlsListener).listen();
      const { email, password } = aRegistration();
      await app.http.post('/api/auth/register', aRegistration({ email, password }));
      const options = {
        method: 'POST',
        ca: readFileSync(CERT_FILE),
        headers: { 'content-type': 'application/json', origin: 'http://localhost:3000' },
      };
      const answer = await send(httpsRequest, `https://localhost:${port}/api/auth/login`, options, { email, password });
      expect(answer).toMatchObject({ status: 200, body: { email, token: expect.any(String) } });
      expect(answer.headers['access-control-allow-origin']).toBe('http://localhost:3000');
      expect(answer.headers['set-cookie']?.[0]).toContain('; Secure');
      expect(answer.headers['cache-control']).toBe('no-store');

      const [cookie = ''] = answer.headers['set-cookie']?.[0]?.split(';', 1) ?? [];
      const own = { ...options, headers: { cookie, origin: `https://localhost:${port}` } };
      expect((await send(httpsRequest, `https://localhost:${port}/api/auth/refresh`, own)).status).toBe(200);

      const headers = { 'x-long': 'x'.repeat(17 * 1024) };
      const long = await send(httpsRequest, `https://localhost:${port}/health/live`, { ca: options.ca, headers });
      expect(long.status).toBe(431);
    } finally {
      await app.close();
    }
  });

  it('is not there unless it is asked for', async () => {
    const app = await startApp();
    expect(await app.get(TlsListener).listen()).toBeNull();
    await app.close();
  });

  it.each([
    ['a file that is not there', { TLS_CERT_FILE: '/nowhere/cert.pem' }, /^TLS_CERT_FILE names a file .* \(ENOENT\)/],
    ['a file that is no key', { TLS_KEY_FILE: __filename }, /^TLS_CERT_FILE and TLS_KEY_FILE must name/],
  ])('does not start with %s', async (_, env, message) => {
    const app = await startApp({ env: { ...TLS_ENV, ...env } });
    try {
      const starting = app.get(TlsListener).listen();
      await expect(starting).rejects.toThrow(ConfigurationError);
      await expect(starting).rejects.toThrow(message);
    } finally {
      await app.close();
    }
  });

  it('says which port is taken', async () => {
    const first = await startApp();
    const { port } = first.app.getHttpServer().address() as AddressInfo;
    const second = await startApp({ env: { ...TLS_ENV, HTTPS_PORT: String(port) } });
    try {
      await expect(second.get(TlsListener).listen()).rejects.toThrow(`HTTPS_PORT: nothing can listen on port ${port}`);
    } finally {
      await second.close();
      await first.close();
    }
  });

  it.each([
    [{ HTTPS_PORT: '7000' }],
    [{ TLS_CERT_FILE: 'cert.pem' }],
    [{ HTTPS_PORT: '7000', TLS_KEY_FILE: 'key.pem' }],
  ])('needs its three variables together: %j', (env) => {
    expect(() => loadConfig(env)).toThrow('HTTPS_PORT, TLS_CERT_FILE and TLS_KEY_FILE are set together');
  });
});
