import fc, { type Arbitrary } from 'fast-check';
import { type LocalDate, addDays, weekdayOf } from '../../src/common/clinic-time';
import { GUEST, METRICS_TOKEN } from './keys';
import { type KnownThings, kindOf } from './known-things';
import type { Operation, Schema } from './operations';

/** What is drawn from beside the document. */
export interface World {
  known: KnownThings;
  /** The clinic's date. */
  today: LocalDate;
  /** Of who asks. */
  password: string;
}

const HOURS = ['09:00', '10:00', '11:00', '12:00', '13:00', '15:00', '18:00', '21:00'];
const WORDS = fc.constantFrom('A check-up', 'dureri de cap', 'Ștefan – “ăîâșț”', 'line one\nline two', '李雷 😀', 'x');

/** Values that the schema of a member or parameter called `name` allows; known things where it names one. */
export function validValue(schema: Schema, name: string, path: string, world: World): Arbitrary<unknown> {
  const of = (each: Schema) => validValue(each, name, path, world);
  const { anyOf, oneOf, allOf, enum: words } = schema;
  const choices = anyOf ?? oneOf;
  if ('const' in schema) return fc.constant(schema.const);
  if (words) return fc.constantFrom(...words);
  if (choices) return fc.oneof(...choices.map(of));
  if (allOf) return of(Object.assign({}, ...allOf) as Schema);
  switch (schema.type) {
    case 'object':
      return validObject(schema, path, world);
    case 'array':
      return fc.array(of(schema.items ?? {}), { minLength: schema.minItems ?? 0, maxLength: 4 });
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case 'integer':
    case 'number':
      return validNumber(schema);
    case 'string':
      return validText(schema, name, path, world);
    default:
      return fc.oneof(ofKind(name, path, world), WORDS);
  }
}

function validObject({ properties = {}, required = [] }: Schema, path: string, world: World): Arbitrary<object> {
  const members = Object.entries(properties).map(([name, schema]) => [name, validValue(schema, name, path, world)]);
  return fc.record(Object.fromEntries(members) as Record<string, Arbitrary<unknown>>, { requiredKeys: required });
}

const validNumber = ({ minimum = 0, maximum = 100 }: Schema) =>
  fc.integer({ min: Math.max(minimum, -2_147_483_648), max: Math.min(maximum, 2_147_483_647) });

/** A known thing, the newer the likelier; anything like an id where none is known. */
function ofKind(name: string, path: string, { known }: World): Arbitrary<string> {
  const things = known.of(kindOf(path, name));
  return things.length > 0 ? fc.constantFrom(...things, ...things.slice(-5)) : fc.nat(50).map(String);
}

function validText(schema: Schema, name: string, path: string, world: World): Arbitrary<string> {
  const { format, pattern, minLength = 0, maxLength = 200 } = schema;
  if (format === 'date') return name === 'dateOfBirth' ? fc.constant('1980-02-29') : aWeekday(world);
  if (format === 'email') return fc.nat(1_000_000).map((nth) => `patient${nth}@example.com`);
  if (name === 'email') return fc.constant(GUEST.email);
  if (name === 'password') return fc.constant(GUEST.password);
  if (name === 'current') return fc.constantFrom(world.password, world.password, 'medano-current');
  if (name === 'next') return fc.constantFrom('medano-next', 'medano-after');
  if (name === 'userName') return fc.nat(1_000_000).map((nth) => `patient-${nth}`);
  if (/Id$|^(id|ids|name|who|cursor|ticket|token|queue|type)$/.test(name)) return ofKind(name, path, world);
  if (name === 'cron') return fc.constantFrom('*/5 * * * *', '0 3 * * 1', '30 0 0 1 1 *');
  if (name === 'timeZone') return fc.constantFrom('Europe/Bucharest', 'UTC', 'America/New_York');
  if (name === 'hour') return fc.nat(23).map((hour) => `${String(hour).padStart(2, '0')}:00`);
  if (pattern?.includes(':[0-5]')) return fc.constantFrom(...HOURS);
  if (pattern) return fc.stringMatching(new RegExp(pattern));
  return fc
    .oneof(WORDS, fc.string({ unit: 'grapheme', minLength, maxLength: Math.min(maxLength, 40) }))
    .map((text) => text.padEnd(minLength, 'x').slice(0, maxLength));
}

/** A date on which doctors work, within the half year in which visits are booked. */
const aWeekday = ({ today }: World) =>
  fc
    .integer({ min: 1, max: 180 })
    .map((days) => addDays(today, days))
    .map((date) => (weekdayOf(date) === 'Sunday' ? addDays(date, 1) : date));

/** What a request of an operation says, all of it as the document allows. */
export interface Draft {
  segments: Record<string, string>;
  query: [string, string][];
  headers: Record<string, string>;
  body: unknown;
}

const idempotencyKey = fc.oneof(
  fc.constant({}),
  fc.nat(200).map((nth) => ({ 'idempotency-key': `key-${nth}` })),
);

/** What opens the operations to which a role is no key, as a share of the requests. */
function keysTo(path: string, { known }: World): Arbitrary<Record<string, string>> {
  const [newest = 'none'] = known.of('refresh').slice(-1);
  const [signedIn = 'none'] = known.of('token').slice(-1);
  const bearer = (token: string) => fc.constant({ authorization: `Bearer ${token}` });
  switch (path) {
    case '/api/auth/refresh':
      // One that comes again ends its family.
      return fc
        .oneof(
          { weight: 19, arbitrary: fc.constant(newest) },
          { weight: 1, arbitrary: fc.constantFrom(...known.of('refresh'), 'x') },
        )
        .map((token) => ({ cookie: `refresh=${token}` }));
    case '/api/auth/logout':
      return fc.oneof({ weight: 9, arbitrary: bearer('none') }, { weight: 1, arbitrary: bearer(signedIn) });
    case '/metrics':
      return fc.oneof(fc.constant({}), bearer(METRICS_TOKEN));
    default:
      return fc.constant({});
  }
}

export function validDraft({ path, method, parameters, body }: Operation, world: World): Arbitrary<Draft> {
  const at = (place: string) => parameters.filter((each) => each.in === place);
  const value = (name: string, schema: Schema = {}) =>
    validValue(schema, name, path, world).map((each) => String(each));
  const segments = Object.fromEntries(
    at('path').map(({ name, schema = {} }) => [name, schema.enum ? value(name, schema) : ofKind(name, path, world)]),
  );
  const query = at('query').map(({ name, schema, required }) =>
    fc.oneof(
      { weight: required || name === 'ticket' ? 0 : 2, arbitrary: fc.constant(null) },
      { weight: 1, arbitrary: value(name, schema).map((each): [string, string] => [name, encodeURIComponent(each)]) },
    ),
  );
  return fc.record({
    segments: fc.record(segments),
    query: fc.tuple(...query).map((all) => all.filter((each) => each !== null)),
    headers: at('header').some(({ name }) => name === 'Idempotency-Key') ? idempotencyKey : keysTo(path, world),
    body: body ? validValue(body, '', path, world) : fc.constant(method === 'GET' ? undefined : {}),
  });
}
