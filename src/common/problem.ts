import { DomainError, type RefusalKind } from './domain-error';

export const PROBLEM_JSON = 'application/problem+json';

/** The body of every error answer: RFC 9457, with `message` beside `detail` and `errors` by field. */
export interface Problem {
  /** Names the code; nothing is to be fetched there. */
  type: string;
  /** A sentence for people about this kind of problem. */
  title: string;
  status: number;
  /** A sentence for people about this case. */
  detail: string;
  /** The path that was asked for, without its query. */
  instance: string;
  code: string;
  /** Finds the log lines of this request. */
  traceId: string;
  /** As `detail`. */
  message: string;
  /** Field to sentences, where fields are at fault. */
  errors?: Record<string, string[]>;
}

/** What of a problem does not depend on the request. */
export interface Answer {
  status: number;
  code: string;
  title: string;
  detail: string;
  errors?: Record<string, string[]>;
  retryAfterSeconds?: number;
}

const KINDS: Readonly<Record<RefusalKind, { status: number; title: string }>> = {
  malformed: { status: 400, title: 'The request is not valid.' },
  unauthenticated: { status: 401, title: 'You are not signed in.' },
  forbidden: { status: 403, title: 'You may not do this.' },
  'not-found': { status: 404, title: 'This does not exist.' },
  conflict: { status: 409, title: 'The present state does not allow this.' },
  precondition: { status: 412, title: 'This has been changed meanwhile.' },
  rule: { status: 422, title: 'A rule does not allow this.' },
  throttled: { status: 429, title: 'There were too many attempts.' },
  unavailable: { status: 503, title: 'The service cannot do this at the moment.' },
};

/** Answers to what comes from below the application's own code: the router and the body parser. */
const BY_STATUS: Readonly<Record<number, Answer>> = Object.fromEntries(
  [
    answer(401, 'unauthenticated', KINDS.unauthenticated.title, 'Sign in to do this.'),
    answer(403, 'forbidden', KINDS.forbidden.title, 'Your role does not allow this.'),
    answer(404, 'not-found', KINDS['not-found'].title, 'There is nothing at this address.'),
    answer(405, 'method-not-allowed', 'The method is not allowed.', 'This address does not take this method.'),
    answer(408, 'timeout', 'The request took too long.', 'The request did not arrive in time.'),
    answer(413, 'too-large', 'The request is too large.', 'A body may have at most 256 kB.'),
    answer(415, 'unsupported-media-type', 'The type of the body is not supported.', 'Send application/json in UTF-8.'),
    answer(431, 'headers-too-large', 'The headers are too large.', 'All headers together may have at most 16 kB.'),
    answer(429, 'throttled', KINDS.throttled.title, 'Try again later.'),
    answer(503, 'unavailable', KINDS.unavailable.title, 'Try again later.'),
  ].map((each) => [each.status, each]),
);
const MALFORMED = answer(400, 'malformed', KINDS.malformed.title, 'The request could not be understood.');
const INTERNAL = answer(500, 'internal-error', 'Something went wrong.', 'This is our fault, and it has been recorded.');

function answer(status: number, code: string, title: string, detail: string): Answer {
  return { status, code, title, detail };
}

export function answerToRefusal({ kind, code, message, extras }: DomainError): Answer {
  return { ...KINDS[kind], code, detail: message, ...extras };
}

/** The answer to an HTTP status that no refusal of ours led to; its own words are never shown. */
export function answerToStatus(status: number): Answer {
  if (status >= 500 && status !== 503) return INTERNAL;
  return BY_STATUS[status] ?? MALFORMED;
}

export function toProblem(answer: Answer, instance: string, traceId: string): Problem {
  return {
    type: `urn:medano-clinic:problem:${answer.code}`,
    title: answer.title,
    status: answer.status,
    detail: answer.detail,
    instance,
    code: answer.code,
    traceId,
    message: answer.detail,
    ...(answer.errors && { errors: answer.errors }),
  };
}
