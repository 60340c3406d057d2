import { Injectable } from '@nestjs/common';
import { Clock } from '../common/clock';
import { Ids } from '../common/ids';
import { Database } from '../database/database';
import type { SignedInActor } from './access';
import { SignInService } from './sign-in.service';
import { storedToken } from './stored-token';
import { TicketRepository } from './ticket.repository';

const LIFETIME_MS = 30_000;
const REMOVED_AT_ONCE = 500;

/** Tickets, each of which opens one route that takes it (`OrTicket`) once, in any process, as its sign-in would. */
@Injectable()
export class TicketService {
  constructor(
    private readonly database: Database,
    private readonly tickets: TicketRepository,
    private readonly signIns: SignInService,
    private readonly ids: Ids,
    private readonly clock: Clock,
  ) {}

  /** A ticket that is good for 30 s. Only its hash is stored. */
  async issue({ userId, signInId }: SignedInActor): Promise<string> {
    const ticket = this.ids.token();
    const expiresAt = new Date(this.clock.now().getTime() + LIFETIME_MS);
    await this.database.transaction(() =>
      this.tickets.insert({ hash: storedToken(ticket), signInId, userId, expiresAt }),
    );
    return ticket;
  }

  /** Who a ticket stands for, which is then used up; null when it was, has expired or its sign-in is over. */
  async redeem(ticket: string): Promise<SignedInActor | null> {
    const now = this.clock.now();
    const used = await this.database.transaction(() => this.tickets.use(storedToken(ticket), now));
    return used && this.signIns.actorOf({ sub: used.userId, sid: used.signInId });
  }

  /** Removes, in the surrounding transaction, some of the tickets that have expired; whether there may be more. */
  removeSome(): Promise<boolean> {
    return this.tickets.removeExpired(this.clock.now(), REMOVED_AT_ONCE);
  }
}
