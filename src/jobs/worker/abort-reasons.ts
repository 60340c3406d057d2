export class JobTimedOut extends Error {
  override readonly name = 'JobTimedOut';
  constructor(ms: number) {
    super(`The attempt took longer than ${ms} ms.`);
  }
}

export class JobDeadlineReached extends Error {
  override readonly name = 'JobDeadlineReached';
  constructor() {
    super('The deadline of the job was reached while it ran.');
  }
}

/** Cancelled, replaced, or taken over by another server: what this run still does cannot be committed. */
export class HoldLost extends Error {
  override readonly name = 'HoldLost';
  constructor() {
    super('The job was cancelled or is held by another run.');
  }
}

export class ShuttingDown extends Error {
  override readonly name = 'ShuttingDown';
  constructor() {
    super('The server is stopping.');
  }
}
