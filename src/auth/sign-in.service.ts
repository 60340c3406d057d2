import { Injectable } from '@nestjs/common';
import { AuditService } from '../audit/audit.service';
import { Clock } from '../common/clock';
import { Ids } from '../common/ids';
import { Database } from '../database/database';
import type { Role } from '../users/actor';
import type { User } from '../users/user.service';
import type { SignedInActor } from './access';
import type { SignInView } from './auth.dto';
import type { RefreshToken } from './refresh-token';
import { SignIn } from './sign-in.entity';
import { SignInRepository } from './sign-in.repository';
import { storedToken } from './stored-token';
import { type TokenClaims, TokenService } from './token.service';

const LIFETIME_MS = 60 * 60_000;
/** How long a refresh token is good for; each refresh gives a new one. */
const REFRESHABLE_MS = 14 * 24 * 60 * 60_000;
/** How long a sign-in of which nothing is good is kept. */
const KEPT_MS = 24 * 60 * 60_000;
const REMOVED_AT_ONCE = 500;

/** A sign-in as its client is told of it, with what begins the next one. */
export interface RefreshableSignIn {
  view: SignInView;
  refresh: RefreshToken;
}

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

  /** Begins a sign-in, that lasts an hour, of a user whose password was just found right; `user` as it was read then. */
  async begin(user: User): Promise<SignInView> {
    return this.viewOf(user, await this.beginAudited(user, null));
  }

  /** As `begin`; the refresh token begins the next one after it. */
  async beginRefreshable(user: User): Promise<RefreshableSignIn> {
    const token = this.ids.token();
    const signIn = await this.beginAudited(user, token);
    return { view: this.viewOf(user, signIn), refresh: { token, expiresAt: signIn.keptUntil } };
  }

  /** Begins, in the surrounding transaction, a further sign-in of the family of `before`, whose refresh token was used up. */
  async beginNext(user: User, { familyId }: SignIn): Promise<RefreshableSignIn> {
    const token = this.ids.token();
    const signIn = this.newSignIn(user, token, familyId);
    await this.signIns.insert(signIn);
    return { view: this.viewOf(user, signIn), refresh: { token, expiresAt: signIn.keptUntil } };
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

  /** Removes, in the surrounding transaction, some of the sign-ins that were over long ago; whether there may be more. */
  removeSome(): Promise<boolean> {
    return this.signIns.removeSpent(new Date(this.clock.now().getTime() - KEPT_MS), REMOVED_AT_ONCE);
  }

  /** Ends the sign-in that `by` acts through and all of its family: their tokens stop working at once, in every process. */
  end(by: SignedInActor): Promise<void> {
    return this.database.transaction(async () => {
      const family = await this.signIns.familyOf(by.signInId);
      if (family !== null) await this.signIns.endFamily(family, this.clock.now());
      await this.audit.record({ actor: by, action: 'user.sign-out', subject: { type: 'sign-in', id: by.signInId } });
    });
  }

  /** Ends every sign-in of everyone; how many had not ended. */
  endAll(): Promise<number> {
    return this.database.transaction(() => this.signIns.endAll(this.clock.now()));
  }

  /** Lets, in the surrounding transaction, the family of the present sign-in outlive a new token version of its user. */
  async keep({ signInId }: SignedInActor, from: number, to: number): Promise<void> {
    const family = await this.signIns.familyOf(signInId);
    if (family !== null) await this.signIns.renew(family, from, to);
  }

  private beginAudited(user: User, refreshToken: string | null): Promise<SignIn> {
    const signIn = this.newSignIn(user, refreshToken);
    return this.database.transaction(async () => {
      await this.signIns.insert(signIn);
      await this.audit.record({
        actor: { userId: user.id },
        action: 'user.sign-in',
        subject: { type: 'sign-in', id: signIn.id },
      });
      return signIn;
    });
  }

  private newSignIn(user: User, refreshToken: string | null, familyId?: string): SignIn {
    const id = this.ids.uuid();
    const now = this.clock.now();
    const after = (ms: number) => new Date(now.getTime() + ms);
    return Object.assign(new SignIn(), {
      id,
      familyId: familyId ?? id,
      userId: user.id,
      // That of the user who was checked: a role change since then leaves this sign-in without effect.
      tokenVersion: user.tokenVersion,
      createdAt: now,
      expiresAt: after(LIFETIME_MS),
      endedAt: null,
      refreshHash: refreshToken === null ? null : storedToken(refreshToken),
      refreshedAt: null,
      keptUntil: after(refreshToken === null ? LIFETIME_MS : REFRESHABLE_MS),
    });
  }

  private viewOf(user: User, { id, createdAt, expiresAt }: SignIn): SignInView {
    const token = this.tokens.sign({ sub: user.id, sid: id }, createdAt, expiresAt);
    return { email: user.email, role: user.role, token, expiry: expiresAt.toISOString() };
  }
}
