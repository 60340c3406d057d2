import fc, { type Arbitrary } from 'fast-check';
import type { Operation, Schema } from './operations';
import type { Draft } from './valid-input';

/** Changes one thing about a request for the worse. */
export type Mutation = (request: HostileDraft) => void;

/** A request on its way to being hostile. */
export interface HostileDraft extends Draft {
  method: string;
  /** What is sent instead of `body` as JSON. */
  raw: string | Buffer | null;
}

const LONG = 'x'.repeat(20_000);
const DEEP = `${'['.repeat(10_000)}${']'.repeat(10_000)}`;

const SPECIAL_VALUES: readonly unknown[] = [
  null,
  true,
  {},
  [],
  [[[]]],
  [null],
  '',
  ' \t\n ',
  'a\0b',
  '\u0007\u001b[31m',
  '\ud800',
  '\u202e\u2066𝕬😀\ufeff',
  'Z̸͍̈́'.repeat(400),
  LONG,
  '\' OR 1=1; DROP TABLE "User" --',
  '{{constructor.constructor("return process")()}}',
  '<script>alert(1)</script>',
  'a@b.c\r\nBcc: all@example.com',
  '-1',
  '0',
  '00001',
  '1e3',
  '999999999999999',
  '9999999999999999999',
  '2027-02-30',
  '0000-00-00',
  '9999-12-31',
  '24:00',
  '12:60',
  -1,
  0,
  1.5,
  -0.1,
  1e308,
  5e-324,
  2 ** 31,
  2 ** 53,
  { length: 1e9 },
  { toString: null },
];

const hostileValue: Arbitrary<unknown> = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...SPECIAL_VALUES) },
  { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 300 }) },
  { weight: 1, arbitrary: fc.double() },
  { weight: 1, arbitrary: fc.bigInt().map(String) },
);

const RAW_BODIES: readonly (string | Buffer)[] = [
  '',
  'null',
  '7',
  '"text"',
  '[]',
  '[[{}]]',
  '{',
  '{"a":',
  '{"__proto__":{"role":"Admin"},"constructor":{"prototype":{"x":1}}}',
  DEEP,
  `{"reason":${DEEP}}`,
  JSON.stringify({ reason: 'x'.repeat(300_000) }),
  JSON.stringify({ reason: 'x'.repeat(2_000_000) }),
  `{${Array.from({ length: 9_000 }, (_, nth) => `"k${nth}":${nth}`).join(',')}}`,
  `{"ids":[${'1,'.repeat(100_000)}1]}`,
  '\0',
  '\ufeff{}',
  Buffer.from([0xff, 0xfe, 0x7b, 0x00, 0x7d, 0x00]),
  Buffer.from([0x7b, 0x22, 0xc3, 0x28, 0x22, 0x3a, 0x31, 0x7d]),
  `{"rating":${'9'.repeat(5_000)}}`,
  `{"rating":1e${'9'.repeat(50)}}`,
];

const SEGMENTS = [
  '',
  '0',
  '-1',
  '1e3',
  '1.0',
  'x',
  'null',
  'undefined',
  '__proto__',
  'constructor',
  '%00',
  '%ff',
  '%',
  '%2e%2e%2f',
  '%2F',
  '..%5c',
  '9'.repeat(15),
  '9'.repeat(16),
  LONG.slice(0, 8_000),
  '%F0%9F%98%80',
  '%D9%A1',
  '00000000-0000-0000-0000-000000000000',
  'ffffffff-ffff-4fff-bfff-ffffffffffff',
  '1;drop',
  "1'--",
];

const QUERY_VALUES = [
  '',
  '-1',
  '0',
  '1001',
  '1e9',
  'x',
  '%00',
  '%ff',
  '%',
  "'",
  '9'.repeat(30),
  '2027-02-30',
  '2027-13-01',
  'true%00',
  LONG.slice(0, 8_000),
  'eyJhIjoxfQ',
  Buffer.from('["x","y"]').toString('base64url'),
  Buffer.from('2027-01-01T00:00:00.000Z|1e999').toString('base64url'),
  '%F0%9F%98%80',
];

