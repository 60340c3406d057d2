import { type TestApp, startApp } from '../support/app';
import type { ApiAnswer, RequestOptions } from '../support/client';
import { Clinic } from '../support/clinic';

interface Schema {
  $ref?: string;
  properties?: Record<string, Schema>;
}

/** An operation as the OpenAPI document describes it. */
interface Described {
  parameters?: { in: string; name: string }[];
  requestBody?: { content: Record<string, { schema: Schema }> };
}

interface Document {
  paths: Record<string, Record<string, Described>>;
  components: { schemas: Record<string, Schema> };
}

interface Operation {
  path: string;
  method: string;
  fields: string[];
  query: string[];
  hasId: boolean;
  /** Of someone whom it lets in. */
  token: string | undefined;
}

jest.setTimeout(120_000);

const LONG = 'x'.repeat(20_000);
const HOSTILE_VALUES: readonly unknown[] = [
  undefined,
  null,
  true,
  {},
  [],
  [[[]]],
  '',
  ' \t\n ',
  'a\0b',
  '\u0007',
  '\ud800',
  '𝕬😀\u202e',
  LONG,
  "' OR 1=1 --",
  '-1',
  '0',
  '999999999999999',
  '9999999999999999999',
  -1,
  1.5,
  1e308,
  Number.MAX_SAFE_INTEGER + 1,
  { __proto__: null, constructor: { prototype: {} } },
];
const HOSTILE_BODIES = [
  '',
  'null',
  '7',
  '"text"',
  '[]',
  '[[{}]]',
  '{',
  '{"__proto__":{"role":"Admin"},"constructor":{"prototype":{"x":1}}}',
  `${'['.repeat(10_000)}${']'.repeat(10_000)}`,
  JSON.stringify({ reason: 'x'.repeat(300_000) }),
  '\0',
  '\ufeff{}',
];
const HOSTILE_SEGMENTS = [
  '0',
  '-1',
  '1e3',
  'x',
  '%00',
  '%ff',
  '%2e%2e%2f',
  '9'.repeat(16),
  '9'.repeat(15),
  LONG.slice(0, 4000),
  '%F0%9F%98%80',
];
const HOSTILE_QUERIES = ['', '-1', '1e9', 'x', '%00', '%ff', "'", '9'.repeat(30), '2027-02-30', LONG.slice(0, 4000)];

let app: TestApp;
let operations: Operation[];
let tokens: string[];

beforeAll(async () => {
  app = await startApp();
  const clinic = new Clinic(app);
  tokens = [await clinic.admin(), await clinic.client(), await clinic.doctor()].map(({ token }) => token);
  const document: Document = (await app.http.get('/api/openapi.json')).body;
  operations = [];
  for (const [path, methods] of Object.entries(document.paths)) {
    // It would end the sign-in that the others need.
    if (path === '/api/auth/logout') continue;
    for (const [name, described] of Object.entries(methods)) {
      const method = name.toUpperCase();
      operations.push({
        path,
        method,
        fields: fieldsOf(described, document),
        query: (described.parameters ?? []).filter((each) => each.in === 'query').map((each) => each.name),
        hasId: path.includes('{'),
        token: await admitted(method, path),
      });
    }
  }
});
afterAll(() => app.close());

function fieldsOf({ requestBody }: Described, { components }: Document): string[] {
  const schema = requestBody?.content['application/json']?.schema;
  const resolved = schema?.$ref === undefined ? schema : components.schemas[schema.$ref.split('/').at(-1) ?? ''];
  return Object.keys(resolved?.properties ?? {});
}

const address = ({ path }: Operation, segment = '1') => path.replaceAll(/\{\w+\}/g, segment);

/** What an answer to bad input may not be; null when it is as it should be. */
function fault(what: string, { status, body, headers }: ApiAnswer): string | null {
  if (status >= 500) return `${what}: ${status}`;
  if (status < 400) return null;
  if (!headers.get('content-type')?.startsWith('application/problem+json')) return `${what}: no problem`;
  return body.code && body.message && body.status === status ? null : `${what}: an incomplete problem`;
}

interface Attempt {
  what: string;
  send: () => Promise<ApiAnswer>;
}

/** Makes the attempts, a few at a time. */
async function faultsOf(attempts: readonly Attempt[]): Promise<string[]> {
  const faults: string[] = [];
  const waiting = [...attempts];
  const work = async () => {
    for (let attempt = waiting.pop(); attempt; attempt = waiting.pop()) {
      const found = fault(attempt.what, await attempt.send());
      if (found) faults.push(found);
    }
  };
  await Promise.all([work(), work(), work(), work()]);
  return faults;
}

