import { DomainError } from '../common/domain-error';

/** An unknown address, a wrong password and an inactive user are answered alike. */
export class InvalidCredentials extends DomainError {
  constructor() {
    super('unauthenticated', 'invalid-credentials', 'The e-mail address or the password is not right.');
  }
}

/** `absent`: no token was sent. `over`: unknown, expired, or its sign-in has ended. */
export type RefreshRefusal = 'absent' | 'over' | 'used-just-now' | 'reused';

/** All are answered alike; `used-just-now` alone leaves the browser the cookie that its other tab was given. */
export class RefreshRefused extends DomainError {
  constructor(readonly because: RefreshRefusal) {
    super('unauthenticated', 'invalid-credentials', 'Sign in again: this sign-in cannot be refreshed.');
  }
}

export class ForeignOrigin extends DomainError {
  constructor() {
    super('forbidden', 'foreign-origin', 'Pages of this origin may not do this.');
  }
}

export class WrongPassword extends DomainError {
  constructor() {
    super('rule', 'wrong-password', 'The present password is not right.', {
      errors: { current: ['This is not the present password.'] },
    });
  }
}

/** Somebody guesses, or has forgotten. */
export class TooManyAttempts extends DomainError {
  constructor(retryAfterSeconds: number) {
    super('throttled', 'too-many-attempts', 'There were too many attempts. Wait before you try again.', {
      retryAfterSeconds,
    });
  }
}

export class Unauthenticated extends DomainError {
  constructor() {
    super('unauthenticated', 'unauthenticated', 'Sign in: the token is missing, wrong, expired or no longer valid.');
  }
}

export class WrongRole extends DomainError {
  constructor() {
    super('forbidden', 'forbidden', 'Your role does not allow this.');
  }
}
