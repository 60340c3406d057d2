import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { MailerService } from '@nestjs-modules/mailer';
import { Clock } from '../../src/common/clock';
import { Ids } from '../../src/common/ids';
import { EmlMailSender, emlFileName, emlTransport } from '../../src/notifications/mail/eml-mail-sender';
import { MailRefused, type MailSender, MailUnavailable } from '../../src/notifications/mail/mail-sender';
import { dialoguePlugin, type SmtpLimits } from '../../src/notifications/mail/smtp-dialogue';
import { SMTP_LIMITS, SmtpMailSender, smtpPool } from '../../src/notifications/mail/smtp-mail-sender';
import { anOutgoingMail } from '../builders/outgoing-mail';
import { accept, drop, hang, refuse, SmtpSink, type SinkOptions, tarpit } from '../support/smtp-sink';
import { MAIL_FROM, mailSenderContract, type MailSenderUnderTest, SENT_AT } from './mail-sender.contract';

const never = () => new AbortController().signal;

class StoppedClock extends Clock {
  override now(): Date {
    return SENT_AT;
  }
}

interface SmtpUnderTest extends MailSenderUnderTest {
  sink: SmtpSink;
  mailer: MailerService;
}

async function startSmtp(limits: Partial<SmtpLimits> = {}, options: SinkOptions = {}): Promise<SmtpUnderTest> {
  const sink = await SmtpSink.start(options);
  const bounds = { ...SMTP_LIMITS, ...limits };
  const mailer = mailerWith(smtpPool(sink.url, bounds));
  return {
    sink,
    mailer,
    sender: new SmtpMailSender(mailer, MAIL_FROM, new StoppedClock(), bounds),
    delivered: () => Promise.resolve(sink.mails.map((mail) => mail.raw)),
    stop: async () => {
      await mailer.onModuleDestroy();
      await sink.stop();
    },
  };
}

interface EmlUnderTest extends MailSenderUnderTest {
  folder: string;
}

async function startEml(): Promise<EmlUnderTest> {
  const root = await mkdtemp(path.join(tmpdir(), 'mail-'));
  const folder = path.join(root, 'mail');
  const mailer = mailerWith(emlTransport);
  return {
    folder,
    sender: new EmlMailSender(mailer, MAIL_FROM, new StoppedClock(), new Ids(), folder),
    delivered: async () => {
      const names = await readdir(folder).catch(() => []);
      return Promise.all(names.sort().map((name) => readFile(path.join(folder, name))));
    },
    stop: async () => {
      await mailer.onModuleDestroy();
      await rm(root, { recursive: true });
    },
  };
}

function mailerWith(transport: ReturnType<typeof smtpPool> | typeof emlTransport): MailerService {
  // The undefined factory is the library's own default; its constructor's type does not say so.
  return new MailerService({ transport, plugins: [dialoguePlugin] }, undefined as never);
}

const failure = (sender: MailSender, mail = anOutgoingMail(), signal = never()): Promise<unknown> =>
  sender.send(mail, signal).then(
    (receipt) => Promise.reject(new Error(`It was sent: ${receipt.response}`)),
    (error: unknown) => error,
  );

mailSenderContract('an SMTP server', startSmtp);
mailSenderContract('files', startEml);

