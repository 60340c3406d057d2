import { type CanActivate, type ExecutionContext, Injectable, SetMetadata } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request } from 'express';
import { SignInService } from '../auth/sign-in.service';
import { isLocalVisitor } from '../common/http/local-visitor';
import { Config } from '../config/config';
import { FormTokens } from './access/form-tokens';
import { signInTokenOf } from './access/sign-in-cookie';
import { LOCAL_VISITOR, type Visitor, admit } from './access/visitor';
import { DashboardClosed, DashboardReadOnly, SignInNeeded } from './dashboard.errors';

const EVEN_READ_ONLY = 'even-read-only';

/** On a route that changes nothing an Admin would want kept, such as the sign-out. */
export const EvenReadOnly = () => SetMetadata(EVEN_READ_ONLY, true);

/**
 * In development lets in who sits at the machine, in production Admins who have signed in: the sign-in is looked up at
 * each request. Whatever is sent to be changed must come from a form of ours.
 */
@Injectable()
export class DashboardGuard implements CanActivate {
  constructor(
    private readonly config: Config,
    private readonly signIns: SignInService,
    private readonly forms: FormTokens,
    private readonly reflector: Reflector,
  ) {}

  /** @throws DashboardClosed, SignInNeeded, ForgedForm, DashboardReadOnly */
  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<Request>();
    const visitor = this.config.production ? await this.signedIn(request) : localVisitor(request);
    admit(request, visitor);
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      this.forms.checkVisitor(request, visitor);
      const always = this.reflector.get<boolean | undefined>(EVEN_READ_ONLY, context.getHandler());
      if (this.config.dashboardReadOnly && !always) throw new DashboardReadOnly();
    }
    return true;
  }

  private async signedIn(request: Request): Promise<Visitor> {
    const token = signInTokenOf(request);
    const actor = token === null ? null : await this.signIns.actorOfToken(token);
    if (actor?.role !== 'Admin') throw new SignInNeeded();
    return { actor, signInId: actor.signInId };
  }
}

function localVisitor(request: Request): Visitor {
  if (!isLocalVisitor(request)) throw new DashboardClosed();
  return LOCAL_VISITOR;
}
