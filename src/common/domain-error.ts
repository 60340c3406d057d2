/** What a refusal means to the caller; the problem filter maps each kind to its HTTP status. */
export type RefusalKind =
  | 'malformed'
  | 'unauthenticated'
  | 'forbidden'
  | 'not-found'
  | 'conflict'
  | 'rule'
  | 'precondition'
  | 'throttled'
  | 'unavailable';

export interface RefusalExtras {
  /** Field name to messages, shown as `errors` in the answer. */
  errors?: Record<string, string[]>;
  /** Seconds the caller should wait before trying again. */
  retryAfterSeconds?: number;
}

/**
 * An expected refusal. `code` is the stable machine word of the API, `message` a sentence that is safe to show to the
 * caller and to log: it never carries personal data.
 */
export class DomainError extends Error {
  constructor(
    readonly kind: RefusalKind,
    readonly code: string,
    message: string,
    readonly extras: RefusalExtras = {},
  ) {
    super(message);
    this.name = new.target.name;
  }
}

/** What does not exist, or is not the caller's. */
export class NotFound extends DomainError {
  constructor(what: string) {
    super('not-found', 'not-found', `${what} was not found.`);
  }
}