describe('sending through an SMTP server', () => {
  let smtp: SmtpUnderTest;

  const begin = async (limits?: Partial<SmtpLimits>, options?: SinkOptions) => {
    smtp = await startSmtp(limits, options);
    return smtp;
  };
  afterEach(() => smtp.stop());

  it('keeps what the server answered, without addresses', async () => {
    const { sink, sender } = await begin();
    sink.nextAnswers([accept('OK, queued as 4F1A2 for <ana.pop@example.com>')]);
    expect(await sender.send(anOutgoingMail(), never())).toEqual({ response: '250 OK, queued as 4F1A2 for <address>' });
  });

  it('carries the same Message-ID on every attempt', async () => {
    const { sink, sender } = await begin();
    sink.nextAnswers([refuse(451, 'later', 'message'), accept(), accept()]);
    await failure(sender);
    await sender.send(anOutgoingMail(), never());
    await sender.send(anOutgoingMail(), never());
    expect(sink.deliveriesOf('<appt-42.reminder.0.60@medano.example>')).toHaveLength(2);
    expect(sink.unacknowledged[0]?.messageId).toBe('<appt-42.reminder.0.60@medano.example>');
  });

  it.each(['mail', 'rcpt', 'message'] as const)('is refused for good by a 5xx at %s', async (at) => {
    const { sink, sender } = await begin();
    sink.nextAnswers([refuse(550, '5.1.1 <ana.pop@example.com>: no such user', at)]);
    const error = await failure(sender);
    expect(error).toBeInstanceOf(MailRefused);
    expect(error).toMatchObject({ code: 550, response: expect.stringContaining('550 5.1.1 <address>: no such user') });
    expect(sink.mails).toEqual([]);
  });

  it.each(['mail', 'rcpt', 'message'] as const)('may be tried again after a 4xx at %s', async (at) => {
    const { sink, sender } = await begin();
    sink.nextAnswers([refuse(451, '4.7.1 ana.pop@example.com is greylisted', at)]);
    const error = await failure(sender);
    expect(error).toBeInstanceOf(MailUnavailable);
    expect(error).toMatchObject({ code: 451, outcomeUnknown: false });
    expect(String(error)).not.toMatch(/ana|example\.com/);
    await sender.send(anOutgoingMail(), never());
    expect(sink.mails).toHaveLength(1);
  });

  it('does not hold a sign-in that fails against the mail', async () => {
    const { sink } = await begin({}, { auth: { user: 'clinic', password: 'right' } });
    const wrong = mailerWith(smtpPool(sink.url.replace('right', 'wrong'), SMTP_LIMITS));
    const error = await failure(new SmtpMailSender(wrong, MAIL_FROM, new StoppedClock()));
    await wrong.onModuleDestroy();
    expect(error).toBeInstanceOf(MailUnavailable);
    expect(error).toMatchObject({ code: 535, outcomeUnknown: false });
    expect(sink.transactions).toEqual([]);
  });

  it('signs in where the server asks for it', async () => {
    const { sink, sender } = await begin({}, { auth: { user: 'clinic', password: 'p@ss:word' } });
    await sender.send(anOutgoingMail(), never());
    expect(sink.mails).toHaveLength(1);
  });

  it('may be tried again when nobody listens, and is sent once somebody does', async () => {
    const { sink, sender } = await begin();
    await sink.refuseConnections();
    const error = await failure(sender);
    expect(error).toBeInstanceOf(MailUnavailable);
    expect(error).toMatchObject({ code: null, outcomeUnknown: false });
    await sink.acceptConnections();
    await sender.send(anOutgoingMail(), never());
    expect(sink.mails).toHaveLength(1);
  });

  it('survives a server that was restarted between two mails', async () => {
    const { sink, sender } = await begin();
    await sender.send(anOutgoingMail(), never());
    await sink.refuseConnections();
    await sink.acceptConnections();
    await sender.send(anOutgoingMail({ messageId: '<appt-43.created.0.0@medano.example>' }), never());
    expect(sink.mails).toHaveLength(2);
  });

  it.each(['data', 'message'] as const)(
    'does not know the outcome when the line is cut at %s, and sends once',
    async (at) => {
      const { sink, sender } = await begin();
      sink.nextAnswers([drop(at)]);
      const error = await failure(sender);
      expect(error).toBeInstanceOf(MailUnavailable);
      expect(error).toMatchObject({ code: null, outcomeUnknown: true });
      expect(sink.transactions).toHaveLength(1);
    },
  );

  it('gives up on a server that does not take the mail in time, before any of it has left', async () => {
    const { sink, sender } = await begin({ start: 300 });
    sink.nextAnswers([hang('rcpt')]);
    const error = await failure(sender);
    expect(error).toBeInstanceOf(MailUnavailable);
    expect(error).toMatchObject({ outcomeUnknown: false, response: 'the server did not take the mail in time' });
    sink.release();
    await sender.send(anOutgoingMail(), never());
    expect(sink.mails).toHaveLength(1);
    expect(sink.transactions[0]).toMatchObject({ bytes: 0, accepted: false });
  });

  it('gives up on a server that takes the connection and says nothing', async () => {
    const { sink, sender } = await begin({ start: 300 });
    sink.silent = true;
    const error = await failure(sender);
    expect(error).toBeInstanceOf(MailUnavailable);
    expect(error).toMatchObject({ code: null, outcomeUnknown: false });
    expect(sink.transactions).toEqual([]);
  });

  it('gives up on a server that trickles its answers, which no idle timeout notices', async () => {
    const { sink, sender } = await begin({ start: 400 });
    sink.nextAnswers([tarpit(300)]);
    expect(await failure(sender)).toMatchObject({ outcomeUnknown: false });
    expect(sink.mails).toEqual([]);
  });

  it('counts the wait for a free connection in', async () => {
    const { sink, sender } = await begin({ start: 300 });
    sink.nextAnswers(Array.from({ length: 12 }, () => hang('mail')));
    const errors = await Promise.all(Array.from({ length: 12 }, () => failure(sender)));
    expect(errors.every((error) => error instanceof MailUnavailable && !error.outcomeUnknown)).toBe(true);
  });

  it('does not know the outcome when the answer to the message does not come', async () => {
    const { sink, sender } = await begin({ answer: 300 });
    sink.nextAnswers([hang('message')]);
    const error = await failure(sender);
    expect(error).toBeInstanceOf(MailUnavailable);
    expect(error).toMatchObject({ outcomeUnknown: true, response: 'the server did not answer in time' });
  });

  it.each(['mail', 'rcpt'] as const)('begins no message when it is called off at %s', async (at) => {
    const { sink, sender } = await begin();
    const caller = new AbortController();
    sink.nextAnswers([hang(at)]);
    const sending = failure(sender, anOutgoingMail(), caller.signal);
    await sink.waitForStage(at);
    caller.abort();
    const error = await sending;
    expect(error).toBeInstanceOf(MailUnavailable);
    expect(error).toMatchObject({ outcomeUnknown: false, response: 'the sending was called off' });
    sink.release();
    await sender.send(anOutgoingMail(), never());
    expect(sink.transactions[0]).toMatchObject({ bytes: 0, accepted: false });
    expect(sink.mails).toHaveLength(1);
  });

  it('waits for the answer to a message that had begun when it was called off', async () => {
    const { sink, sender } = await begin();
    const caller = new AbortController();
    sink.nextAnswers([hang('message')]);
    const sending = sender.send(anOutgoingMail(), caller.signal);
    await sink.waitForStage('message');
    caller.abort();
    sink.release();
    expect((await sending).response).toMatch(/^250 /);
    expect(sink.mails).toHaveLength(1);
  });

  it('waits for it no longer than that', async () => {
    const { sink, sender } = await begin({ answerAfterAbort: 200 });
    const caller = new AbortController();
    sink.nextAnswers([hang('message')]);
    const sending = failure(sender, anOutgoingMail(), caller.signal);
    await sink.waitForStage('message');
    caller.abort();
    expect(await sending).toMatchObject({ outcomeUnknown: true });
  });

  it('is not held up by a mail that is', async () => {
    const { sink, sender } = await begin();
    sink.nextAnswers([hang('rcpt')]);
    const held = sender.send(anOutgoingMail(), never());
    await sink.waitForStage('rcpt');
    await sender.send(anOutgoingMail({ messageId: '<appt-43.created.0.0@medano.example>' }), never());
    sink.release();
    await held;
    expect(sink.mails.map((mail) => mail.messageId)).toEqual([
      '<appt-43.created.0.0@medano.example>',
      '<appt-42.reminder.0.60@medano.example>',
    ]);
  });

  it('ends the mails under way and closes its connections when it is closed', async () => {
    const { sink, sender, mailer } = await begin();
    sink.nextAnswers([hang('message')]);
    const sending = sender.send(anOutgoingMail(), never());
    await sink.waitForStage('message');
    await mailer.onModuleDestroy();
    sink.release();
    await sending;
    expect(sink.mails).toHaveLength(1);
    expect(await failure(sender)).toMatchObject({ outcomeUnknown: false });
  });
});

