import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import passport from 'passport';
import { ExtractJwt, Strategy } from 'passport-jwt';
import { Ids } from '../common/ids';
import type { SignedInActor } from './access';
import { SignInService } from './sign-in.service';
import { SigningKeys } from './signing-keys';
import type { TokenClaims } from './token.service';

/** A Bearer token of ours, whose sign-in is still good. */
@Injectable()
export class JwtStrategy extends PassportStrategy(Strategy) {
  constructor(
    keys: SigningKeys,
    ids: Ids,
    private readonly signIns: SignInService,
  ) {
    super({
      jwtFromRequest: ExtractJwt.fromAuthHeaderAsBearerToken(),
      algorithms: ['HS256'],
      // The stored sign-in says when it expires, by the injected clock.
      ignoreExpiration: true,
      secretOrKeyProvider: (_request, token: string, done) => {
        const key = keys.keyOf(token);
        // jsonwebtoken takes a KeyObject; the types of passport-jwt do not say so.
        if (key) done(null, key as unknown as string);
        else done(new Error('The token names no known key.'));
      },
    });
    // Passport keeps strategies by name for the whole process, in which several applications may live.
    this.name = `jwt-${ids.uuid()}`;
    passport.use(this.name, this);
  }

  validate({ sub, sid }: Partial<TokenClaims>): Promise<SignedInActor | null> {
    if (typeof sub !== 'string' || typeof sid !== 'string') return Promise.resolve(null);
    return this.signIns.actorOf({ sub, sid });
  }
}
