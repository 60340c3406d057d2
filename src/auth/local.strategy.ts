import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import passport from 'passport';
import type { Request } from 'express';
import { Strategy } from 'passport-local';
import { Ids } from '../common/ids';
import { clientIp } from '../common/http/client-ip';
import type { User } from '../users/user.service';
import { AccountService } from './account.service';

/** The e-mail address and the password of an active user. */
@Injectable()
export class LocalStrategy extends PassportStrategy(Strategy) {
  override readonly name: string;

  constructor(
    ids: Ids,
    private readonly accounts: AccountService,
  ) {
    super({ usernameField: 'email', passwordField: 'password', session: false, passReqToCallback: true });
    // As in JwtStrategy.
    this.name = `local-${ids.uuid()}`;
    passport.use(this.name, this);
  }

  /** @throws TooManyAttempts, InvalidCredentials */
  validate(request: Request, email: string, password: string): Promise<User> {
    return this.accounts.authenticate(email, password, clientIp(request));
  }
}
