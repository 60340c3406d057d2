import { type AddressInfo, connect } from 'node:net';
import { Body, Controller, Get, Logger, Module, Post, Query } from '@nestjs/common';
import { createZodDto } from 'nestjs-zod';
import { QueryFailedError } from 'typeorm';
import { z } from 'zod';
import { Anyone } from '../../src/auth/access';
import { DomainError } from '../../src/common/domain-error';
import { AcceptsForms } from '../../src/common/http/body';
import { IfMatch, Versioned } from '../../src/common/http/etag';
import { optionalText, rowId, text, whole } from '../../src/common/http/fields';
import { PathId, PathUuid } from '../../src/common/http/path-id';
import { Page, pagingFields } from '../../src/common/paging';
import { Database } from '../../src/database/database';
import { DatabaseBusy, OutcomeUnknown, TransactionTimedOut } from '../../src/database/transaction.errors';
import { HealthService } from '../../src/health/health.service';
import { type TestApp, startApp } from '../support/app';
import type { ApiAnswer } from '../support/client';

class Pet extends createZodDto(
  z.object({
    ownerId: rowId(),
    name: text(20),
    age: whole(0, 30),
    remark: optionalText(50),
    tags: z.array(text(5)).optional(),
  }),
) {}

class PetsQuery extends createZodDto(z.object(pagingFields())) {}

const FAILURES: Record<string, () => Error> = {
  unexpected: () => new TypeError('Cannot read the record of Ana Ionescu'),
  query: () => new QueryFailedError('SELECT ?', ['ana@clinic.example'], new Error('near ana@clinic.example')),
  busy: () => new DatabaseBusy(),
  late: () => new TransactionTimedOut(5000),
  unanswering: () => Object.assign(new Error('Timeout: Request failed to complete in 15000ms'), { code: 'ETIMEOUT' }),
  lost: () => new OutcomeUnknown(),
  throttled: () => new DomainError('throttled', 'too-often', 'Too often.', { retryAfterSeconds: 90 }),
};

@Anyone()
@Controller('pets')
class PetController {
  private readonly logger = new Logger('Pets');

  @Get()
  list(@Query() query: PetsQuery): Page<{ id: number }> {
    const place = ({ id }: { id: number }) => ({ at: new Date(id), id: String(id) });
    const first = Number(query.cursor?.id ?? 6) - 1;
    const rows = Array.from({ length: first }, (_, index) => ({ id: first - index }));
    return Page.of(rows.slice(0, query.limit + 1), query, place, query.count ? 5 : null);
  }

  @Post()
  add(@Body() pet: Pet): unknown {
    this.logger.log('added');
    return { ...pet };
  }

  @Post('form')
  @AcceptsForms()
  addByForm(@Body() body: Record<string, string>): unknown {
    return { ...body };
  }

  @Get('fail')
  fail(@Query('how') how: string): never {
    throw FAILURES[how]?.() ?? new Error('unknown');
  }

  @Get('versioned')
  @Versioned()
  versioned(@IfMatch() wanted: number | null): unknown {
    return { version: 7, wanted };
  }

  @Get('by-uuid/:id')
  byUuid(@PathUuid() id: string): unknown {
    return { id };
  }

  @Get(':id')
  one(@PathId() id: number): unknown {
    return { id };
  }
}

@Module({ controllers: [PetController] })
class PetModule {}

const ORIGIN = 'http://localhost:3000';
const PROBLEM_KEYS = ['type', 'title', 'status', 'detail', 'instance', 'code', 'traceId', 'message'];
const pet = { ownerId: 1, name: 'Rex', age: 3 };

let clinic: TestApp;
beforeAll(async () => {
  clinic = await startApp({ modules: [PetModule] });
});
afterAll(() => clinic.close());

/** Everything that has to be true of a refusal. */
function expectProblem(answer: ApiAnswer, status: number, code: string, fields?: string[]): void {
  expect(answer).toMatchObject({ status, body: { status, code } });
  expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  const body = answer.body as Record<string, unknown>;
  expect(Object.keys(body)).toEqual(fields ? [...PROBLEM_KEYS, 'errors'] : PROBLEM_KEYS);
  expect(body.message).toBe(body.detail);
  expect(body.traceId).toBe(answer.headers.get('x-request-id'));
  expect(body.title).toMatch(/^[A-Z].*\.$/);
  if (fields) expect(Object.keys(body.errors as object)).toEqual(fields);
}

