import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Logger } from '@nestjs/common';
import type { Request, Response } from 'express';
import { DomainError } from './domain-error';
import { traceIdOf } from './http/request-log';
import { type Answer, PROBLEM_JSON, answerToRefusal, answerToStatus, toProblem } from './problem';

/** Names the refusal that an error of another module amounts to; null when it is none. */
export type AsRefusal = (error: unknown) => DomainError | null;

/**
 * Turns whatever was thrown into `application/problem+json`. Only refusals of our own say in words what happened; every
 * other error gets a fixed sentence, and what is our fault is logged.
 */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger(ProblemFilter.name);

  constructor(private readonly asRefusal: AsRefusal) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const [request, response] = [http.getRequest<Request>(), http.getResponse<Response>()];
    const answer = this.answerTo(error);
    const traceId = traceIdOf(response);
    if (answer.status >= 500 && !(error instanceof DomainError))
      this.logger.error({ err: error, traceId }, 'a request failed');

    if (response.headersSent) {
      // A stream had begun: breaking it off is the only way left to say that it is incomplete.
      response.destroy();
      return;
    }
    if (answer.retryAfterSeconds !== undefined) response.setHeader('Retry-After', String(answer.retryAfterSeconds));
    if (answer.status === 401) response.setHeader('WWW-Authenticate', 'Bearer');
    const [instance = ''] = request.originalUrl.split('?', 1);
    response
      .status(answer.status)
      .type(PROBLEM_JSON)
      .json(toProblem(answer, instance, traceId));
  }

  private answerTo(error: unknown): Answer {
    const refusal = error instanceof DomainError ? error : this.asRefusal(error);
    return refusal ? answerToRefusal(refusal) : answerToStatus(statusOf(error));
  }
}

/** The status that Nest, Express or the body parser mean; 500 for every other error. */
function statusOf(error: unknown): number {
  if (error instanceof HttpException) return error.getStatus();
  const shown = error instanceof Error && 'expose' in error && error.expose === true;
  return shown && 'status' in error && typeof error.status === 'number' ? error.status : 500;
}
