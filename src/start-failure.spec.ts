import { ConfigurationError } from './config/config';
import { startFailure } from './start-failure';

describe('why a start failed', () => {
  const failure = (fields: object) => Object.assign(new Error('boom'), fields);

  it.each([
    [new ConfigurationError('PORT must be a number'), 'PORT must be a number'],
    [failure({ code: 'EADDRINUSE', syscall: 'listen', port: 5000 }), 'Port 5000 is taken'],
    [failure({ code: 'EACCES', syscall: 'listen', port: 80 }), 'Port 80 needs more rights'],
    [failure({ code: 'EACCES', syscall: 'mkdir', path: '/etc/x' }), 'cannot be written: mkdir /etc/x (EACCES)'],
    [failure({ code: 'SQLITE_NOTADB' }), 'DATABASE_URL names a file that cannot be opened'],
    [failure({ code: 'ELOGIN' }), 'SQL Server refused the sign-in'],
    [failure({ code: 'ESOCKET' }), 'SQL Server cannot be reached'],
  ])('is said in words: %s', (error, sentence) => expect(startFailure(error)).toContain(sentence));

  it.each([failure({}), failure({ code: 'EPIPE' }), failure({ code: 'ENOENT', path: '/x' }), 'text', null])(
    'is left to the log when it is no one’s setting: %s',
    (error) => expect(startFailure(error)).toBeNull(),
  );
});
