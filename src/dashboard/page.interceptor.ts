import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { Observable } from 'rxjs';
import { Config } from '../config/config';
import { beginPage } from './page-visit';

/** Gives every answer of the dashboard the headers of its pages. */
@Injectable()
export class DashboardPageInterceptor implements NestInterceptor {
  constructor(private readonly config: Config) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const http = context.switchToHttp();
    beginPage(http.getRequest<Request>(), http.getResponse<Response>(), this.config.dashboardPath);
    return next.handle();
  }
}
