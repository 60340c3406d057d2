import { type Server, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Ids } from '../ids';
import { PROBLEM_JSON, answerToStatus, toProblem } from '../problem';

/** How long a whole request may take to arrive, in milliseconds. */
const ARRIVAL_MS = 30_000;

/** What Node's parser calls what it refuses; headers may have 16 kB, which is its default. */
const STATUS: Readonly<Record<string, number>> = { HPE_HEADER_OVERFLOW: 431, ERR_HTTP_REQUEST_TIMEOUT: 408 };

/** Bounds what connections may do before a request reaches the application; what is refused is a problem here, too. */
export function limitConnections(server: Server, ids: Ids): void {
  server.requestTimeout = ARRIVAL_MS;
  server.headersTimeout = ARRIVAL_MS;
  server.on('clientError', ({ code = '' }: NodeJS.ErrnoException, socket: Duplex) => {
    // In the middle of an answer, or to nobody, nothing can be said.
    if (code === 'ECONNRESET' || !socket.writable || isAnswering(socket)) socket.destroy();
    else socket.end(refusal(STATUS[code] ?? 400, ids.uuid()), () => socket.destroy());
  });
}

/** Node keeps the answer under way here, asks it itself before it refuses, and does not type it. */
const isAnswering = (socket: Duplex) => '_httpMessage' in socket && Boolean(socket._httpMessage);

function refusal(status: number, traceId: string): string {
  const body = JSON.stringify(toProblem(answerToStatus(status), '', traceId));
  return [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
    `Content-Type: ${PROBLEM_JSON}; charset=utf-8`,
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Cache-Control: no-store',
    'Connection: close',
    '',
    body,
  ].join('\r\n');
}
