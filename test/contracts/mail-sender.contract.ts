import { type AddressObject, type ParsedMail, simpleParser } from 'mailparser';
import { MailRefused, type MailSender, MailUnavailable } from '../../src/notifications/mail/mail-sender';
import { anOutgoingMail } from '../builders/outgoing-mail';

/** What the senders of the suite must be made with. */
export const MAIL_FROM = '"Clinica Medano, București" <no-reply@medano.example>';
export const SENT_AT = new Date('2027-01-05T12:00:00Z');

/** One implementation at work, and the messages that came out of it, raw and in order of arrival. */
export interface MailSenderUnderTest {
  sender: MailSender;
  delivered(): Promise<Buffer[]>;
  stop(): Promise<void>;
}

const never = () => new AbortController().signal;
const addresses = (header: AddressObject | AddressObject[] | undefined) =>
  [header ?? []].flat().flatMap((list) => list.value);

/** What every MailSender promises, whatever it sends through. */
export function mailSenderContract(name: string, start: () => Promise<MailSenderUnderTest>): void {
  describe(`MailSender: ${name}`, () => {
    let subject: MailSenderUnderTest;

    beforeEach(async () => {
      subject = await start();
    });
    afterEach(() => subject.stop());

    const deliveredOnce = async (): Promise<{ raw: string; mail: ParsedMail }> => {
      const [raw, ...others] = await subject.delivered();
      expect(others).toEqual([]);
      if (!raw) throw new Error('Nothing was delivered.');
      return { raw: raw.toString('utf8'), mail: await simpleParser(raw) };
    };
    const headersOf = (raw: string) => raw.slice(0, raw.indexOf('\r\n\r\n') + 2);

    it('delivers subject, text and HTML as they were, whatever their letters', async () => {
      const sent = anOutgoingMail();
      await subject.sender.send(sent, never());
      const { mail } = await deliveredOnce();
      expect(mail.subject).toBe(sent.subject);
      expect(mail.text?.trim()).toBe(sent.text);
      expect(mail.html).toBe(sent.html);
    });

    it('sends from MAIL_FROM to the one address, at the present time of the clock', async () => {
      await subject.sender.send(anOutgoingMail(), never());
      const { mail } = await deliveredOnce();
      expect(addresses(mail.from)).toEqual([{ name: 'Clinica Medano, București', address: 'no-reply@medano.example' }]);
      expect(addresses(mail.to)).toEqual([{ name: '', address: 'ana.pop@example.com' }]);
      expect(mail.cc).toBeUndefined();
      expect(mail.bcc).toBeUndefined();
      expect(mail.date).toEqual(SENT_AT);
    });

    it('carries the given Message-ID, says that a machine wrote it, and names no software', async () => {
      await subject.sender.send(anOutgoingMail(), never());
      const { raw, mail } = await deliveredOnce();
      expect(mail.messageId).toBe('<appt-42.reminder.0.60@medano.example>');
      expect(mail.headers.get('auto-submitted')).toBe('auto-generated');
      expect(headersOf(raw)).not.toMatch(/mailer|nodemailer/i);
    });

    it('carries the calendar as an alternative that calendars act on, and as a file', async () => {
      const sent = anOutgoingMail();
      await subject.sender.send(sent, never());
      const { raw, mail } = await deliveredOnce();
      expect(raw).toMatch(/Content-Type: text\/calendar; charset=utf-8; method=REQUEST/);
      const file = mail.attachments.find((attachment) => attachment.filename === 'appointment.ics');
      expect(file?.content.toString('utf8')).toBe(sent.ics?.content);
    });

    it('says "cancel" where the calendar does', async () => {
      await subject.sender.send(anOutgoingMail({ ics: { content: 'BEGIN:VCALENDAR\r\n', method: 'CANCEL' } }), never());
      expect((await deliveredOnce()).raw).toMatch(/Content-Type: text\/calendar; charset=utf-8; method=CANCEL/);
    });

    it('sends a mail without a calendar without a trace of one', async () => {
      await subject.sender.send(anOutgoingMail({ ics: null }), never());
      expect((await deliveredOnce()).raw).not.toMatch(/calendar|\.ics/);
    });

    it('offers one-click unsubscribing when there is a URL for it', async () => {
      const unsubscribeUrl = `https://clinic.example/notifications/unsubscribe?token=${'Ab3_-'.repeat(60)}`;
      await subject.sender.send(anOutgoingMail({ unsubscribeUrl }), never());
      const { raw } = await deliveredOnce();
      expect(headersOf(raw)).toContain(`\r\nList-Unsubscribe: <${unsubscribeUrl}>\r\n`);
      expect(headersOf(raw)).toContain('\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n');
    });

    it('offers none when there is none', async () => {
      await subject.sender.send(anOutgoingMail(), never());
      expect(headersOf((await deliveredOnce()).raw)).not.toMatch(/^List-/im);
    });

    it.each([
      '',
      'ana',
      'ana@example.com, ion@example.com',
      'ana@example.com\r\nBcc: ion@example.com',
      'Ana <ana@example.com>',
      '"a b"@example.com',
    ])('refuses the address %j for good and delivers nothing', async (to) => {
      const refusal = subject.sender.send(anOutgoingMail({ to }), never());
      await expect(refusal).rejects.toBeInstanceOf(MailRefused);
      await expect(refusal).rejects.toMatchObject({ code: null });
      expect(await subject.delivered()).toEqual([]);
    });

    it('lets no value become a header', async () => {
      await subject.sender.send(anOutgoingMail({ subject: 'A\r\nBcc: ion@example.com\r\n\r\nbody' }), never());
      const { raw, mail } = await deliveredOnce();
      expect(mail.subject).toBe('A Bcc: ion@example.com body');
      expect(headersOf(raw)).not.toMatch(/^bcc:/im);
    });

    it.each(['<a@b>\r\nBcc: ion@example.com', 'no-brackets@b', ''])(
      'does not send under the malformed Message-ID %j',
      async (messageId) => {
        await expect(subject.sender.send(anOutgoingMail({ messageId }), never())).rejects.toThrow('Message-ID');
        expect(await subject.delivered()).toEqual([]);
      },
    );

    it('does not offer to unsubscribe at anything but a web address', async () => {
      const mail = anOutgoingMail({ unsubscribeUrl: 'javascript:alert(1)' });
      await expect(subject.sender.send(mail, never())).rejects.toThrow('unsubscribe');
      expect(await subject.delivered()).toEqual([]);
    });

    it('sends nothing once it was called off, and says so for certain', async () => {
      const sending = subject.sender.send(anOutgoingMail(), AbortSignal.abort());
      await expect(sending).rejects.toBeInstanceOf(MailUnavailable);
      await expect(sending).rejects.toMatchObject({ outcomeUnknown: false });
      expect(await subject.delivered()).toEqual([]);
    });

    it('answers with something that can be kept, without the address', async () => {
      const { response } = await subject.sender.send(anOutgoingMail(), never());
      expect(response).not.toBe('');
      expect(response).not.toMatch(/ana\.pop|example\.com/);
    });

    it('sends many at a time, each whole and to its own address', async () => {
      const ids = Array.from({ length: 40 }, (_, index) => index + 1);
      await Promise.all(
        ids.map((id) =>
          subject.sender.send(
            anOutgoingMail({
              to: `patient${id}@example.com`,
              messageId: `<appt-${id}.created.0.0@medano.example>`,
              text: `Visit ${id}`,
            }),
            never(),
          ),
        ),
      );
      const mails = await Promise.all((await subject.delivered()).map((raw) => simpleParser(raw)));
      const seen = mails.map((mail) => [addresses(mail.to)[0]?.address, mail.messageId, mail.text?.trim()].join(' '));
      const expected = ids.map((id) => `patient${id}@example.com <appt-${id}.created.0.0@medano.example> Visit ${id}`);
      expect(seen.sort()).toEqual(expected.sort());
    });
  });
}
