import { type ExecutionContext, Injectable, createParamDecorator } from '@nestjs/common';
import { AuthGuard } from '@nestjs/passport';
import type { Request } from 'express';
import { Malformed } from '../common/http/malformed';
import type { User } from '../users/user.service';
import { LoginBody } from './auth.dto';
import { InvalidCredentials } from './auth.errors';
import { LocalStrategy } from './local.strategy';

/** Lets in who sends the e-mail address and the password of an active user. */
@Injectable()
export class LocalGuard extends AuthGuard() {
  constructor(strategy: LocalStrategy) {
    super({ defaultStrategy: strategy.name });
  }

  /** @throws Malformed, InvalidCredentials */
  override async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<Request>();
    const body = LoginBody.schema.safeParse(request.body);
    if (!body.success) throw Malformed.from(body.error);
    request.body = body.data;
    await super.canActivate(context);
    return true;
  }

  override handleRequest<T>(error: Error | null, user: T | false | null): T {
    if (error) throw error;
    if (!user) throw new InvalidCredentials();
    return user;
  }
}

export type CheckedUser = User;

/** The user whose password `LocalGuard` found right. */
export const Checked = createParamDecorator((_: unknown, context: ExecutionContext): CheckedUser => {
  const { user } = context.switchToHttp().getRequest<Request>();
  if (!user) throw new Error('LocalGuard let somebody in unchecked.');
  return user as CheckedUser; // what LocalStrategy.validate returned
});
