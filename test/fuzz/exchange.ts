import { Agent, request } from 'node:http';

export interface Message {
  method: string;
  /** As it goes over the wire. */
  path: string;
  headers: Record<string, string>;
  body: string | Buffer | null;
}

export interface Reply {
  /** 0 when the connection was closed without an answer. */
  status: number;
  type: string;
  text: string;
  cookies: readonly string[];
}

const agent = new Agent({ keepAlive: true, maxSockets: 8 });

/** Longer than any answer may take, even on a busy machine. */
const PATIENCE_MS = 20_000;

export class Hang extends Error {}

/** Sends what `fetch` would refuse to send. An answer that would not end is left. @throws Hang when none comes. */
export function exchange(url: string, { method, path, headers, body }: Message): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(url);
    let status = 0;
    const sent = request({ agent, hostname, port, method, path, headers, timeout: PATIENCE_MS }, (response) => {
      status = response.statusCode ?? 0;
      const { 'content-type': type = '', 'set-cookie': cookies = [] } = response.headers;
      const chunks: Buffer[] = [];
      const end = () => resolve({ status, type, text: Buffer.concat(chunks).toString(), cookies });
      if (type.startsWith('text/event-stream')) {
        response.destroy();
        end();
        return;
      }
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', end).on('error', reject);
    });
    sent.on('timeout', () => sent.destroy(new Hang(`No answer within ${PATIENCE_MS} ms.`)));
    sent.on('error', (error) => {
      if (error instanceof Hang) reject(error);
      // It was told off in the middle of sending, and has gone; or it never listened.
      else resolve({ status, type: '', text: error.message, cookies: [] });
    });
    sent.end(body ?? undefined);
  });
}

export const closeConnections = () => agent.destroy();
