import { applyDecorators, SetMetadata, UseInterceptors } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import type { SignedInActor } from '../auth/access';
import { IdempotencyInterceptor, REPLAY } from './idempotency.interceptor';

/**
 * Answers a request again that was carried out before.
 *
 * @param controller that of the route.
 * @param id of what was made or changed: what the path names, else `id` of what the route's transaction gave.
 * @param body as it was sent, this time and the first, when the route took it.
 */
export type Replay<C> = (controller: C, id: string, by: SignedInActor, body: unknown) => Promise<unknown>;

/**
 * Lets a POST of signed-in users take an `Idempotency-Key`; the answer is rendered anew by `replay`. Decorators that look at
 * answers, such as @Versioned, stand below it.
 */
export const Replays = <C>(replay: Replay<C>) =>
  applyDecorators(
    SetMetadata(REPLAY, replay),
    UseInterceptors(IdempotencyInterceptor),
    ApiHeader({
      name: 'Idempotency-Key',
      required: false,
      description: 'Sent again with the same key within 24 hours, the request is answered and not carried out again.',
      schema: { type: 'string', minLength: 1, maxLength: 255 },
    }),
  );
