import { Injectable } from '@nestjs/common';
import { AuditService } from '../audit/audit.service';
import { Clock } from '../common/clock';
import { Ids } from '../common/ids';
import { Database } from '../database/database';
import type { Role } from '../users/actor';
import type { User } from '../users/user.service';
import type { SignedInActor } from './access';
import type { SignInView } from './auth.dto';
import { SignIn } from './sign-in.entity';
import { SignInRepository } from './sign-in.repository';
import { type TokenClaims, TokenService } from './token.service';

const LIFETIME_MS = 60 * 60_000;
/** How long an expired sign-in is kept. */
const KEPT_MS = 24 * 60 * 60_000;
const REMOVED_AT_ONCE = 500;

@Injectable()
export class SignInService {
  constructor(
    private readonly database: Database,
    private readonly signIns: SignInRepository,
    private readonly tokens: TokenService,
    private readonly audit: AuditService,
    private readonly ids: Ids,
    private readonly clock: Clock,
  ) {}

  /** Begins a sign-in of a user whose password was just found right; `user` as it was read then. */
  async begin(user: User): Promise<SignInView> {
    const now = this.clock.now();
    const signIn = Object.assign(new SignIn(), {
      id: this.ids.uuid(),
      userId: user.id,
      // That of the user who was checked: a role change since then leaves this sign-in without effect.
      tokenVersion: user.tokenVersion,
      createdAt: now,
      expiresAt: new Date(now.getTime() + LIFETIME_MS),
      endedAt: null,
    });
    await this.database.transaction(async () => {
      await this.signIns.insert(signIn);
      await this.audit.record({
        actor: { userId: user.id },
        action: 'user.sign-in',
        subject: { type: 'sign-in', id: signIn.id },
      });
    });
    const token = this.tokens.sign({ sub: user.id, sid: signIn.id }, now, signIn.expiresAt);
    return { email: user.email, role: user.role, token, expiry: signIn.expiresAt.toISOString() };
  }

  /** Who a token's claims stand for at this moment; null when its sign-in is over or the user was changed or deactivated. */
  async actorOf({ sub, sid }: TokenClaims): Promise<SignedInActor | null> {
    const role = await this.signIns.currentRole(sid, sub, this.clock.now());
    if (role === null) return null;
    return { userId: sub, role: role as Role, signInId: sid }; // as users store it
  }

  /** Who a token stands for at this moment; null when it is not ours, or as `actorOf`. */
  async actorOfToken(token: string): Promise<SignedInActor | null> {
    const claims = this.tokens.claimsOf(token);
    return claims && this.actorOf(claims);
  }

  /** Those of the sign-ins `ids` that a token would be good for at this moment. */
  current(ids: readonly string[]): Promise<ReadonlySet<string>> {
    return this.signIns.current(ids, this.clock.now());
  }

  /** Removes, in the surrounding transaction, some of the sign-ins that expired long ago; whether there may be more. */
  removeSome(): Promise<boolean> {
    return this.signIns.removeExpired(new Date(this.clock.now().getTime() - KEPT_MS), REMOVED_AT_ONCE);
  }

  /** Ends the sign-in that `by` acts through: its token stops working at once, in every process. */
  end(by: SignedInActor): Promise<void> {
    return this.database.transaction(async () => {
      await this.signIns.end(by.signInId, this.clock.now());
      await this.audit.record({ actor: by, action: 'user.sign-out', subject: { type: 'sign-in', id: by.signInId } });
    });
  }
}
