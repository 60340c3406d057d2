import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { ModuleRef, Reflector } from '@nestjs/core';
import type { Request, Response } from 'express';
import { type Observable, from, lastValueFrom } from 'rxjs';
import type { SignedInActor } from '../auth/access';
import { Malformed } from '../common/http/malformed';
import { type Done, IdempotencyService, type KeyedRequest } from './idempotency.service';
import type { Replay } from './replays';

/** The metadata that @Replays sets on a route. */
export const REPLAY = 'replay';

const HEADER = 'Idempotency-Key';
const KEY = /^[\x21-\x7e]{1,255}$/;

/** Carries a request with an `Idempotency-Key` out once; each later time it is answered anew. */
@Injectable()
export class IdempotencyInterceptor implements NestInterceptor {
  constructor(
    private readonly idempotency: IdempotencyService,
    private readonly reflector: Reflector,
    private readonly modules: ModuleRef,
  ) {}

  /** @throws Malformed, KeyOfAnotherRequest, StillRunning */
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const http = context.switchToHttp();
    const [request, response] = [http.getRequest<Request>(), http.getResponse<Response>()];
    const key = request.get(HEADER);
    if (key === undefined) return next.handle();
    if (!KEY.test(key)) throw new Malformed({ [HEADER]: ['1 to 255 printable ASCII characters are needed.'] });

    const by = request.user as SignedInActor; // what JwtStrategy.validate returned
    const keyed = keyedRequest(context, key, by);
    const replay = this.reflector.get<Replay<object>>(REPLAY, context.getHandler());
    const again = ({ status, resourceId }: Done) => {
      response.status(status);
      const controller = this.modules.get<object>(context.getClass(), { strict: false });
      return replay(controller, resourceId, by, request.body);
    };
    return from(this.idempotency.once<unknown>(keyed, () => lastValueFrom(next.handle()), again));
  }
}

function keyedRequest(context: ExecutionContext, key: string, { userId }: SignedInActor): KeyedRequest {
  const http = context.switchToHttp();
  const request = http.getRequest<Request>();
  const { params, query } = request;
  const body: unknown = request.body;
  return {
    userId,
    route: `${context.getClass().name}.${context.getHandler().name}`,
    key,
    content: JSON.stringify([params, query, body]),
    // By now it is what the route answers with when it refuses nothing.
    status: http.getResponse<Response>().statusCode,
    resourceId: typeof params['id'] === 'string' ? params['id'] : null,
  };
}
