import { type IncomingMessage, type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request that the sink has received. */
export interface SunkRequest {
  method: string;
  path: string;
  body: Record<string, unknown>;
  /** The answer it got. */
  status: number;
}

/** An address outside that is called: keeps what it is told, and answers as it is told to. */
export class HttpSink {
  readonly requests: SunkRequest[] = [];
  status = 204;

  private constructor(private readonly server: Server) {}

  static async start(): Promise<HttpSink> {
    const server = createServer();
    const sink = new HttpSink(server);
    server.on('request', (request, response) => {
      void textOf(request).then((text) => {
        const body = text === '' ? {} : JSON.parse(text);
        sink.requests.push({ method: request.method ?? '', path: request.url ?? '', body, status: sink.status });
        response.writeHead(sink.status).end();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return sink;
  }

  url(path: string): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}${path}`;
  }

  /** What was posted to `path` and taken. */
  taken(path: string): SunkRequest[] {
    return this.requests.filter((request) => request.path === path && request.status < 300);
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
