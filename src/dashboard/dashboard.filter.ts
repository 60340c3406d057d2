import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Injectable, Logger } from '@nestjs/common';
import type { Request, Response } from 'express';
import { h } from 'preact';
import { DomainError } from '../common/domain-error';
import { traceIdOf } from '../common/http/request-log';
import { Config } from '../config/config';
import { DatabaseBusy } from '../database/transaction.errors';
import { DashboardClosed } from './dashboard.errors';
import { DashboardService } from './dashboard.service';
import type { Trouble } from './message-text';
import { beginPage, visitOf } from './page-visit';
import { BarePage } from './views/message.page';
import { renderPage } from './views/render-page';

const STATUS: Readonly<Record<Trouble, number>> = {
  missing: 404,
  production: 403,
  elsewhere: 403,
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
    let trouble = troubleOf(error);
    if (trouble === 'missing') {
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
}

function troubleOf(error: unknown): Trouble {
  if (error instanceof DashboardClosed) return error.closedTo;
  if (error instanceof DatabaseBusy) return 'busy';
  const refused = error instanceof DomainError || (error instanceof HttpException && error.getStatus() < 500);
  return refused ? 'missing' : 'broken';
}
