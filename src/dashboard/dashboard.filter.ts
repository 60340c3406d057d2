import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Injectable, Logger } from '@nestjs/common';
import type { Request, Response } from 'express';
import { h } from 'preact';
import { DomainError } from '../common/domain-error';
import { traceIdOf } from '../common/http/request-log';
import { Config } from '../config/config';
import { DatabaseBusy } from '../database/transaction.errors';
import { dashboardLinks } from './dashboard-links';
import { DashboardClosed, DashboardReadOnly, ForgedForm, SignInNeeded } from './dashboard.errors';
import { DashboardService } from './dashboard.service';
import type { Trouble } from './message-text';
import { beginPage, visitOf } from './page-visit';
import { BarePage } from './views/message.page';
import { renderPage } from './views/render-page';

const STATUS: Readonly<Record<Trouble, number>> = {
  missing: 404,
  elsewhere: 403,
  origin: 403,
  stale: 403,
  'read-only': 403,
  malformed: 400,
  busy: 503,
  broken: 500,
};

/** Turns what was thrown into a page, in words of ours only. */
@Catch()
@Injectable()
export class DashboardFilter implements ExceptionFilter {
  private readonly logger = new Logger(DashboardFilter.name);

  constructor(
    private readonly pages: DashboardService,
    private readonly config: Config,
  ) {}

  async catch(error: unknown, host: ArgumentsHost): Promise<void> {
    const http = host.switchToHttp();
    const [request, response] = [http.getRequest<Request>(), http.getResponse<Response>()];
    beginPage(request, response, this.config.dashboardPath);
    if (error instanceof SignInNeeded) return this.leadToSignIn(request, response);
    let trouble = troubleOf(error, request);
    if (trouble === 'missing' && visitOf(request).visitor) {
      try {
        response.status(STATUS.missing).send(await this.pages.missing(visitOf(request)));
        return;
      } catch (failure) {
        error = failure;
        trouble = 'broken';
      }
    }
    if (STATUS[trouble] >= 500) this.logger.error({ err: error, traceId: traceIdOf(response) }, 'a page failed');
    response.status(STATUS[trouble]).send(renderPage(h(BarePage, { language: visitOf(request).language, trouble })));
  }

  /** What was to be changed is not: after the sign-in comes a page. */
  private leadToSignIn(request: Request, response: Response): void {
    const to = request.method === 'GET' ? request.originalUrl : null;
    response.redirect(303, dashboardLinks(this.config.dashboardPath, '').signIn({ to }));
  }
}

function troubleOf(error: unknown, { method }: Request): Trouble {
  if (error instanceof DashboardClosed) return 'elsewhere';
  if (error instanceof DashboardReadOnly) return 'read-only';
  if (error instanceof ForgedForm) return error.lacks === 'origin' ? 'origin' : 'stale';
  if (error instanceof DatabaseBusy) return 'busy';
  if (!isRefusal(error)) return 'broken';
  // Whoever edits an address by hand is told that nothing is there.
  const isFound = method !== 'GET' && !(error instanceof DomainError && error.kind === 'not-found');
  return isFound ? 'malformed' : 'missing';
}

/** By us, or by what is below our code: those have a status. */
function isRefusal(error: unknown): boolean {
  if (error instanceof DomainError) return true;
  if (error instanceof HttpException) return error.getStatus() < 500;
  return error instanceof Error && 'status' in error && typeof error.status === 'number' && error.status < 500;
}
