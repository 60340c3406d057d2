import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import type { Request, Response } from 'express';
import { type Observable, map } from 'rxjs';
import { Config } from '../config/config';
import { type Cookie, writeCookie } from './cookies';
import { Departure, SpecialPage } from './departure';
import { noticeCookie } from './notice';
import { beginPage } from './page-visit';

/** Gives every answer of the dashboard the headers of its pages, and sends on who has sent a form. */
@Injectable()
export class DashboardPageInterceptor implements NestInterceptor {
  constructor(private readonly config: Config) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const http = context.switchToHttp();
    const [request, response] = [http.getRequest<Request>(), http.getResponse<Response>()];
    const base = this.config.dashboardPath;
    const write = (cookies: readonly Cookie[]) => {
      for (const cookie of cookies) writeCookie(request, response, base, cookie);
    };
    beginPage(request, response, base);
    return next.handle().pipe(
      map((result: unknown) => {
        if (result instanceof Departure) {
          write([...result.cookies, ...(result.notice ? [noticeCookie(result.notice)] : [])]);
          response.status(303).setHeader('Location', result.to);
          return '';
        }
        if (result instanceof SpecialPage) {
          write(result.cookies);
          if (result.retryAfterSeconds !== null) response.setHeader('Retry-After', result.retryAfterSeconds);
          response.status(result.status);
          return result.html;
        }
        return result;
      }),
    );
  }
}
