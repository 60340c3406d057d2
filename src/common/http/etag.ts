import {
  type CallHandler,
  createParamDecorator,
  type ExecutionContext,
  type NestInterceptor,
  UseInterceptors,
} from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { type Observable, tap } from 'rxjs';

/** What a row's version can never be: a tag that is none of ours matches nothing. */
const NO_VERSION = 0;

class ETagInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    return next.handle().pipe(
      tap((result: unknown) => {
        if (typeof result !== 'object' || result === null || !('version' in result)) return;
        context
          .switchToHttp()
          .getResponse<Response>()
          .setHeader('ETag', `"${String(result.version)}"`);
      }),
    );
  }
}

/** Routes that answer with one thing that has a `version`: it becomes their `ETag`. */
export const Versioned = () => UseInterceptors(new ETagInterceptor());

const describeIfMatch: ParameterDecorator = (controller, method) => {
  const description = 'The ETag that what is changed must still have.';
  const route = method === undefined ? undefined : Object.getOwnPropertyDescriptor(controller, method);
  if (method === undefined || !route) return;
  ApiHeader({ name: 'If-Match', required: false, description })(controller, method, route);
};

/** The version that `If-Match` demands; null when the caller demands none. */
export const IfMatch = createParamDecorator(
  (_: unknown, context: ExecutionContext): number | null =>
    versionIn(context.switchToHttp().getRequest<Request>().get('If-Match')),
  [describeIfMatch],
);

export function versionIn(ifMatch: string | undefined): number | null {
  if (ifMatch === undefined || ifMatch.trim() === '*') return null;
  const [, digits] = /^\s*"(\d{1,15})"\s*$/.exec(ifMatch) ?? [];
  return digits === undefined ? NO_VERSION : Number(digits);
}
