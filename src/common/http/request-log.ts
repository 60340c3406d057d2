import { Logger } from '@nestjs/common';
import { context } from '@opentelemetry/api';
import type { NextFunction, Request, Response } from 'express';
import type { Ids } from '../ids';
import { LogContext } from '../logging';
import { traceOf } from './request-trace';

const ID_HEADER = 'X-Request-Id';
const ID = /^[\w-]{8,64}$/;

/** A request that is over. */
export interface ServedRequest {
  method: string;
  /** The template of the route that took it; null when none did. Never the URL, which may name a person. */
  route: string | null;
  /** Null when the answer did not arrive. */
  status: number | null;
  ms: number;
}

/**
 * Serves every request as a part of a trace, whose id all of its log lines carry, and with them the caller's own
 * `X-Request-Id` if it sent a usable one; logs one line when it ends, and tells `served`.
 */
export function requestLog(
  ids: Ids,
  served: (request: ServedRequest) => void = () => undefined,
): (request: Request, response: Response, next: NextFunction) => void {
  const logger = new Logger('Http');
  return (request, response, next) => {
    const trace = traceOf(request, ids);
    const { traceId } = trace;
    const given = request.get(ID_HEADER);
    const known = given !== undefined && ID.test(given) ? { traceId, requestId: given } : { traceId };
    response.setHeader(ID_HEADER, known.requestId ?? traceId);
    setTraceId(response, traceId);

    const startedAt = performance.now();
    response.once('close', () => {
      const ms = Math.round(performance.now() - startedAt);
      const status = response.writableFinished ? response.statusCode : null;
      const ended = { method: request.method, route: routeOf(request), status, ms };
      logger.log({ ...ended, ...known }, 'request');
      trace.end(ended.route, status);
      served(ended);
    });
    context.with(trace.context, () => LogContext.run(known, next));
  };
}

function setTraceId(response: Response, traceId: string): void {
  (response.locals as { traceId?: string }).traceId = traceId; // Express types locals as anything
}

/** The id that `requestLog` gave. */
export function traceIdOf(response: Response): string {
  return (response.locals as { traceId?: string }).traceId ?? ''; // as above
}

function routeOf(request: Request): string | null {
  const route: unknown = request.route;
  const path = typeof route === 'object' && route !== null && 'path' in route ? route.path : null;
  return typeof path === 'string' ? path : null;
}
