import fc, { type Arbitrary } from 'fast-check';
import { type Asker, type FuzzedClinic, PEOPLE } from './fuzzed-clinic';
import { type Message, type Reply, exchange } from './exchange';
import { type HostileDraft, mutations } from './hostile-input';
import { type Operation, operationsOf } from './operations';
import { validDraft } from './valid-input';

/** Each hashes a password, which takes as long as dozens of others. */
const COSTLY = /\/auth\/(login|register|password)$/;
const COSTLY_SHARE = 0.15;
/** Sign-ins last an hour. */
const SIGN_IN_AGAIN_MS = 20 * 60_000;
const MOST_FAULTS = 20;
/** What a refusal may write beside that it was one: a refresh token that comes again is in other hands, and its family ends. */
const MAY_WRITE: Readonly<Record<string, readonly string[]>> = { 'POST /api/auth/refresh': ['SignIn'] };

interface Attempt {
  as: Asker;
  hostile: boolean;
  message: Message;
}

export interface FuzzReport {
  operations: number;
  requests: number;
  statuses: Record<string, number>;
  /** What may not be, each with the request that shows it. */
  faults: string[];
  /** Roles that were answered with success, and operations that never were. */
  welcomed: Asker[];
  neverWelcome: string[];
  /** Requests that were refused, after each of which the tables were looked at. */
  refusals: number;
}

/** Drives every operation of a clinic with valid and hostile input, reproducibly by its seed. */
export class Fuzzer {
  private readonly operations: Operation[];
  private readonly report: FuzzReport;
  /** By operation: whom it lets in, as far as is known. */
  private readonly admitted = new Map<string, Set<Asker>>();
  private readonly succeeded = new Set<string>();
  private tokens = new Map<Asker, string>();
  private signedInAt = -Infinity;

  constructor(
    private readonly clinic: FuzzedClinic,
    private readonly seed: number,
  ) {
    this.operations = operationsOf(clinic.document);
    const { length } = this.operations;
    this.report = {
      operations: length,
      requests: 0,
      statuses: {},
      faults: [],
      welcomed: [],
      neverWelcome: [],
      refusals: 0,
    };
  }

  /** Goes round the operations until `isOver`, and at least once. */
  async run(isOver: () => boolean): Promise<FuzzReport> {
    do {
      this.clinic.refuseMails();
      for (const operation of this.operations) {
        if (COSTLY.test(operation.path) && this.draw(fc.double({ min: 0, max: 1, noNaN: true })) > COSTLY_SHARE)
          continue;
        await this.signInAgain();
        await this.try(operation);
        if (this.report.faults.length >= MOST_FAULTS) return this.result();
      }
    } while (!isOver());
    return this.result();
  }

  private result(): FuzzReport {
    const neverWelcome = this.operations.map(({ name }) => name).filter((name) => !this.succeeded.has(name));
    return { ...this.report, neverWelcome };
  }

  private async signInAgain(): Promise<void> {
    if (performance.now() - this.signedInAt < SIGN_IN_AGAIN_MS) return;
    this.tokens = await this.clinic.signIn();
    this.signedInAt = performance.now();
    this.clinic.writes.news();
  }

  private async try(operation: Operation): Promise<void> {
    const attempt = this.draw(this.attempts(operation));
    const reply = await exchange(this.clinic.url, attempt.message).catch((error: unknown): Reply => {
      this.fault(String(error), attempt);
      return { status: 0, type: '', text: '', cookies: [] };
    });
    this.report.requests++;
    this.report.statuses[reply.status] = (this.report.statuses[reply.status] ?? 0) + 1;
    this.judge(operation, attempt, reply);
  }

  private attempts(operation: Operation): Arbitrary<Attempt> {
    return this.askers(operation)
      .chain((as) =>
        fc.record({
          draft: validDraft(operation, { ...this.clinic, password: this.clinic.passwords.get(as) ?? 'none' }),
          changes: fc.option(mutations(operation), { nil: [], freq: 2 }),
          as: fc.constant(as),
          address: fc.tuple(fc.nat(255), fc.nat(255), fc.nat(255)).map((parts) => `10.${parts.join('.')}`),
        }),
      )
      .map(({ draft, changes, as, address }) => {
        const request: HostileDraft = { ...draft, method: operation.method, raw: null };
        request.segments = { ...draft.segments };
        request.query = [...draft.query];
        request.headers = { 'x-forwarded-for': address, ...this.authorization(as), ...draft.headers };
        for (const change of changes) change(request);
        return { as, hostile: changes.length > 0, message: messageOf(operation, request) };
      });
  }

