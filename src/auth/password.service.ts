import { Injectable } from '@nestjs/common';
import { hash, verify } from '@node-rs/argon2';
import { Ids } from '../common/ids';

/** OWASP's choice for argon2id, the library's default algorithm: 19 MiB, two passes, one lane. About 30 ms. */
const PARAMETERS = { memoryCost: 19 * 1024, timeCost: 2, parallelism: 1 };

@Injectable()
export class PasswordService {
  /** What a password is compared with when there is no user, so that the answer takes as long as with one. */
  private readonly nobody: Promise<string>;

  constructor(ids: Ids) {
    this.nobody = this.hash(ids.token());
  }

  /** The PHC string to store. */
  hash(password: string): Promise<string> {
    return hash(normalized(password), PARAMETERS);
  }

  /** Whether `password` is the one of `stored`, a PHC string; never when that is null, and not sooner either. */
  async matches(password: string, stored: string | null): Promise<boolean> {
    const matches = await verify(stored ?? (await this.nobody), normalized(password));
    return matches && stored !== null;
  }
}

/** Keyboards differ in how they compose an accent; the password is the same. */
function normalized(password: string): string {
  return password.normalize('NFC');
}