describe('unknown addresses', () => {
  it('are a problem that repeats nothing of the query', async () => {
    const answer = await clinic.http.get('/api/nothing/here?token=s3cret');
    expectProblem(answer, 404, 'not-found');
    expect(answer.body.instance).toBe('/api/nothing/here');
    expect(JSON.stringify(answer.body)).not.toContain('s3cret');
  });

  it.each(['/', '/nothing', '/api', '/api/pets/1/more'])('include %s', async (path) => {
    expectProblem(await clinic.http.get(path), 404, 'not-found');
  });

  it('include known ones under another method', async () => {
    expectProblem(await clinic.http.delete('/api/pets/1'), 404, 'not-found');
  });

  it('that cannot be decoded are malformed', async () => {
    expectProblem(await clinic.http.get('/api/pets/%E0%A4%A'), 400, 'malformed');
  });
});

describe('ids in paths', () => {
  it('are 1 to 15 digits', async () => {
    expect((await clinic.http.get('/api/pets/12')).body).toEqual({ id: 12 });
    expect((await clinic.http.get(`/api/pets/${'9'.repeat(15)}`)).body).toEqual({ id: 999_999_999_999_999 });
  });

  it.each(['x', '-1', '1.5', '1e3', '0x1', '9'.repeat(16), '%00', '1%20', '%D9%A1', '__proto__'])(
    'that are "%s" name nothing',
    async (id) => expectProblem(await clinic.http.get(`/api/pets/${id}`), 404, 'not-found'),
  );

  it('that are UUIDs are compared in lower case', async () => {
    const uuid = '6F1C2F0E-7F6B-4F7C-9F55-0A2F9D2D9A10';
    expect((await clinic.http.get(`/api/pets/by-uuid/${uuid}`)).body).toEqual({ id: uuid.toLowerCase() });
    expectProblem(await clinic.http.get('/api/pets/by-uuid/12'), 404, 'not-found');
  });
});

