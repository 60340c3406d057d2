import { DomainError } from '../common/domain-error';

/** What no two users may share. */
export type UniqueField = 'email' | 'userName';

const SENTENCES: Readonly<Record<UniqueField, string>> = {
  email: 'This e-mail address is already in use.',
  userName: 'This user name is already in use.',
};

export class DuplicateUser extends DomainError {
  constructor(fields: readonly UniqueField[]) {
    super('conflict', 'duplicate', fields.map((field) => SENTENCES[field]).join(' '), {
      errors: Object.fromEntries(fields.map((field) => [field, [SENTENCES[field]]])),
    });
  }
}

/** Whoever is erased is nobody: no change gives them back. */
export class UserErased extends DomainError {
  constructor() {
    super('conflict', 'user-erased', 'The user was erased, which cannot be undone.');
  }
}

export class LastAdmin extends DomainError {
  constructor() {
    super('conflict', 'last-admin', 'The last active Admin stays one: make somebody else Admin first.');
  }
}
