import { type CallHandler, type ExecutionContext, type NestInterceptor, UseInterceptors } from '@nestjs/common';
import type { Request, Response } from 'express';
import { type Observable, tap } from 'rxjs';

class LocationInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const http = context.switchToHttp();
    const [path = ''] = http.getRequest<Request>().originalUrl.split('?', 1);
    return next.handle().pipe(
      tap(({ id }: { id: string }) => {
        http.getResponse<Response>().setHeader('Location', `${path.replace(/\/+$/, '')}/${id}`);
      }),
    );
  }
}

/** Routes that make something which has an `id`, by which it can then be fetched below their own path: `Location`. */
export const Located = () => UseInterceptors(new LocationInterceptor());
