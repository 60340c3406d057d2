import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import type { Request, Response } from 'express';
import { type Observable, map } from 'rxjs';
import { type Cursor, Page, encodeCursor } from '../paging';

/** Answers a `Page` with its bare items, and its surroundings in headers. */
@Injectable()
export class PageInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    return next.handle().pipe(
      map((result: unknown) => {
        if (!(result instanceof Page)) return result;
        const http = context.switchToHttp();
        const response = http.getResponse<Response>();
        if (result.next) response.setHeader('Link', `<${nextUrl(http.getRequest(), result.next)}>; rel="next"`);
        if (result.total !== null) response.setHeader('X-Total-Count', String(result.total));
        return result.items as unknown;
      }),
    );
  }
}

/** The same address at the next place; relative, since only a proxy may know the host. */
function nextUrl({ originalUrl }: Request, next: Cursor): string {
  const mark = originalUrl.indexOf('?');
  const path = mark === -1 ? originalUrl : originalUrl.slice(0, mark);
  const parameters = new URLSearchParams(mark === -1 ? '' : originalUrl.slice(mark + 1));
  parameters.set('cursor', encodeCursor(next));
  return `${path}?${parameters.toString()}`;
}
