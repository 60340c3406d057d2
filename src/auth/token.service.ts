import { Injectable } from '@nestjs/common';
import { JwtService } from '@nestjs/jwt';
import { SigningKeys } from './signing-keys';

export interface TokenClaims {
  /** The user's id. */
  sub: string;
  /** The sign-in's id. */
  sid: string;
}

const seconds = (instant: Date) => Math.floor(instant.getTime() / 1000);

@Injectable()
export class TokenService {
  constructor(
    private readonly jwt: JwtService,
    private readonly keys: SigningKeys,
  ) {}

  /** A JWT signed with the first secret. It names no role: what the user may do is looked up at each request. */
  sign(claims: TokenClaims, issuedAt: Date, expiresAt: Date): string {
    const { kid, secret } = this.keys.signing;
    const payload = { ...claims, iat: seconds(issuedAt), exp: seconds(expiresAt) };
    return this.jwt.sign(payload, { algorithm: 'HS256', keyid: kid, secret });
  }

  /** What `sign` put into a token; null when it is none of ours. The stored sign-in says whether it has expired. */
  claimsOf(token: string): TokenClaims | null {
    const key = this.keys.keyOf(token);
    if (!key) return null;
    try {
      const { sub, sid } = this.jwt.verify<Partial<TokenClaims>>(token, {
        secret: key.export(),
        algorithms: ['HS256'],
        ignoreExpiration: true,
      });
      return typeof sub === 'string' && typeof sid === 'string' ? { sub, sid } : null;
    } catch {
      return null;
    }
  }
}
