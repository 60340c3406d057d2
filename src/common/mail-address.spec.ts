import fc from 'fast-check';
import { cutAddresses, isMailAddress, oneLine, parseMailbox } from './mail-address';

describe('a usable address', () => {
  it.each([
    'ana@example.com',
    'ana.pop+clinic@mail.example.co.uk',
    "o'neil@example.com",
    'a@b',
    'x@xn--bcher-kva.example',
  ])('is %s', (address) => expect(isMailAddress(address)).toBe(true));

  it.each([
    '',
    ' ',
    'ana',
    '@example.com',
    'ana@',
    'ana@@example.com',
    'ana@example..com',
    '.ana@example.com',
    'ana@-example.com',
    'ana@example.com\r\nBcc: all@example.com',
    'ana@example.com\n',
    'ana@example.com, ion@example.com',
    'ana@example.com;ion@example.com',
    'Ana <ana@example.com>',
    '"ana pop"@example.com',
    'ana(comment)@example.com',
    'ana@[127.0.0.1]',
    'ană@example.com',
    'ana@exa mple.com',
    'ana\u0000@example.com',
    `${'a'.repeat(65)}@example.com`,
    `ana@${'a.'.repeat(126)}com`,
  ])('is not %j', (address) => expect(isMailAddress(address)).toBe(false));
});

describe('a mailbox', () => {
  it.each([
    ['MedanoClinic <no-reply@medano.example>', { name: 'MedanoClinic', address: 'no-reply@medano.example' }],
    [
      '"Clinica Medano, SRL" <no-reply@medano.example>',
      { name: 'Clinica Medano, SRL', address: 'no-reply@medano.example' },
    ],
    ['no-reply@medano.example', { name: '', address: 'no-reply@medano.example' }],
    ['<no-reply@medano.example>', { name: '', address: 'no-reply@medano.example' }],
  ])('is read from %s', (text, mailbox) => expect(parseMailbox(text)).toEqual(mailbox));

  it('without a usable address is refused in a sentence', () => {
    expect(() => parseMailbox('MedanoClinic')).toThrow('must be an address such as');
    expect(() => parseMailbox('A <a@b.example>, C <c@d.example>')).toThrow('must be an address such as');
  });
});

describe('a server reply, before it is stored', () => {
  it.each([
    ['550 5.1.1 <ana.pop@example.com>: Recipient address rejected', '550 5.1.1 <address>: Recipient address rejected'],
    ['550 "ana pop"@example.com unknown', '550 <address> unknown'],
    ['450 rfc822;ana.pop@example.com later', '450 rfc822;<address> later'],
    ['554 see https://x.example/?to=ana.pop%40example.com&a=1', '554 see https:<address>'],
    ['250 OK bounce-ana.pop=40example.com', '250 OK <address>'],
    ['550 ANA.POP has no mailbox here', '550 <address> has no mailbox here'],
    ['550 no such user ana.pop', '550 no such user <address>'],
    ['550 user@[192.0.2.1] refused', '550 <address> refused'],
    ['550 ană@exemplu.ro refused', '550 <address> refused'],
    ['250 2.0.0 Ok: queued as 4F1A2', '250 2.0.0 Ok: queued as 4F1A2'],
    ['550-5.7.1 first line\r\n550 5.7.1 second line', '550-5.7.1 first line 550 5.7.1 second line'],
  ])('%s', (reply, kept) => expect(cutAddresses(reply, 'ana.pop@example.com')).toBe(kept));

  it('keeps words that only contain a short or a numeric local part', () => {
    expect(cutAddresses('550 no mailbox', 'no@example.com')).toBe('550 no mailbox');
    expect(cutAddresses('550 no mailbox', '550@example.com')).toBe('550 no mailbox');
    expect(cutAddresses('250 banana accepted', 'ana@example.com')).toBe('250 banana accepted');
  });

  it('is one line of at most 300 characters, and quick to read however long it was', () => {
    const long = cutAddresses(`550 ${'a'.repeat(1_000_000)}@example.com`, 'x@example.com');
    expect(long).toBe('550');
    expect(cutAddresses(`550 ${'no '.repeat(500)}`).length).toBe(300);
  });

  it('never holds an address, whatever surrounds it', () => {
    const local = fc.stringMatching(/^[a-z0-9][a-z0-9._+'-]{0,20}$/);
    const around = fc.constantFrom(
      '',
      ' ',
      '<',
      '>',
      '"',
      "'",
      '(',
      ')',
      ';',
      ':',
      ',',
      '[',
      ']',
      '\t',
      '/',
      '=',
      '%',
      '.',
    );
    fc.assert(
      fc.property(local, around, around, fc.string(), (name, before, after, rest) => {
        const address = `${name}@example.com`;
        expect(cutAddresses(`550 ${before}${address}${after} ${rest}`, 'x@y')).not.toContain(address);
      }),
    );
  });
});

describe('one line', () => {
  it('holds no line break and no control character', () => {
    expect(oneLine(' Dr.\r\nBcc: a@b\u2028\u0000x\u0085y\t')).toBe('Dr. Bcc: a@b x y');
  });
});