/** An attempt at an operation by someone it lets in. */
function attempt(operation: Operation, what: string, send: (auth: RequestOptions) => Promise<ApiAnswer>): Attempt {
  const { path, method, token } = operation;
  return { what: `${method} ${path} ${what}`, send: () => send(token === undefined ? {} : { token }) };
}

/** The first of the sign-ins that an operation lets in. */
async function admitted(method: string, path: string): Promise<string | undefined> {
  for (const token of [undefined, ...tokens]) {
    const { status } = await app.http.send(method, path.replaceAll(/\{\w+\}/g, 'x'), undefined, token ?? {});
    if (status !== 401 && status !== 403) return token;
  }
  return undefined;
}

const rowCounts = () => new Clinic(app).rowCounts();

it('knows operations to try', () => {
  expect(operations.length).toBeGreaterThan(20);
  expect(operations.flatMap(({ fields }) => fields)).toContain('appointmentDate');
});

it('refuses bodies that are none as problems, whoever sends them', async () => {
  const attempts = operations.flatMap((operation) =>
    HOSTILE_BODIES.map((body) =>
      attempt(operation, JSON.stringify(body.slice(0, 30)), (auth) =>
        ['GET', 'DELETE'].includes(operation.method)
          ? app.http.get(address(operation), auth)
          : app.http.send(operation.method, address(operation), body, auth),
      ),
    ),
  );
  expect(await faultsOf(attempts)).toEqual([]);
});

it('refuses values of every wrong kind in every field, and writes nothing', async () => {
  const before = await rowCounts();
  const attempts = operations.flatMap((operation) =>
    operation.fields.flatMap((field) =>
      HOSTILE_VALUES.map((value) =>
        attempt(operation, `${field}=${JSON.stringify(value)?.slice(0, 30)}`, (auth) =>
          app.http.send(operation.method, address(operation), { [field]: value }, auth),
        ),
      ),
    ),
  );
  expect(await faultsOf(attempts)).toEqual([]);
  const { User, Appointment, jobs_Job } = before;
  expect(await rowCounts()).toMatchObject({ User, Appointment, jobs_Job });
});

it('answers hostile paths and queries with problems or answers, never with a failure', async () => {
  const attempts = operations.flatMap((operation) => [
    ...(operation.hasId ? HOSTILE_SEGMENTS : []).map((segment) =>
      attempt(operation, segment.slice(0, 30), (auth) =>
        app.http.send(operation.method, address(operation, segment), undefined, auth),
      ),
    ),
    ...operation.query.flatMap((name) =>
      HOSTILE_QUERIES.map((value) =>
        attempt(operation, `?${name}=${value.slice(0, 30)}`, (auth) =>
          app.http.get(`${address(operation)}?${name}=${value}`, auth),
        ),
      ),
    ),
  ]);
  expect(await faultsOf(attempts)).toEqual([]);
});

it('answers hostile headers with problems or answers', async () => {
  const headers: Record<string, string>[] = [
    { authorization: 'Bearer' },
    { authorization: 'Bearer x.y.z' },
    { authorization: `Bearer ${'x'.repeat(8000)}` },
    { authorization: 'Basic YTpi' },
    { 'if-match': '"x", *, W/' },
    { 'idempotency-key': 'x'.repeat(5000) },
    { 'x-forwarded-for': "1.2.3.4, '--" },
    { cookie: 'a=%; =;;; __proto__=1' },
    { 'content-type': 'application/json; charset=nonsense' },
    { 'content-encoding': 'gzip' },
    { 'accept-language': '\u00ff'.repeat(100) },
  ];
  const attempts = operations.flatMap((operation) =>
    headers.map((each) => ({
      what: `${operation.method} ${operation.path} ${JSON.stringify(each).slice(0, 40)}`,
      send: () =>
        app.http.send(operation.method, address(operation), operation.method === 'GET' ? undefined : {}, {
          headers: { ...each },
        }),
    })),
  );
  expect(await faultsOf(attempts)).toEqual([]);
});

it('stays up', async () => {
  expect((await app.http.get('/health/ready')).status).toBe(200);
  expect(app.logs().filter(({ level }) => level === 'error')).toEqual([]);
});
