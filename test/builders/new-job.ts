import type { ClosingHold, Completion, Hold, NewJob, ServerRecord } from '../../src/jobs/store/job-store';

/** A job as the façade would hand it to the store: due at once, without a key. */
export function aNewJob(changes: Partial<NewJob> = {}): NewJob {
  return {
    type: 'test.run',
    queue: 'default',
    priority: 'normal',
    payload: '{"n":1}',
    key: null,
    dueAt: null,
    deadline: null,
    maxAttempts: 3,
    parentId: null,
    tags: [],
    traceParent: null,
    ...changes,
  };
}

export function aServer(id = 'server-1', changes: Partial<ServerRecord> = {}): ServerRecord {
  return {
    id,
    host: 'host',
    pid: 1,
    role: 'all',
    queues: ['default'],
    types: ['test.run'],
    workers: 4,
    version: 'v20',
    ...changes,
  };
}

export const aClosing = ({ id, claim }: Hold, keepMs: number | null = 60_000): ClosingHold => ({ id, claim, keepMs });

/** How the first attempt of a job ended; succeeded unless `changes` say otherwise. */
export function aCompletion({ id, claim }: Hold, changes: Partial<Completion> = {}): Completion {
  return {
    id,
    claim,
    state: 'succeeded',
    reason: null,
    data: null,
    attempt: 1,
    delayMs: null,
    error: null,
    keepMs: 60_000,
    ...changes,
  };
}
