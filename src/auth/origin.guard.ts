import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { Config } from '../config/config';
import { ForeignOrigin } from './auth.errors';

/**
 * Before routes that act on a cookie alone: pages of other origins than the configured ones, and our own, get nowhere. Whoever
 * sends no `Origin` is no page, for browsers send it with every POST.
 */
@Injectable()
export class OriginGuard implements CanActivate {
  private readonly known: ReadonlySet<string>;

  constructor({ corsOrigins, publicUrl }: Config) {
    this.known = new Set([...corsOrigins, publicUrl].map((url) => new URL(url).origin));
  }

  /** @throws ForeignOrigin */
  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<Request>();
    const origin = request.get('Origin');
    if (origin === undefined || this.known.has(origin) || origin === ownOrigin(request)) return true;
    throw new ForeignOrigin();
  }
}

function ownOrigin(request: Request): string {
  return `${request.protocol}://${request.get('Host') ?? ''}`;
}
