import { QueryFailedError } from 'typeorm';
import { z } from 'zod';
import { safeArgument, safeError } from './log-safety';
import { LogContext, createLogger } from './logging';

const ADDRESS = 'ana.ionescu@clinic.example';
const TOKEN = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl';

const driverError = (message: string, code: string | number) => Object.assign(new Error(message), { code });

describe('a logged error', () => {
  it('keeps its type, message, code, cause and the places it came through', () => {
    const error = new RangeError('Out of range.', { cause: driverError('closed', 'ECONNRESET') });
    const shown = safeError(error);
    expect(shown).toMatchObject({ type: 'RangeError', message: 'Out of range.', cause: { code: 'ECONNRESET' } });
    expect(shown.stack).toMatch(/^\s+at .*log-safety\.spec/);
  });

  it('loses whatever libraries hang on it', () => {
    const request = { body: { password: 'secret-word' }, headers: { cookie: 'secret-word' }, config: 'secret-word' };
    expect(JSON.stringify(safeArgument(Object.assign(new Error('failed'), request)))).not.toContain('secret-word');
  });

  it('of a statement has neither its parameters nor its text', () => {
    const error = new QueryFailedError(
      'INSERT INTO User VALUES (?)',
      [ADDRESS],
      driverError('UNIQUE constraint failed: User.emailKey', 'SQLITE_CONSTRAINT_UNIQUE'),
    );
    const shown = safeError(error);
    expect(shown).toMatchObject({ type: 'QueryFailedError', message: 'UNIQUE constraint failed: User.emailKey' });
    expect(JSON.stringify(shown)).not.toMatch(/INSERT|clinic\.example/);
  });

  it('of SQL Server has only its number, for its message quotes the values', () => {
    const message = "Cannot insert duplicate key. The duplicate key value is (Ana Ionescu, 'flu').";
    const shown = safeError(new QueryFailedError('INSERT', [], driverError(message, 'EREQUEST')));
    expect(shown.message).toBe('A statement failed: EREQUEST');
    expect(JSON.stringify(shown)).not.toContain('Ana');
    const bare = safeError(Object.assign(driverError(message, 'EREQUEST'), { number: 2601 }));
    expect(bare.message).toBe('A statement failed: EREQUEST 2601');
  });

  it('of JSON quotes none of it', () => {
    try {
      JSON.parse(`Ana ${ADDRESS}`);
    } catch (error) {
      expect(JSON.stringify(safeArgument(error))).not.toMatch(/Ana/);
    }
    expect.assertions(1);
  });

  it('of validation names places and codes', () => {
    const { error } = z
      .object({ visit: z.object({ reason: z.enum(['flu']) }) })
      .safeParse({ visit: { reason: 'Ana' } });
    expect(safeError(error ?? new Error()).message).toBe('Not valid: visit.reason invalid_value');
  });

  it('shows no address and no token, and is never long', () => {
    const { message, stack } = safeError(new Error(`550 <${ADDRESS}> unknown; Bearer ${TOKEN}; ${'x'.repeat(1000)}`));
    expect(message).toMatch(/^550 <\[address\]> unknown; Bearer \[token\]; x+…$/);
    expect(message.length).toBeLessThan(520);
    expect(stack).not.toContain(ADDRESS);
  });

  it('has a bounded chain of causes', () => {
    const error = new Error('circle');
    error.cause = error;
    expect(() => JSON.stringify(safeError(error))).not.toThrow();
  });
});

describe('anything else logged', () => {
  it('is searched for errors and addresses', () => {
    const at = new Date(0);
    const shown = safeArgument({ at, count: 1, tried: [{ error: new TypeError('no') }], to: `to ${ADDRESS}` });
    expect(shown).toMatchObject({
      at,
      count: 1,
      tried: [{ error: { type: 'TypeError', message: 'no' } }],
      to: 'to [address]',
    });
  });
});

describe('log lines', () => {
  const collector = () => {
    const lines: Record<string, unknown>[] = [];
    const write = (line: string) => void lines.push(JSON.parse(line) as Record<string, unknown>);
    return { lines, logger: createLogger('info', { write }) };
  };

  it('take the message of an error only as it is safe', () => {
    const { lines, logger } = collector();
    logger.error({ err: new Error(`to ${ADDRESS}`) }, 'Mailer');
    expect(lines[0]).toMatchObject({
      level: 'error',
      context: 'Mailer',
      err: { type: 'Error', message: 'to [address]' },
    });
    expect(JSON.stringify(lines)).not.toContain(ADDRESS);
  });

  it('take errors given alone, and with a text', () => {
    const { lines, logger } = collector();
    logger.error(new Error('alone'));
    logger.warn({ err: new Error('with'), jobId: 7 }, 'a text', 'Context');
    expect(lines).toMatchObject([
      { err: { message: 'alone' } },
      { err: { message: 'with' }, jobId: 7, msg: 'a text', context: 'Context' },
    ]);
  });

  it('carry the fields of the context they are written in', async () => {
    const { lines, logger } = collector();
    await LogContext.run({ traceId: 'abc' }, async () => {
      await Promise.resolve();
      LogContext.run({ ...LogContext.getStore(), jobId: 42 }, () => logger.log('inside'));
    });
    logger.log('outside');
    expect(lines[0]).toMatchObject({ msg: 'inside', traceId: 'abc', jobId: 42 });
    expect(lines[1]).not.toHaveProperty('jobId');
  });

  it("leave out Nest's own list of modules and routes", () => {
    const { lines, logger } = collector();
    logger.log('Mapped {/api/x, GET} route', 'RouterExplorer');
    expect(lines).toEqual([]);
  });
});
