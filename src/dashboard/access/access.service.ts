import { Injectable } from '@nestjs/common';
import { AuditService } from '../../audit/audit.service';
import { AccountService } from '../../auth/account.service';
import { SignInService } from '../../auth/sign-in.service';
import { DomainError } from '../../common/domain-error';
import { Config } from '../../config/config';
import { Departure, type SpecialPage } from '../departure';
import type { PageVisit } from '../page-visit';
import type { SignInForm } from './access.dto';
import { nonceCookie, signInCookie } from './sign-in-cookie';
import { SignInPages } from './sign-in-pages';
import type { Visitor } from './visitor';
import { wayBack } from './way-back';

/** The sign-in and the sign-out of the dashboard. */
@Injectable()
export class AccessService {
  constructor(
    private readonly accounts: AccountService,
    private readonly signIns: SignInService,
    private readonly audit: AuditService,
    private readonly pages: SignInPages,
    private readonly config: Config,
  ) {}

  /** In development there is nothing to sign in to. */
  form(visit: PageVisit, to: string, nonce: string | null): SpecialPage | Departure {
    const back = wayBack(to, this.config.dashboardPath);
    return this.config.production ? this.pages.show(visit, { to: back, nonce }) : new Departure(back);
  }

  /** Begins a sign-in of an Admin who asks from the address `ip`, under the same limits as the API's. */
  async signIn(
    { email, password, to }: SignInForm,
    visit: PageVisit,
    nonce: string | null,
    ip: string,
  ): Promise<SpecialPage | Departure> {
    const back = wayBack(to, this.config.dashboardPath);
    const state = { to: back, nonce, email };
    try {
      const user = await this.accounts.authenticate(email, password, ip);
      if (user.role !== 'Admin') {
        const subject = { type: 'user', id: user.id };
        await this.audit.recordRefusal(
          { actor: { userId: user.id }, action: 'dashboard.sign-in', subject },
          'forbidden',
        );
        return this.pages.show(visit, { ...state, trouble: 'not-admin' });
      }
      const { token } = await this.signIns.begin(user);
      return new Departure(back, null, [signInCookie(token), nonceCookie(null)]);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      if (error.kind === 'unauthenticated') return this.pages.show(visit, { ...state, trouble: 'wrong' });
      if (error.kind !== 'throttled') throw error;
      return this.pages.show(visit, {
        ...state,
        trouble: 'throttled',
        retryAfterSeconds: error.extras.retryAfterSeconds,
      });
    }
  }

  async signOut({ actor, signInId }: Visitor): Promise<Departure> {
    if (signInId !== null) await this.signIns.end({ ...actor, signInId });
    return new Departure(this.config.dashboardPath, null, [signInCookie(null)]);
  }
}
