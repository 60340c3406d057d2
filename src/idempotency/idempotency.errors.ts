import { DomainError } from '../common/domain-error';

export class KeyOfAnotherRequest extends DomainError {
  constructor() {
    super('rule', 'idempotency-key-reused', 'This Idempotency-Key was sent with another request: give each its own.');
  }
}

export class StillRunning extends DomainError {
  constructor() {
    super('conflict', 'still-running', 'The first request with this Idempotency-Key is still running: try again.', {
      retryAfterSeconds: 1,
    });
  }
}
