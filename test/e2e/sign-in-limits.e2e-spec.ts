import { Database } from '../../src/database/database';
import { AttemptLimitService } from '../../src/auth/attempt-limit.service';
import { aRegistration } from '../builders/registration';
import { type TestApp, startApp } from '../support/app';
import type { ApiAnswer } from '../support/client';
import { Clinic } from '../support/clinic';

const MINUTE = 60_000;

let app: TestApp;
let clinic: Clinic;
let addresses = 0;

beforeAll(async () => {
  app = await startApp({ env: { TRUST_PROXY: 'loopback' } });
  clinic = new Clinic(app);
});
afterAll(() => app.close());

/** An address that nobody has tried from. */
const anAddress = () => `198.51.${Math.floor(++addresses / 250)}.${addresses % 250}`;
const from = (address: string) => ({ headers: { 'x-forwarded-for': address } });
const login = (email: string, password: string, address: string) =>
  app.http.post('/api/auth/login', { email, password }, from(address));
const register = (address: string, changes = {}) =>
  app.http.post('/api/auth/register', aRegistration(changes), from(address));

async function registered(): Promise<{ email: string; password: string }> {
  const { email, password } = aRegistration();
  await register(anAddress(), { email, password });
  return { email, password };
}

async function fail(times: number, email: string, address: string): Promise<void> {
  for (let each = 0; each < times; each++) {
    expect((await login(email, 'not the password', address)).status).toBe(401);
  }
}

function expectToWait(answer: ApiAnswer, seconds: number): void {
  expect(answer).toMatchObject({ status: 429, body: { code: 'too-many-attempts' } });
  const wait = Number(answer.headers.get('retry-after'));
  expect(wait).toBeLessThanOrEqual(seconds);
  expect(wait).toBeGreaterThan(seconds - 20);
}

describe('failed sign-ins', () => {
  it('to an account from an address are ten in 15 minutes; then everyone there waits, twice as long each time', async () => {
    const { email, password } = await registered();
    const address = anAddress();
    await fail(10, email, address);
    expectToWait(await login(email.toUpperCase(), password, address), 60);
    app.clock.advance(MINUTE);
    await fail(1, email, address);
    expectToWait(await login(email, password, address), 120);
    app.clock.advance(2 * MINUTE);
    await fail(1, email, address);
    expectToWait(await login(email, password, address), 240);
    app.clock.advance(4 * MINUTE);
    expect((await login(email, password, address)).status).toBe(200);
  });

  it('keep nobody out who comes from elsewhere, or has another account', async () => {
    const [victim, other] = [await registered(), await registered()];
    const address = anAddress();
    await fail(10, victim.email, address);
    expect((await login(victim.email, victim.password, anAddress())).status).toBe(200);
    expect((await login(other.email, other.password, address)).status).toBe(200);
  });

  it('are forgotten after 15 minutes', async () => {
    const { email, password } = await registered();
    const address = anAddress();
    await fail(9, email, address);
    app.clock.advance(15 * MINUTE);
    await fail(9, email, address);
    expect((await login(email, password, address)).status).toBe(200);
  });

  it('alone count: who signs in as often as they like is let in', async () => {
    const { email, password } = await registered();
    const address = anAddress();
    for (let each = 0; each < 12; each++) expect((await login(email, password, address)).status).toBe(200);
  });

  it('count for addresses that nobody has, too, and tell nothing by it', async () => {
    const address = anAddress();
    await fail(10, 'nobody@example.com', address);
    expectToWait(await login('nobody@example.com', 'whatever', address), 60);
  });

  it('are a hundred from one address, whatever the accounts', async () => {
    const { email, password } = await registered();
    const address = anAddress();
    const guesses = Array.from({ length: 100 }, (_, index) => login(`guess${index}@example.com`, 'guess', address));
    expect(new Set((await Promise.all(guesses)).map(({ status }) => status))).toEqual(new Set([401]));
    expectToWait(await login(email, password, address), 60);
    expect((await login(email, password, anAddress())).status).toBe(200);
  });

  it('are counted for a whole network of IPv6, of which one visitor has every address', async () => {
    const { email, password } = await registered();
    for (let each = 0; each < 10; each++) await fail(1, email, `2001:db8:7:7::${each}`);
    expectToWait(await login(email, password, '2001:db8:7:7:1:2:3:4'), 60);
    expect((await login(email, password, '2001:db8:7:8::1')).status).toBe(200);
  });

  it('let no guess through that was made at once with too many others', async () => {
    const { email, password } = await registered();
    const address = anAddress();
    const wrong = Array.from({ length: 30 }, (_, index) => login(email, `guess ${index}`, address));
    const statuses = (await Promise.all([...wrong, login(email, password, address)])).map(({ status }) => status);
    expect(statuses.filter((status) => status === 200).length).toBeLessThanOrEqual(1);
    expect((await login(email, password, address)).status).toBe(429);
  });

  it('are kept for every process, and under hashes', async () => {
    const { email, password } = await registered();
    const address = anAddress();
    await fail(10, email, address);
    const other = await startApp({ dataDir: app.dataDir, clock: app.clock, env: { TRUST_PROXY: 'loopback' } });
    try {
      const answer = await other.http.post('/api/auth/login', { email, password }, from(address));
      expect(answer.status).toBe(429);
    } finally {
      await other.close();
    }
    const kept = JSON.stringify(await clinic.rows('SELECT * FROM "AttemptCount"'));
    expect(kept).not.toMatch(/198\.51|@/);
  });

  it('are removed when they are forgotten, and not sooner', async () => {
    const count = async () => (await clinic.rows('SELECT * FROM "AttemptCount"')).length;
    const remove = () => app.get(Database).transaction(() => app.get(AttemptLimitService).removeSome());
    // The longest wait, and as long as it is remembered.
    app.clock.advance((24 * 60 + 15) * MINUTE);
    while (await remove());
    expect(await count()).toBe(0);
    await fail(1, 'nobody@example.com', anAddress());
    app.clock.advance(14 * MINUTE);
    await remove();
    expect(await count()).toBe(2);
    app.clock.advance(MINUTE);
    await remove();
    expect(await count()).toBe(0);
  });

  it('say no address in the log', () => {
    expect(JSON.stringify(app.logs())).not.toMatch(/198\.51|@example/);
  });
});

describe('registrations', () => {
  it('are a hundred an hour from one address', async () => {
    const address = anAddress();
    const { email } = await registered();
    // Those who learn that an address is taken count, too, and cost least.
    for (let each = 0; each < 10; each++) {
      const answers = await Promise.all(Array.from({ length: 10 }, () => register(address, { email })));
      expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(409));
    }
    app.clock.advance(20 * MINUTE);
    expectToWait(await register(address), 40 * 60);
    expect((await register(anAddress())).status).toBe(200);
    app.clock.advance(40 * MINUTE);
    expect((await register(address)).status).toBe(200);
  });

  it('that are malformed count for nothing', async () => {
    const address = anAddress();
    await Promise.all(Array.from({ length: 120 }, () => register(address, { email: 'none' })));
    expect((await register(address)).status).toBe(200);
  });
});

describe('the address of a visitor', () => {
  it('is the socket’s where no proxy is trusted, whatever the headers say', async () => {
    const plain = await startApp();
    try {
      const statuses: number[] = [];
      for (let each = 0; each < 11; each++) {
        const guess = { email: 'nobody@example.com', password: 'guess' };
        statuses.push((await plain.http.post('/api/auth/login', guess, from(anAddress()))).status);
      }
      expect(statuses).toEqual([...Array<number>(10).fill(401), 429]);
    } finally {
      await plain.close();
    }
  });
});
