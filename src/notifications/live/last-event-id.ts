import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import { Malformed } from '../../common/http/malformed';

/** What a reader of server-sent events heard last, by the header that it sends when it comes back; null without one. */
export const LastEventId = createParamDecorator((_: unknown, context: ExecutionContext): number | null => {
  const given = context.switchToHttp().getRequest<Request>().get('Last-Event-ID');
  if (!given) return null;
  if (!/^\d{1,15}$/.test(given))
    throw new Malformed({ 'Last-Event-ID': ['This is not an id that a stream has given.'] });
  return Number(given);
});