describe('sending into files', () => {
  let eml: EmlUnderTest;

  beforeEach(async () => {
    eml = await startEml();
  });
  afterEach(() => eml.stop());

  it('writes one file a mail, which a repeat replaces', async () => {
    await eml.sender.send(anOutgoingMail({ text: 'first' }), never());
    await eml.sender.send(anOutgoingMail({ text: 'second' }), never());
    expect(await readdir(eml.folder)).toEqual(['appt-42.reminder.0.60@medano.example.eml']);
    expect(String((await eml.delivered())[0])).toContain('second');
  });

  it('answers with the name of the file', async () => {
    expect(await eml.sender.send(anOutgoingMail(), never())).toEqual({
      response: 'written to appt-42.reminder.0.60@medano.example.eml',
    });
  });

  // Windows keeps no such modes.
  if (process.platform !== 'win32') {
    it('lets only its owner read', async () => {
      await eml.sender.send(anOutgoingMail(), never());
      const file = await stat(path.join(eml.folder, 'appt-42.reminder.0.60@medano.example.eml'));
      const folder = await stat(eml.folder);
      expect([file.mode & 0o777, folder.mode & 0o777]).toEqual([0o600, 0o700]);
    });
  }

  it('may be tried again when the folder cannot be written to', async () => {
    await writeFile(eml.folder, 'in the way');
    const error = await failure(eml.sender);
    expect(error).toBeInstanceOf(MailUnavailable);
    expect(error).toMatchObject({ code: null, outcomeUnknown: false, response: expect.stringContaining('ENOTDIR') });
    await rm(eml.folder);
  });

  it.each([
    ['<appt-42.reminder.0.60@Medano.Example>', 'appt-42.reminder.0.60@medano.example.eml'],
    ['<../../etc/passwd@x>', expect.stringMatching(/^_[a-z0-9_.@-]+-[0-9a-f]{16}\.eml$/)],
    ['<a\\b:c*d@x>', expect.stringMatching(/^a_b_c_d@x-[0-9a-f]{16}\.eml$/)],
    [`<${'a'.repeat(400)}@x>`, expect.stringMatching(/^a{200}-[0-9a-f]{16}\.eml$/)],
  ])('names the file of %s safely', (messageId, name) => {
    expect(emlFileName(messageId)).toEqual(name);
  });
});
