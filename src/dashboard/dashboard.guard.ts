import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { isLocalVisitor } from '../common/http/local-visitor';
import { Config } from '../config/config';
import { DashboardClosed } from './dashboard.errors';

/** Without a sign-in the dashboard is for who sits at the machine, and in production for nobody. */
@Injectable()
export class DashboardGuard implements CanActivate {
  constructor(private readonly config: Config) {}

  /** @throws DashboardClosed */
  canActivate(context: ExecutionContext): boolean {
    if (this.config.production) throw new DashboardClosed('production');
    if (!isLocalVisitor(context.switchToHttp().getRequest<Request>())) throw new DashboardClosed('elsewhere');
    return true;
  }
}
