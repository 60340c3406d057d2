import type { Socket } from 'node:net';
import { isLocalVisitor } from './local-visitor';

const visit = (remoteAddress: string | undefined, headers: Record<string, string | undefined> = {}) =>
  isLocalVisitor({
    socket: { remoteAddress } as Socket, // the one member that is read
    headers: { host: 'localhost:5000', ...headers },
  });

describe('a local visitor', () => {
  it.each(['127.0.0.1', '127.8.9.10', '::1', '::ffff:127.0.0.1'])('comes from %s', (peer) => {
    expect(visit(peer)).toBe(true);
  });

  it.each(['10.0.0.1', '192.168.1.7', '::ffff:10.0.0.1', 'fe80::1', '128.0.0.1', '1270.0.0.1', '', undefined])(
    'does not come from %s',
    (peer) => {
      expect(visit(peer)).toBe(false);
    },
  );

  it.each(['localhost', 'LOCALHOST:80', '127.0.0.1', '127.0.0.1:5000', '[::1]', '[::1]:5000'])(
    'asks for %s',
    (host) => {
      expect(visit('::1', { host })).toBe(true);
    },
  );

  it.each([
    'clinic.example',
    'localhost.evil.example',
    'evil.example:localhost',
    'localhost@evil.example',
    '127.0.0.2',
    '0.0.0.0',
    '::1',
    'localhost:',
    '',
    undefined,
  ])('does not ask for %s', (host) => {
    expect(visit('::1', { host })).toBe(false);
  });

  it.each([
    'forwarded',
    'x-forwarded-for',
    'x-forwarded-host',
    'x-forwarded-proto',
    'x-real-ip',
    'via',
    'x-client-ip',
    'true-client-ip',
    'cf-connecting-ip',
    'x-original-host',
  ])('sends no %s', (header) => {
    expect(visit('127.0.0.1', { [header]: '127.0.0.1' })).toBe(false);
  });

  it('may send anything else', () => {
    expect(visit('127.0.0.1', { accept: 'text/html', 'x-request-id': 'abc', 'device-id': '7' })).toBe(true);
  });
});
