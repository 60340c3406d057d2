import { type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { AuthGuard } from '@nestjs/passport';
import type { Request } from 'express';
import { AuditService } from '../audit/audit.service';
import { ACCESS, type Access, type SignedInActor, TAKES_TICKET } from './access';
import { Unauthenticated, WrongRole } from './auth.errors';
import { JwtStrategy } from './jwt.strategy';
import { TicketService } from './ticket.service';

/** Stands before every route: lets in whom the route declares, by Access, and nobody where it declares nothing. */
@Injectable()
export class AccessGuard extends AuthGuard() {
  constructor(
    strategy: JwtStrategy,
    private readonly reflector: Reflector,
    private readonly audit: AuditService,
    private readonly tickets: TicketService,
  ) {
    super({ defaultStrategy: strategy.name });
  }

  /** @throws Unauthenticated, WrongRole */
  override async canActivate(context: ExecutionContext): Promise<boolean> {
    const route = [context.getHandler(), context.getClass()];
    const access = this.reflector.getAllAndOverride<Access | undefined>(ACCESS, route) ?? [];
    if (access === 'anyone') return true;
    const request = context.switchToHttp().getRequest<Request>();
    const { ticket } = request.query;
    const byTicket = typeof ticket === 'string' && request.headers.authorization === undefined;
    if (byTicket && this.reflector.getAllAndOverride<boolean | undefined>(TAKES_TICKET, route)) {
      request.user = this.handleRequest(null, await this.tickets.redeem(ticket));
    } else {
      await super.canActivate(context);
    }
    const actor = request.user as SignedInActor; // what JwtStrategy.validate or the ticket gave
    if (access.includes(actor.role)) return true;

    const handler = `${context.getClass().name}.${context.getHandler().name}`;
    const refused = new WrongRole();
    await this.audit.recordRefusal(
      { actor, action: 'route.call', subject: { type: 'route', id: handler } },
      refused.code,
    );
    throw refused;
  }

  override handleRequest<T>(error: Error | null, actor: T | false | null): T {
    // Not being able to look the sign-in up says nothing about it.
    if (error) throw error;
    if (!actor) throw new Unauthenticated();
    return actor;
  }
}