describe('bodies', () => {
  const post = (body: unknown, headers = {}) => clinic.http.post('/api/pets', body, { headers });

  it('are trimmed, with an empty optional text as null and unknown members left out', async () => {
    const { status, body } = await post({ ...pet, name: '  Rex ', remark: ' ', chip: 'x', tags: [' a'] });
    expect(status).toBe(201);
    expect(body).toEqual({ ownerId: 1, name: 'Rex', age: 3, remark: null, tags: ['a'] });
  });

  it('may send whole numbers as text and ids either way, but convert nothing else', async () => {
    expect((await post({ ...pet, ownerId: '12', age: '3' })).body).toMatchObject({ ownerId: 12, age: 3 });
    expectProblem(await post({ ...pet, age: '3.0' }), 400, 'malformed', ['age']);
    expectProblem(await post({ ...pet, age: true }), 400, 'malformed', ['age']);
    expectProblem(await post({ ...pet, name: 7 }), 400, 'malformed', ['name']);
  });

  it('may have spaces around what is sent as text, and lines that end as elsewhere', async () => {
    const { body } = await post({ ...pet, ownerId: ' 12 ', age: ' 3', remark: 'one\r\ntwo\rthree' });
    expect(body).toMatchObject({ ownerId: 12, age: 3, remark: 'one\ntwo\nthree' });
  });

  it.each<[string, object, string[]]>([
    ['missing members', {}, ['ownerId', 'name', 'age']],
    ['null where a value is needed', { ...pet, name: null }, ['name']],
    ['an empty name', { ...pet, name: '  ' }, ['name']],
    ['text that is too long', { ...pet, name: 'x'.repeat(21) }, ['name']],
    ['NUL', { ...pet, name: 'a\0b' }, ['name']],
    ['half a surrogate pair', { ...pet, name: 'a\ud800b' }, ['name']],
    ['huge numbers', { ...pet, age: 1e300, ownerId: 1e21 }, ['ownerId', 'age']],
    ['objects for text', { ...pet, name: { $gt: '' } }, ['name']],
    ['one bad member of a list', { ...pet, tags: ['a', 'too long'] }, ['tags.1']],
    ['a list for the whole', [pet], ['body']],
  ])('with %s are malformed, by field', async (_, body, fields) => {
    expectProblem(await post(body), 400, 'malformed', fields);
  });

  it('keep newlines, tabs and every script', async () => {
    const name = 'Ștefan\n\t李 😀';
    expect((await post({ ...pet, name })).body.name).toBe(name);
  });

  it('cannot reach prototypes', async () => {
    const answer = await post('{"ownerId":1,"name":"Rex","age":3,"__proto__":{"admin":true},"constructor":{"x":1}}');
    expect(answer.status).toBe(201);
    expect(answer.body).toEqual({ ...pet, remark: null });
    expect(({} as Record<string, unknown>).admin).toBeUndefined();
  });

  it.each(['{', '{"a":1,}', 'null', '"text"', '7', 'NaN', ' '])('that are "%s" are no JSON object', async (body) => {
    expectProblem(await post(body), 400, 'malformed', ['body']);
  });

  it('may not nest deeply', async () => {
    const deep = `{"tags":${'['.repeat(50_000)}${']'.repeat(50_000)}}`;
    expectProblem(await post(deep), 400, 'malformed', ['body']);
  });

  it('may hold any number of brackets in text', async () => {
    const { status } = await post({ ...pet, remark: `"${'['.repeat(40)}\\` });
    expect(status).toBe(201);
  });

  it('over 256 kB are too large, the process stays up', async () => {
    expectProblem(await post({ ...pet, junk: 'x'.repeat(256 * 1024) }), 413, 'too-large');
    expectProblem(await post({ ...pet, junk: 'x'.repeat(2_000_000) }), 413, 'too-large');
    expect((await post({ ...pet, junk: 'x'.repeat(255 * 1024) })).status).toBe(201);
  });

  it.each(['text/plain', 'application/xml', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'])(
    'of type %s are not supported',
    async (type) => {
      const answer = await post('name=Rex', { 'content-type': type });
      expectProblem(answer, 415, 'unsupported-media-type');
    },
  );

  it('in other encodings are not supported', async () => {
    const latin = { 'content-type': 'application/json; charset=iso-8859-1' };
    expectProblem(await post('{}', latin), 415, 'unsupported-media-type');
    expectProblem(await post('{}', { 'content-encoding': 'compress' }), 415, 'unsupported-media-type');
  });

  it('may be forms where a route says so', async () => {
    const answer = await clinic.http.post('/api/pets/form', 'List-Unsubscribe=One-Click', {
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
    expect(answer).toMatchObject({ status: 201, body: { 'List-Unsubscribe': 'One-Click' } });
  });

  it('may be absent without a type: what is required is named', async () => {
    expectProblem(await clinic.http.post('/api/pets'), 400, 'malformed', ['ownerId', 'name', 'age']);
  });
});

describe('failures', () => {
  it('that nobody expected say nothing, and are logged without data', async () => {
    const answer = await clinic.http.get('/api/pets/fail?how=unexpected');
    expectProblem(answer, 500, 'internal-error');
    expect(JSON.stringify(answer.body)).not.toMatch(/Ana|TypeError/);
    const { traceId } = answer.body;
    expect(clinic.logs()).toContainEqual(
      expect.objectContaining({ level: 'error', traceId, err: expect.objectContaining({ type: 'TypeError' }) }),
    );
  });

  it('of statements leave their values out of answer and log', async () => {
    expectProblem(await clinic.http.get('/api/pets/fail?how=query'), 500, 'internal-error');
    expect(JSON.stringify(clinic.logs())).not.toContain('ana@clinic.example');
  });

  it.each(['busy', 'late', 'unanswering'])('of a %s database ask to come again', async (how) => {
    const answer = await clinic.http.get(`/api/pets/fail?how=${how}`);
    expectProblem(answer, 503, 'database-busy');
    expect(answer.headers.get('retry-after')).toBe('1');
  });

  it('whose outcome nobody knows ask to look first', async () => {
    const answer = await clinic.http.get('/api/pets/fail?how=lost');
    expectProblem(answer, 503, 'outcome-unknown');
    expect(answer.body.detail).toBe('It is not known whether the change was made. Look before trying again.');
    expect(answer.headers.get('retry-after')).toBeNull();
  });

  it('say when to come again', async () => {
    const answer = await clinic.http.get('/api/pets/fail?how=throttled');
    expectProblem(answer, 429, 'too-often');
    expect(answer.headers.get('retry-after')).toBe('90');
  });
});

describe('lists', () => {
  it('are bare arrays that lead from page to page', async () => {
    const first = await clinic.http.get('/api/pets?limit=2&count=true');
    expect(first.body).toEqual([{ id: 5 }, { id: 4 }]);
    expect(first.headers.get('x-total-count')).toBe('5');
    const seen = [...(first.body as unknown[])];
    for (let link = first.headers.get('link'); link;) {
      const [, next = ''] = /^<(.+)>; rel="next"$/.exec(link) ?? [];
      const page = await clinic.http.get(next);
      seen.push(...(page.body as unknown[]));
      link = page.headers.get('link');
    }
    expect(seen).toEqual([5, 4, 3, 2, 1].map((id) => ({ id })));
  });

  it('are counted only when asked to', async () => {
    const { headers } = await clinic.http.get('/api/pets');
    expect(headers.get('x-total-count')).toBeNull();
    expect(headers.get('link')).toBeNull();
  });

  it.each(['limit=0', 'limit=1001', 'limit=x', 'limit=1&limit=2', 'limit[$gt]=1&limit=', 'cursor=x', 'count=1'])(
    'refuse ?%s',
    async (query) => {
      const [field = ''] = query.split(/[=[]/);
      expectProblem(await clinic.http.get(`/api/pets?${query}`), 400, 'malformed', [field]);
    },
  );
});

describe('versions', () => {
  const wanted = async (ifMatch: string) =>
    (await clinic.http.get('/api/pets/versioned', { headers: { 'if-match': ifMatch } })).body.wanted;

  it('are tags', async () => {
    const answer = await clinic.http.get('/api/pets/versioned');
    expect(answer.headers.get('etag')).toBe('"7"');
    expect(answer.body.wanted).toBeNull();
  });

  it('are demanded by If-Match; a tag that is none of ours matches no version', async () => {
    expect(await wanted('"7"')).toBe(7);
    expect(await wanted('*')).toBeNull();
    for (const foreign of ['7', 'W/"7"', '"abc"', '""']) expect(await wanted(foreign)).toBe(0);
  });
});

describe('every answer', () => {
  it('is stored nowhere and has no tag of Express', async () => {
    for (const path of ['/api/pets/1', '/api/nothing', '/api/docs', '/api/openapi.json']) {
      const { headers } = await clinic.http.get(path);
      expect(headers.get('cache-control')).toBe('no-store');
      expect(headers.get('etag')).toBeNull();
      expect(headers.get('x-powered-by')).toBeNull();
      expect(headers.get('x-content-type-options')).toBe('nosniff');
    }
  });

  it('has the request id that was sent, if it is usable', async () => {
    const idOf = async (id: string) =>
      (await clinic.http.get('/api/pets/1', { headers: { 'x-request-id': id } })).headers.get('x-request-id');
    expect(await idOf('trace-1234')).toBe('trace-1234');
    for (const bad of ['short', 'a b c d e f', 'x'.repeat(65), '<script>alert(1)</script>']) {
      expect(await idOf(bad)).toMatch(/^[\da-f]{32}$/);
    }
  });

  it('comes whatever the case of the path', async () => {
    expect((await clinic.http.get('/API/Pets/12')).body).toEqual({ id: 12 });
  });
});

describe('the log', () => {
  it('has one line for a request, with its route and never its address', async () => {
    const { headers } = await clinic.http.get('/api/pets/12?name=Ana');
    await clinic.http.get('/api/people/ana@clinic.example');
    const lines = clinic.logs().filter((line) => line.traceId === headers.get('x-request-id'));
    expect(lines).toEqual([
      expect.objectContaining({ method: 'GET', route: '/api/pets/:id', status: 200, ms: expect.any(Number) }),
    ]);
    expect(clinic.logs()).toContainEqual(expect.objectContaining({ route: null, status: 404 }));
    expect(JSON.stringify(clinic.logs())).not.toContain('ana@');
  });
});

describe('what is logged while a request is served', () => {
  it('carries its id, also after its body was read', async () => {
    const { headers } = await clinic.http.post('/api/pets', pet);
    const traceId = headers.get('x-request-id');
    expect(clinic.logs()).toContainEqual(expect.objectContaining({ context: 'Pets', msg: 'added', traceId }));
  });
});

describe('pages of other origins', () => {
  const preflight = (path: string, origin: string) =>
    clinic.http.send('OPTIONS', path, undefined, {
      headers: { origin, 'access-control-request-method': 'PUT', 'access-control-request-headers': 'if-match' },
    });

  it('may call the API when they are configured', async () => {
    const { status, headers } = await preflight('/api/pets', ORIGIN);
    expect(status).toBe(204);
    expect(headers.get('access-control-allow-origin')).toBe(ORIGIN);
    expect(headers.get('access-control-allow-credentials')).toBe('true');
    expect(headers.get('access-control-allow-headers')).toBe(
      'Authorization,Content-Type,Idempotency-Key,If-Match,If-None-Match,Last-Event-ID',
    );
    const answer = await clinic.http.get('/api/nothing', { headers: { origin: ORIGIN } });
    expect(answer.headers.get('access-control-allow-origin')).toBe(ORIGIN);
    expect(answer.headers.get('access-control-expose-headers')).toBe('ETag,Link,Location,Retry-After,X-Total-Count');
    expect(answer.headers.get('vary')).toContain('Origin');
  });

  it.each(['http://localhost:3001', 'https://localhost:3000', 'http://localhost:3000.evil.example', 'null'])(
    'may not when they are %s',
    async (origin) => {
      expect((await preflight('/api/pets', origin)).headers.get('access-control-allow-origin')).toBeNull();
      const answer = await clinic.http.get('/api/pets', { headers: { origin } });
      expect(answer.headers.get('access-control-allow-origin')).toBeNull();
    },
  );

  it.each(['/hangfire', '/health/live'])('never reach %s', async (path) => {
    const answer = await clinic.http.get(path, { headers: { origin: ORIGIN } });
    expect(answer.headers.get('access-control-allow-origin')).toBeNull();
    expect((await preflight(path, ORIGIN)).headers.get('access-control-allow-origin')).toBeNull();
  });
});

describe('the OpenAPI document', () => {
  interface Operation {
    operationId: string;
    parameters?: { name: string; in: string; schema: Record<string, unknown> }[];
    responses: Record<string, unknown>;
  }
  let document: {
    openapi: string;
    servers: unknown;
    paths: Record<string, Record<string, Operation>>;
    components: { schemas: Record<string, unknown>; securitySchemes: unknown };
  };
  const operations = () =>
    Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
    );
  beforeAll(async () => {
    document = (await clinic.http.get('/api/openapi.json')).body;
  });

  it('is of version 3.1, with prefixed paths and bearer sign-in', () => {
    expect(document).toMatchObject({
      openapi: '3.1.0',
      servers: [{ url: '/' }],
      components: { securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } } },
    });
    expect(Object.keys(document.paths)).toEqual(expect.arrayContaining(['/api/pets/{id}', '/health/ready']));
    for (const path of Object.keys(document.paths)) expect(path).toMatch(/^\/(api|health|metrics)(\/|$)/);
  });

  it('leads every reference somewhere', () => {
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map(([, reference]) => reference);
    expect(references).toContain('#/components/schemas/Problem');
    for (const reference of references) {
      expect(reference).toMatch(/^#\/components\/schemas\//);
      expect(document.components.schemas).toHaveProperty([reference?.split('/').at(-1) ?? '']);
    }
  });

  it('names each operation once, its path parameters and its problems', () => {
    const ids = operations().map(({ operation }) => operation.operationId);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { path, operation } of operations()) {
      const named = (operation.parameters ?? []).filter((each) => each.in === 'path').map((each) => each.name);
      expect(named.sort()).toEqual([...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort());
      expect(operation.responses).toHaveProperty('default');
      expect(Object.keys(operation.responses).some((status) => /^2\d\d$/.test(status))).toBe(true);
    }
  });

  it('describes what is taken', () => {
    expect(document.components.schemas.Pet).toMatchObject({
      required: ['ownerId', 'name', 'age'],
      properties: { ownerId: { type: 'string' }, age: { type: 'integer', maximum: 30 } },
    });
    expect(document.paths['/api/pets/{id}']?.get?.parameters).toEqual([
      expect.objectContaining({ name: 'id', schema: { type: 'string', pattern: '^\\d{1,15}$' } }),
    ]);
  });
});

describe('the pages of the API', () => {
  it('come with all they need from here', async () => {
    const { status, body, headers } = await clinic.http.get('/api/docs');
    expect(status).toBe(200);
    expect(headers.get('content-security-policy')).toContain("default-src 'self'");
    const links = [...String(body).matchAll(/(?:src|href)=["']([^"'#]+)["']/g)].map(([, link]) => link ?? '');
    expect(links.length).toBeGreaterThan(3);
    for (const link of links) {
      const asset = await fetch(new URL(link, `${clinic.url}/api/docs`));
      expect([link, asset.status]).toEqual([link, 200]);
      await asset.arrayBuffer();
    }
    expect(body).not.toMatch(/<script>/);
  });
});

describe('health', () => {
  it('is told to anyone, in names and states', async () => {
    expect((await clinic.http.get('/health/live')).body).toEqual({ status: 'ok' });
    const ready = await clinic.http.get('/health/ready');
    expect(ready.status).toBe(200);
    expect(ready.body).toEqual({
      status: 'ok',
      checks: { alerts: 'up', database: 'up', promises: 'up', workers: 'up' },
    });
  });

  it('is degraded, and ready, while nobody runs jobs', async () => {
    const api = await startApp({ env: { ROLE: 'api' } });
    expect(await api.http.get('/health/ready')).toMatchObject({
      status: 200,
      body: { status: 'degraded', checks: { workers: 'degraded' } },
    });
    await api.close();
  });

  it('is not ready without a migration that it knows of', async () => {
    const other = await startApp();
    const database = other.get(Database);
    const { migrations } = database.manager.connection;
    migrations.push({ name: 'Later1', up: () => Promise.resolve(), down: () => Promise.resolve() });
    expectProblem(await other.http.get('/health/ready'), 503, 'not-ready', ['database']);
    migrations.pop();
    expect((await other.http.get('/health/ready')).status).toBe(200);
    await other.close();
  });

  it('is not ready while it stops', async () => {
    const other = await startApp();
    other.get(HealthService).onModuleDestroy();
    expectProblem(await other.http.get('/health/ready'), 503, 'not-ready', ['process']);
    expect((await other.http.get('/health/live')).status).toBe(200);
    await other.close();
  });
});

describe('a worker', () => {
  it('serves its health and nothing else', async () => {
    const worker = await startApp({ env: { ROLE: 'worker' } });
    expect((await worker.http.get('/health/live')).status).toBe(200);
    for (const path of ['/api/docs', '/api/openapi.json', '/api/client/doctors', '/hangfire']) {
      expectProblem(await worker.http.get(path), 404, 'not-found');
    }
    await worker.close();
  });
});

describe('a request that is no HTTP', () => {
  it('leaves the process up', async () => {
    const { port } = clinic.app.getHttpServer().address() as AddressInfo;
    await new Promise<void>((resolve, reject) => {
      const socket = connect(port, '127.0.0.1', () => socket.end('GET /\0 NONSENSE\r\n\r\n'));
      socket
        .on('close', () => resolve())
        .on('error', reject)
        .resume();
    });
    expect((await clinic.http.get('/health/live')).status).toBe(200);
  });
});
