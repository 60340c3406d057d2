import { DomainError, NotFound } from '../common/domain-error';

/** Another open job holds the key. */
export class KeyTaken extends DomainError {
  constructor(key: string) {
    super('conflict', 'job-key-taken', `An open job already has the key ${key}.`);
  }
}

/** The job's state forbids what was asked of it. */
export class JobStateForbids extends DomainError {
  constructor(action: string, state: string) {
    super('conflict', 'job-state', `A job that is ${state} cannot be ${action}.`);
  }
}

export class DeadlinePassed extends DomainError {
  constructor() {
    super('conflict', 'job-deadline-passed', 'The deadline of the job has passed.');
  }
}

/** A write of a running job came after another claim of it had begun; nothing was written. */
export class FenceLost extends Error {
  override readonly name = 'FenceLost';
  constructor(jobId: number) {
    super(`Job ${jobId} is no longer held by this run.`);
  }
}

export class QueueNotFound extends NotFound {
  constructor() {
    super('The queue');
  }
}

export class QueueAlreadyPaused extends DomainError {
  constructor(name: string) {
    super('conflict', 'queue-paused', `The queue ${name} is paused already.`);
  }
}

export class QueueNotPaused extends DomainError {
  constructor(name: string) {
    super('conflict', 'queue-not-paused', `The queue ${name} is not paused.`);
  }
}

export class RecurringJobNotFound extends NotFound {
  constructor() {
    super('The recurring job');
  }
}

/** It was declared by another release. */
export class RecurringJobUnknown extends DomainError {
  constructor(type: string) {
    super('conflict', 'recurring-job-unknown', `This release has no job of type ${type}.`);
  }
}

/** A recurring job has one run at a time. */
export class RecurringJobRuns extends DomainError {
  constructor() {
    super('conflict', 'recurring-job-open', 'Its last run has not ended yet.');
  }
}

export class JobNotFound extends DomainError {
  constructor() {
    super('not-found', 'not-found', 'The job was not found.');
  }
}
