import { Logger } from '@nestjs/common';
import type { NextFunction, Request, Response } from 'express';
import type { Ids } from '../ids';
import { LogContext } from '../logging';

const TRACE_HEADER = 'X-Request-Id';
const TRACE_ID = /^[\w-]{8,64}$/;

/**
 * Gives every request an id, the caller's own if it sent a usable one, that all of its log lines carry, and logs one line
 * when it ends. The line has the template of the route and never the URL, which may name a person.
 */
export function requestLog(ids: Ids): (request: Request, response: Response, next: NextFunction) => void {
  const logger = new Logger('Http');
  return (request, response, next) => {
    const given = request.get(TRACE_HEADER);
    const traceId = given !== undefined && TRACE_ID.test(given) ? given : ids.uuid();
    response.setHeader(TRACE_HEADER, traceId);

    const startedAt = performance.now();
    response.once('close', () => {
      const ms = Math.round(performance.now() - startedAt);
      const status = response.writableFinished ? response.statusCode : null;
      logger.log({ method: request.method, route: routeOf(request), status, ms, traceId }, 'request');
    });
    LogContext.run({ traceId }, next);
  };
}

/** The id that `requestLog` gave. */
export function traceIdOf(response: Response): string {
  return String(response.getHeader(TRACE_HEADER) ?? '');
}

/** The template of the route that took the request; null when none did. */
function routeOf(request: Request): string | null {
  const route: unknown = request.route;
  const path = typeof route === 'object' && route !== null && 'path' in route ? route.path : null;
  return typeof path === 'string' ? path : null;
}
