import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { isLocalVisitor } from '../../common/http/local-visitor';
import { Config } from '../../config/config';
import { DashboardClosed } from '../dashboard.errors';
import { FormTokens } from './form-tokens';
import { nonceOf } from './sign-in-cookie';

/** Before what is shown to whoever has not signed in yet: in production to anyone, in development to who sits at the machine. */
@Injectable()
export class SignInGuard implements CanActivate {
  constructor(
    private readonly config: Config,
    private readonly forms: FormTokens,
  ) {}

  /** @throws DashboardClosed, ForgedForm */
  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<Request>();
    if (!this.config.production && !isLocalVisitor(request)) throw new DashboardClosed();
    if (request.method === 'POST') this.forms.checkSignIn(request, nonceOf(request));
    return true;
  }
}
