import { DomainError } from '../common/domain-error';

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

export class JobNotFound extends DomainError {
  constructor() {
    super('not-found', 'not-found', 'The job was not found.');
  }
}