const HEADERS: readonly Record<string, string>[] = [
  { authorization: 'Bearer' },
  { authorization: 'Bearer x.y.z' },
  { authorization: `Bearer ${'x'.repeat(8_000)}` },
  { authorization: 'Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.' },
  { authorization: 'Basic YTpi' },
  { 'if-match': '"x", *, W/' },
  { 'if-match': `"${'9'.repeat(400)}"` },
  { 'if-none-match': '*' },
  { 'idempotency-key': '' },
  { 'idempotency-key': 'x'.repeat(5_000) },
  { 'idempotency-key': '\u00ff\u00fe' },
  { 'last-event-id': '-1' },
  { 'last-event-id': '9'.repeat(400) },
  { 'x-forwarded-for': "'; --" },
  { 'x-forwarded-for': Array.from({ length: 500 }, () => '1.2.3.4').join(',') },
  { 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'gopher' },
  { 'x-request-id': 'x'.repeat(500) },
  { 'x-long': 'x'.repeat(20_000) },
  { cookie: 'a=%; =;;; __proto__=1; refresh=%ff' },
  { cookie: `refresh=${'x'.repeat(4_000)}` },
  { 'content-type': 'application/json; charset=nonsense' },
  { 'content-type': 'application/json; charset=utf-16' },
  { 'content-type': 'text/plain' },
  { 'content-type': 'multipart/form-data' },
  { 'content-type': 'application/x-www-form-urlencoded' },
  { 'content-type': '\u00ff' },
  { 'content-encoding': 'gzip' },
  { 'content-encoding': 'br' },
  { 'content-encoding': 'nonsense' },
  { accept: 'image/png' },
  { 'accept-language': '\u00ff'.repeat(100) },
  { origin: 'null' },
  { origin: 'https://evil.example' },
  { range: 'bytes=0-0,-1' },
  { 'x-http-method-override': 'DELETE' },
];

const METHODS = ['HEAD', 'OPTIONS', 'PATCH', 'DELETE', 'POST', 'PUT', 'GET', 'TRACE', 'PROPFIND'];

/** One to three things about a request of an operation that are not as they should be. */
export function mutations(operation: Operation): Arbitrary<Mutation[]> {
  const { body, parameters } = operation;
  const named = (place: string) => parameters.filter((each) => each.in === place).map(({ name }) => name);
  const fields = fieldsOf(body);
  const [segments, query] = [named('path'), named('query')];
  return fc.array(
    fc.oneof(
      ...(fields.length > 0 ? [{ weight: 6, arbitrary: hostileField(fields) }] : []),
      ...(segments.length > 0 ? [{ weight: 2, arbitrary: hostileSegment(segments) }] : []),
      { weight: query.length > 0 ? 3 : 1, arbitrary: hostileQuery([...query, '__proto__', 'constructor[x]']) },
      { weight: body ? 2 : 1, arbitrary: hostileBody },
      { weight: 1, arbitrary: extraMembers },
      { weight: 2, arbitrary: hostileHeaders },
      { weight: 1, arbitrary: anotherMethod },
    ),
    { minLength: 1, maxLength: 3 },
  );
}

const fieldsOf = (schema: Schema | null) => Object.keys(schema?.properties ?? {});

const membersOf = ({ body }: HostileDraft) => (typeof body === 'object' && body !== null ? { ...body } : {});

const hostileField = (names: readonly string[]) =>
  fc
    .tuple(fc.constantFrom(...names), fc.option(hostileValue, { nil: undefined, freq: 8 }))
    .map(([name, value]): Mutation => (request) => {
      request.body = { ...membersOf(request), [name]: value };
    });

const hostileSegment = (names: readonly string[]) =>
  fc
    .tuple(
      fc.constantFrom(...names),
      fc.oneof(fc.constantFrom(...SEGMENTS), fc.string({ unit: 'binary', maxLength: 60 }).map(percentEncoded)),
    )
    .map(([name, value]): Mutation => (request) => {
      request.segments[name] = value;
    });

const hostileQuery = (names: readonly string[]) =>
  fc
    .array(
      fc.tuple(
        fc.constantFrom(...names, ...names.map((name) => `${name}[]`), ...names.map((name) => `${name}[a][b]`)),
        fc.oneof(fc.constantFrom(...QUERY_VALUES), fc.string({ unit: 'binary', maxLength: 60 }).map(percentEncoded)),
      ),
      { minLength: 1, maxLength: 3 },
    )
    .map(
      (pairs): Mutation =>
        (request) =>
          request.query.push(...pairs),
    );

const hostileBody = fc
  .oneof(
    fc.constantFrom(...RAW_BODIES),
    fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
    fc.json({ maxDepth: 4 }),
  )
  .map((raw): Mutation => (request) => {
    request.raw = raw;
  });

const extraMembers = fc
  .dictionary(fc.constantFrom('__proto__', 'constructor', 'prototype', 'id', 'role', 'isActive', 'x', ''), hostileValue)
  .map((extra): Mutation => (request) => {
    const body = JSON.stringify({ ...membersOf(request), ...extra });
    request.raw = body.replace(/}$/, `${body === '{}' ? '' : ','}"__proto__":{"isAdmin":true}}`);
  });

const hostileHeaders = fc.constantFrom(...HEADERS).map((headers): Mutation => (request) => {
  Object.assign(request.headers, headers);
});

const anotherMethod = fc.constantFrom(...METHODS).map((method): Mutation => (request) => {
  request.method = method;
});

/** Every byte of it as `%xx`, lone surrogates included. */
const percentEncoded = (text: string) => Buffer.from(text).toString('hex').replace(/../g, '%$&');
