import { applyDecorators, createParamDecorator, type ExecutionContext, SetMetadata } from '@nestjs/common';
import { ApiBearerAuth, ApiQuery } from '@nestjs/swagger';
import type { Request } from 'express';
import type { Actor, Role } from '../users/actor';

/** Who may call a route: anyone, or the users of these roles. */
export type Access = 'anyone' | readonly Role[];

/** An actor with the sign-in their token belongs to. */
export interface SignedInActor extends Actor {
  /** UUID. */
  readonly signInId: string;
}

/** The metadata that each of the decorators below sets on a route or on its controller. */
export const ACCESS = 'access';

const access = (value: Access) => SetMetadata(ACCESS, value);

/** Only users of one of `roles`: 401 without a sign-in, 403 with another role. */
export const Roles = (...roles: [Role, ...Role[]]) => applyDecorators(access(roles), ApiBearerAuth());

/** Any signed-in user. */
export const SignedIn = () => Roles('Admin', 'Client', 'Doctor');

/** The metadata of routes that a ticket opens, too. */
export const TAKES_TICKET = 'takes-ticket';

/** The sign-in may also be shown by a one-use ticket in the query, where a caller can send no header. */
export const OrTicket = () =>
  applyDecorators(
    SetMetadata(TAKES_TICKET, true),
    ApiQuery({ name: 'ticket', type: String, required: false, description: 'In the place of Authorization.' }),
  );

/** Anyone, signed in or not. */
export const Anyone = () => access('anyone');

/** The user who calls a route that is not for anyone. */
export const By = createParamDecorator((_: unknown, context: ExecutionContext): SignedInActor => {
  const { user } = context.switchToHttp().getRequest<Request>();
  if (!user) throw new Error('A route for anyone has no actor.');
  return user as SignedInActor; // what JwtStrategy.validate returned
});
