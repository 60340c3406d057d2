import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';

/** Where a request comes from: the socket's address, or what a proxy of TRUST_PROXY says. */
export function clientIp({ ip }: Pick<Request, 'ip'>): string {
  // It has none once its socket is closed.
  return ip ?? 'unknown';
}

/** `clientIp` of the request. */
export const ClientIp = createParamDecorator((_: unknown, context: ExecutionContext): string =>
  clientIp(context.switchToHttp().getRequest<Request>()),
);
