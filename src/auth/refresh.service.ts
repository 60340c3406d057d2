import { Injectable } from '@nestjs/common';
import { AuditService } from '../audit/audit.service';
import { Clock } from '../common/clock';
import { Database } from '../database/database';
import { UserService } from '../users/user.service';
import { RefreshRefused, type RefreshRefusal } from './auth.errors';
import type { SignIn } from './sign-in.entity';
import { SignInRepository } from './sign-in.repository';
import { type RefreshableSignIn, SignInService } from './sign-in.service';
import { storedToken } from './stored-token';

/** How long after its use a refresh token may be sent again without harm: two tabs wake up together. */
const TABS_MS = 10_000;

/** Gives new sign-ins for refresh tokens, each of which is good once. */
@Injectable()
export class RefreshService {
  constructor(
    private readonly database: Database,
    private readonly users: UserService,
    private readonly signIns: SignInRepository,
    private readonly signing: SignInService,
    private readonly audit: AuditService,
    private readonly clock: Clock,
  ) {}

  /**
   * Uses a refresh token up and begins the next sign-in of its family. A token that was used before is in other hands too:
   * the whole family ends, unless that was a moment ago.
   *
   * @param token null when none was sent.
   * @throws RefreshRefused
   */
  async refresh(token: string | null): Promise<RefreshableSignIn> {
    if (token === null) throw new RefreshRefused('absent');
    const hash = storedToken(token);
    // A refusal is returned: thrown, it would take the end of the family back.
    const outcome = await this.database.transaction(() => this.renew(hash));
    if (typeof outcome !== 'string') return outcome;
    const refused = new RefreshRefused(outcome);
    if (outcome === 'reused') await this.recordReuse(hash, refused.code);
    throw refused;
  }

  private async renew(hash: string): Promise<RefreshableSignIn | RefreshRefusal> {
    const now = this.clock.now();
    const signIn = await this.signIns.findByRefreshHash(hash);
    if (!signIn || signIn.endedAt || signIn.keptUntil <= now) return 'over';
    if (signIn.refreshedAt) return this.usedBefore(signIn, signIn.refreshedAt, now);
    const user = await this.users.find(signIn.userId);
    if (!user?.isActive || user.tokenVersion !== signIn.tokenVersion) return 'over';
    // Another tab may have come first since it was read.
    if (!(await this.signIns.useRefresh(signIn.id, now))) return 'used-just-now';
    return this.signing.beginNext(user, signIn);
  }

  private async usedBefore({ familyId }: SignIn, usedAt: Date, now: Date): Promise<RefreshRefusal> {
    if (now.getTime() - usedAt.getTime() < TABS_MS) return 'used-just-now';
    await this.signIns.endFamily(familyId, now);
    return 'reused';
  }

  private async recordReuse(hash: string, code: string): Promise<void> {
    const signIn = await this.signIns.findByRefreshHash(hash);
    const subject = { type: 'sign-in', id: signIn?.id ?? 'unknown' };
    const actor = signIn && { userId: signIn.userId };
    await this.audit.recordRefusal({ actor, action: 'user.refresh', subject, data: { reused: true } }, code);
  }
}
