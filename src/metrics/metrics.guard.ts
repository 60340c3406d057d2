import { createHash, timingSafeEqual } from 'node:crypto';
import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { isLocalVisitor } from '../common/http/local-visitor';
import { Config } from '../config/config';
import { MetricsClosed } from './metrics.errors';

const digest = (text: string) => createHash('sha256').update(text).digest();

/** Lets in whoever shows METRICS_TOKEN, and in development who sits at the machine. */
@Injectable()
export class MetricsGuard implements CanActivate {
  constructor(private readonly config: Config) {}

  /** @throws MetricsClosed */
  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<Request>();
    if (!this.hasToken(request) && (this.config.production || !isLocalVisitor(request))) throw new MetricsClosed();
    return true;
  }

  private hasToken(request: Request): boolean {
    const { metricsToken } = this.config;
    const [, given = ''] = /^Bearer (.+)$/i.exec(request.get('authorization') ?? '') ?? [];
    // By their digests, which are of one length whatever was given.
    return metricsToken !== null && timingSafeEqual(digest(given), digest(metricsToken));
  }
}