  /** Mostly somebody it lets in. */
  private askers({ name }: Operation): Arbitrary<Asker> {
    const anyone = fc.constantFrom<Asker>(...PEOPLE, 'nobody');
    const admitted = [...(this.admitted.get(name) ?? [])];
    if (admitted.length === 0) return anyone;
    return fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...admitted) }, { weight: 1, arbitrary: anyone });
  }

  private authorization(as: Asker): Record<string, string> {
    const token = this.tokens.get(as);
    return token === undefined ? {} : { authorization: `Bearer ${token}` };
  }

  private judge({ name, path }: Operation, attempt: Attempt, reply: Reply): void {
    const { status, type, text } = reply;
    const written = this.clinic.writes.news().filter((table) => !MAY_WRITE[name]?.includes(table));
    const json = /\bjson\b/.test(type) && text !== '' ? parsed(text) : null;
    if (json === undefined) this.fault(`${status} with JSON that is none`, attempt);
    if (status >= 500) this.fault(`${status}: ${text.slice(0, 300)}`, attempt);
    else if (status >= 400) this.judgeRefusal(attempt, reply, json, written);
    else if (status === 0) this.fault(`no answer: ${text}`, attempt);
    const letIn = status !== 401 && status !== 403 && status !== 0;
    // What is hostile may be refused before anybody asks who sent it.
    if (letIn && !attempt.hostile) this.admit(name, attempt.as);
    if (status < 200 || status > 299 || attempt.message.method !== name.split(' ')[0]) return;
    this.succeeded.add(name);
    if (!this.report.welcomed.includes(attempt.as)) this.report.welcomed.push(attempt.as);
    this.clinic.known.learn(path, json);
    this.clinic.known.learnCookies(reply.cookies);
    if (name === 'PUT /api/auth/password') this.clinic.passwords.set(attempt.as, nextPassword(attempt.message));
  }

  private judgeRefusal(attempt: Attempt, reply: Reply, problem: unknown, written: string[]): void {
    this.report.refusals++;
    if (written.length > 0) this.fault(`${reply.status}, and yet it wrote ${written.join(', ')}`, attempt);
    if (attempt.message.method === 'HEAD') return;
    const complete = isRecord(problem) && problem['code'] && problem['message'] && problem['status'] === reply.status;
    if (!reply.type.startsWith('application/problem+json') || !complete) {
      this.fault(`${reply.status} without a problem: ${reply.text.slice(0, 200)}`, attempt);
    }
  }

  private admit(name: string, asker: Asker): void {
    this.admitted.set(name, (this.admitted.get(name) ?? new Set()).add(asker));
  }

  private fault(what: string, { as, message }: Attempt): void {
    const { method, path, headers, body } = message;
    const shown = { ...headers, authorization: undefined };
    const sent = body === null ? '' : ` ${body.toString().slice(0, 300)}`;
    this.report.faults.push(
      `request ${this.report.requests} of seed ${this.seed}: ${what}\n  ${as}: ${method} ${path.slice(0, 300)} ${JSON.stringify(shown).slice(0, 300)}${sent}`,
    );
  }

  /** The next value: which one follows from the seed and from what was answered before. */
  private draw<T>(arbitrary: Arbitrary<T>): T {
    const [value] = fc.sample(arbitrary, { seed: this.seed + this.drawn++, numRuns: 1 });
    return value as T; // numRuns of them
  }

  private drawn = 0;
}

function messageOf({ path }: Operation, { segments, query, headers, body, raw, method }: HostileDraft): Message {
  const address = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => segments[name] ?? '');
  const search = query.map(([name, value]) => `${encodeURIComponent(name)}=${value}`).join('&');
  const text = raw ?? (body === undefined ? null : JSON.stringify(body));
  return {
    method,
    path: search === '' ? address : `${address}?${search}`,
    headers: {
      ...(text !== null && { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(text)) }),
      ...headers,
    },
    body: text,
  };
}

const nextPassword = ({ body }: Message) => String((JSON.parse(String(body)) as { next: unknown }).next);

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/** Undefined when the text is no JSON. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** One line of what came of it. */
export function fuzzLine(report: FuzzReport): string {
  const { operations, requests, statuses, refusals, faults, welcomed, neverWelcome } = report;
  const failures = Object.entries(statuses).reduce(
    (sum, [status, count]) => sum + (Number(status) >= 500 ? count : 0),
    0,
  );
  const shown = Object.entries(statuses).map(([status, count]) => `${status}: ${count}`);
  return [
    `fuzz: ${operations} operations`,
    `${requests} requests`,
    `5xx = ${failures}`,
    `faults = ${faults.length}`,
    `${refusals} refusals that wrote nothing`,
    `2xx for ${[...welcomed].sort().join(', ')}`,
    `statuses ${shown.join(' ')}`,
    `never 2xx: ${neverWelcome.join(' + ') || 'none'}`,
  ].join(', ');
}
