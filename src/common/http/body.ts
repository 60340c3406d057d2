import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor, SetMetadata } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { NextFunction, Request, Response } from 'express';
import type { Observable } from 'rxjs';
import { Malformed } from './malformed';

const LIMIT = '256kb';
const MAX_DEPTH = 32;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPENING = new Set(Buffer.from('[{'));
const CLOSING = new Set(Buffer.from(']}'));

/** Reads JSON bodies, and forms for the routes that take them. Its errors reach the problem filter as the input's fault. */
export function useBodies(app: NestExpressApplication): void {
  app.useBodyParser('json', {
    limit: LIMIT,
    verify: (_request: unknown, _response: unknown, body: Buffer) => refuseDepth(body),
  });
  app.useBodyParser('urlencoded', { limit: LIMIT, extended: false });
  // Whoever sends none leaves out all that is optional; what is required is then named by field.
  app.use((request: Request, _response: Response, next: NextFunction) => {
    request.body ??= {};
    next();
  });
  // Express tells an error handler by its four parameters.
  app.use((error: unknown, _request: Request, _response: Response, next: NextFunction) => {
    const failed = error instanceof Error && 'type' in error && error.type === 'entity.parse.failed';
    next(failed ? new Malformed({ body: ['This is not a JSON object.'] }) : error);
  });
}

/**
 * Bounds how deep JSON goes before it is parsed, so that nothing later that walks it can run out of stack.
 *
 * @throws Malformed
 */
export function refuseDepth(json: Buffer): void {
  let depth = 0;
  let quoted = false;
  for (let at = 0; at < json.length; at++) {
    const byte = json[at] ?? 0;
    if (byte === QUOTE) quoted = !quoted;
    else if (quoted) at += byte === BACKSLASH ? 1 : 0;
    else if (CLOSING.has(byte)) depth--;
    else if (OPENING.has(byte) && ++depth > MAX_DEPTH) {
      throw new Malformed({ body: [`At most ${MAX_DEPTH} levels are allowed.`] });
    }
  }
}

const ACCEPTS_FORMS = Symbol('accepts-forms');

/** Lets a route, or all of a controller, take what HTML forms and mail clients post beside JSON. */
export const AcceptsForms = () => SetMetadata(ACCEPTS_FORMS, true);

/** A body of a type that the route does not take; of the form that the body parser's own errors have. */
class UnsupportedBody extends Error {
  override readonly name = 'UnsupportedBody';
  readonly status = 415;
  readonly expose = true;
}

/** Refuses bodies that are not JSON, but for the routes that take forms. */
@Injectable()
export class BodyTypeInterceptor implements NestInterceptor {
  constructor(private readonly reflector: Reflector) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = context.switchToHttp().getRequest<Request>();
    if (hasBody(request) && !request.is('application/json')) {
      const forms = this.reflector.getAllAndOverride<boolean | undefined>(ACCEPTS_FORMS, [
        context.getHandler(),
        context.getClass(),
      ]);
      if (!forms) throw new UnsupportedBody();
    }
    return next.handle();
  }
}

function hasBody({ headers }: Request): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}
