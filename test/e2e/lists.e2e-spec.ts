import { type TestApp, startApp } from '../support/app';
import type { ApiAnswer } from '../support/client';
import { Clinic, type DoctorPerson, type Person } from '../support/clinic';
import { TestClock } from '../support/test-clock';

/** What is never long, and has an order of its own. */
const SHORT = [
  '/api/admin/jobs/history',
  '/api/client/appointment-hours/doctor/{id}',
  '/api/client/appointment-hours/doctor/{id}/day/{day}',
  '/api/admin/queues',
  '/api/admin/recurring-jobs',
  '/api/admin/servers',
];

interface Described {
  parameters?: { name: string; in: string }[];
  responses: Record<string, { headers?: object; content?: { 'application/json'?: { schema: { type?: string } } } }>;
}

let app: TestApp;
let doctor: DoctorPerson;
let people: Person[];
let lists: { path: string; described: Described }[];

beforeAll(async () => {
  app = await startApp({ clock: TestClock.at('2027-01-04T08:00:00.000Z'), env: { ROLE: 'api' } });
  const clinic = new Clinic(app);
  doctor = await clinic.doctor();
  await clinic.doctor();
  await clinic.doctor();
  const [admin, client] = [await clinic.admin(), await clinic.client()];
  people = [client, doctor, admin];
  for (const hour of ['09:00', '10:00', '11:00']) await clinic.book(client, doctor.doctorId, '2027-01-05', hour);

  const { body } = await app.http.get('/api/openapi.json');
  lists = Object.entries(body.paths as Record<string, { get?: Described }>).flatMap(([path, { get }]) => {
    const isList = get?.responses['200']?.content?.['application/json']?.schema.type === 'array';
    return get && isList && !SHORT.includes(path) ? [{ path, described: get }] : [];
  });
});
afterAll(() => app.close());

/** The first of the people that a list lets in. */
async function readerOf(address: string): Promise<Person> {
  for (const person of people) if ((await app.http.get(address, person.token)).status === 200) return person;
  throw new Error(`${address} lets nobody in.`);
}

const nextOf = ({ headers }: ApiAnswer) => /^<(.+)>; rel="next"$/.exec(headers.get('link') ?? '')?.[1] ?? null;

it('knows lists', () => {
  expect(lists.length).toBeGreaterThanOrEqual(10);
});

it('describes of every list how it is paged', () => {
  for (const { path, described } of lists) {
    const taken = (described.parameters ?? []).filter((each) => each.in === 'query').map(({ name }) => name);
    expect([path, ['limit', 'cursor', 'count'].filter((name) => !taken.includes(name))]).toEqual([path, []]);
    expect([path, Object.keys(described.responses['200']?.headers ?? {})]).toEqual([path, ['Link', 'X-Total-Count']]);
  }
});

it('leads through every list, page by page, to the rows that it has as a whole', async () => {
  const lengths: number[] = [];
  for (const { path } of lists) {
    const address = path.replace('{id}', String(doctor.doctorId));
    const { token } = await readerOf(address);
    const whole = await app.http.get(address, token);
    expect([path, whole.headers.get('link'), whole.headers.get('x-total-count')]).toEqual([path, null, null]);
    const rows: unknown[] = [];
    for (let next: string | null = `${address}?limit=1&count=true`; next;) {
      const page = await app.http.get(next, token);
      expect([path, page.status, page.body.length <= 1]).toEqual([path, 200, true]);
      expect([path, page.headers.get('x-total-count')]).toEqual([path, String(whole.body.length)]);
      rows.push(...page.body);
      next = nextOf(page);
    }
    expect([path, rows]).toEqual([path, whole.body]);
    lengths.push(rows.length);
  }
  expect(lengths.filter((length) => length >= 3).length).toBeGreaterThanOrEqual(7);
});

it('refuses limits and cursors that are none, of every list', async () => {
  for (const { path } of lists) {
    const address = path.replace('{id}', String(doctor.doctorId));
    const { token } = await readerOf(address);
    for (const query of ['limit=0', 'limit=1001', 'limit=x', 'cursor=x', 'count=1']) {
      const { status } = await app.http.get(`${address}?${query}`, token);
      expect([path, query, status]).toEqual([path, query, 400]);
    }
  }
});
