import { DomainError } from '../common/domain-error';

/** An unknown address, a wrong password and an inactive user are answered alike. */
export class InvalidCredentials extends DomainError {
  constructor() {
    super('unauthenticated', 'invalid-credentials', 'The e-mail address or the password is not right.');
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
