import { DomainError } from '../common/domain-error';

export class TooManyStreams extends DomainError {
  constructor(limit: number) {
    super('throttled', 'too-many-streams', `At most ${limit} streams of one user may be open at a time.`, {
      retryAfterSeconds: 10,
    });
  }
}

/** This process is about to end; another, or it when it is back, takes the stream. */
export class StreamsEnding extends DomainError {
  constructor() {
    super('unavailable', 'stopping', 'The service is being restarted; try again in a moment.', {
      retryAfterSeconds: 1,
    });
  }
}
