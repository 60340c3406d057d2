import { LANGUAGES } from '../../common/language';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { aNotice } from '../../../test/builders/visit-notice';
import { MAIL_KINDS, type MailKind, type VisitNotice } from '../notice';
import { MailRenderer } from './mail-renderer';

const TEMPLATES = path.join(__dirname, 'templates');
const AN_HOUR_BEFORE = new Date('2027-01-05T12:00:00Z');

function rendered(notice: VisitNotice<MailKind>, now = AN_HOUR_BEFORE) {
  const renderer = new MailRenderer(TEMPLATES);
  renderer.onModuleInit();
  return renderer.render(notice, now);
}

describe.each(LANGUAGES)('a mail in %s', (language) => {
  it.each(MAIL_KINDS)('of kind %s says clinic, first name, doctor, date, time, zone and link in both forms', (kind) => {
    const { html, text } = rendered(aNotice({ kind, language }));
    const facts = [
      'Medano Clinic',
      'Ana',
      'Ion Popescu',
      language === 'en' ? 'Tuesday, 5 January 2027' : 'marți, 5 ianuarie 2027',
      '15:00',
      'Europe/Bucharest, UTC+2',
      'https://clinic.example/appointments/42',
    ];
    for (const fact of facts) {
      expect(text).toContain(fact);
      expect(html).toContain(fact);
    }
    expect(html).toContain(`<html lang="${language}">`);
    expect(html).not.toMatch(/<img|<script|src=/);
    expect(text).not.toMatch(/<[a-z]|&[a-z#]/);
  });

  it.each(MAIL_KINDS)('of kind %s is small', (kind) => {
    expect(Buffer.byteLength(rendered(aNotice({ kind, language })).html)).toBeLessThan(8_000);
  });

  it('lets the reader end reminders, and nothing else', () => {
    const url = 'https://clinic.example/unsubscribe?token=abc';
    for (const kind of MAIL_KINDS) {
      const { html, text } = rendered(aNotice({ kind, language }));
      expect(text.includes(url)).toBe(kind === 'reminder');
      expect(html.includes('unsubscribe?token')).toBe(kind === 'reminder');
    }
  });
});

describe('a reminder', () => {
  it('says how long it really is', () => {
    const now = new Date('2027-01-05T12:13:00Z');
    expect(rendered(aNotice({ kind: 'reminder' }), now).text).toContain('begins in 47 minutes.');
    expect(rendered(aNotice({ kind: 'reminder', language: 'ro' }), now).text).toContain('începe peste 47 de minute.');
    expect(rendered(aNotice({ kind: 'reminder' })).html).toContain('begins in 1 hour.');
  });
});

describe("people's input", () => {
  it('is escaped in HTML and stands as it is in text', () => {
    const doctorName = `<b>O'Neil & "co"</b>`;
    const { html, text } = rendered(aNotice({ doctorName, firstName: '<script>alert(1)</script>' }));
    expect(html).toContain('&lt;b&gt;O&#x27;Neil &amp; &quot;co&quot;&lt;/b&gt;');
    expect(html).not.toContain('<b>');
    expect(html).not.toContain('<script');
    expect(text).toContain(doctorName);
  });

  it('cannot leave an attribute', () => {
    const { html } = rendered(aNotice({ link: 'https://clinic.example/"onclick="x' }));
    expect(html).not.toContain('"onclick=');
  });

  it('is no template', () => {
    expect(rendered(aNotice({ firstName: '{{link}}' })).text).toContain('Hello {{link}},');
  });

  it('cannot pass for a line of ours', () => {
    const { text } = rendered(aNotice({ firstName: 'Ana,\n\nCall 0900' }));
    expect(text).toContain('Hello Ana, Call 0900,');
  });
});

describe('at boot', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'templates-'));
    cpSync(TEMPLATES, folder, { recursive: true });
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const boot = () => new MailRenderer(folder).onModuleInit();

  it('accepts the templates as they are', () => {
    expect(boot).not.toThrow();
  });

  it.each(['en/created.hbs', 'ro/reminder.text.hbs', 'layout.hbs', 'ro/footer.text.hbs'])(
    'names %s when missing',
    (name) => {
      rmSync(path.join(folder, name));
      expect(boot).toThrow(`Mail template "${name}" is missing.`);
    },
  );

  it('names the template that asks for what there is not', () => {
    writeFileSync(path.join(folder, 'ro/modified.hbs'), '{{reason}}');
    expect(boot).toThrow(/^Mail template "ro\/modified\.hbs" does not work: .*reason/);
  });

  it('names the template that asks for it through a part', () => {
    writeFileSync(path.join(folder, 'en/facts.text.hbs'), '{{notes}}');
    expect(boot).toThrow(/^Mail template "en\/created\.text\.hbs" does not work: .*notes/);
  });

  it('names the template that is no template', () => {
    writeFileSync(path.join(folder, 'en/cancelled.text.hbs'), '{{#if link}}');
    expect(boot).toThrow(/^Mail template "en\/cancelled\.text\.hbs" does not work: /);
  });
});
