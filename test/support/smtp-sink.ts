import { EventEmitter } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerOptions, type SMTPServerSession } from 'smtp-server';
import { Clock } from '../../src/common/clock';

/** How far a mail got. A transaction is at the stage that the client's last command began. */
export type SinkStage = 'mail' | 'rcpt' | 'data' | 'message';

/** What the sink does with one mail. */
export type SinkAnswer =
  | { does: 'accept'; text?: string }
  /** Answers with `code` at MAIL FROM, at RCPT TO, or after the whole message. */
  | { does: 'refuse'; at: 'mail' | 'rcpt' | 'message'; code: number; text: string }
  /** Cuts the connection within the message, or after all of it without an answer. */
  | { does: 'drop'; at: 'data' | 'message' }
  /** Answers the command at that stage only after `release()`, then accepts. */
  | { does: 'hang'; at: 'mail' | 'rcpt' | 'message' }
  /** Waits that many milliseconds before every answer, then accepts. */
  | { does: 'tarpit'; milliseconds: number };

export const accept = (text?: string): SinkAnswer => ({ does: 'accept', text });
export const refuse = (code: number, text: string, at: 'mail' | 'rcpt' | 'message' = 'rcpt'): SinkAnswer => ({
  does: 'refuse',
  at,
  code,
  text,
});
export const drop = (at: 'data' | 'message'): SinkAnswer => ({ does: 'drop', at });
export const hang = (at: 'mail' | 'rcpt' | 'message'): SinkAnswer => ({ does: 'hang', at });
export const tarpit = (milliseconds: number): SinkAnswer => ({ does: 'tarpit', milliseconds });

/** A mail that the sink has received in full. */
export interface SinkMail {
  messageId: string;
  from: string;
  to: string[];
  raw: Buffer;
  parsed: ParsedMail;
  receivedAt: Date;
}

/** One MAIL FROM and what became of it. */
export interface SinkTransaction {
  from: string;
  to: string[];
  stage: SinkStage;
  /** Of the message that arrived. */
  bytes: number;
  /** The mail was answered with 250. */
  accepted: boolean;
}

export interface SinkOptions {
  /** Asks for this sign-in; without it, none is offered. */
  auth?: { user: string; password: string };
  clock?: Clock;
}

interface Conversation {
  answer: SinkAnswer;
  transaction: SinkTransaction;
}

const PATIENCE = 15_000;

/**
 * An SMTP server that keeps what it receives and does with each mail what it is told: the oracle for whatever sends mail.
 * It answers mails in the order of their MAIL FROM and accepts when it was told nothing.
 */
export class SmtpSink {
  /** Mails answered with 250, in that order: what a recipient would have. */
  readonly mails: SinkMail[] = [];
  /** Mails received in full that were not answered with 250; after `drop('message')` a recipient might have them. */
  readonly unacknowledged: SinkMail[] = [];
  readonly transactions: SinkTransaction[] = [];
  /** While this is true, new connections get no greeting; those get it with `release()`. */
  silent = false;

  private readonly answers: SinkAnswer[] = [];
  private readonly conversations = new Map<string, Conversation>();
  private readonly sockets = new Map<number, Socket>();
  private readonly hanging: (() => void)[] = [];
  private readonly changes = new EventEmitter().setMaxListeners(0);
  private readonly clock: Clock;
  private server: SMTPServer;
  private port = 0;

  private constructor(private readonly options: SinkOptions) {
    this.clock = options.clock ?? new Clock();
  }

  /** Listens on a free port of the loopback interface. */
  static async start(options: SinkOptions = {}): Promise<SmtpSink> {
    const sink = new SmtpSink(options);
    await sink.listen();
    return sink;
  }

  /** What SMTP_URL has to be. */
  get url(): string {
    const { auth } = this.options;
    const user = auth ? `${encodeURIComponent(auth.user)}:${encodeURIComponent(auth.password)}@` : '';
    return `smtp://${user}127.0.0.1:${this.port}`;
  }

  /** Says what becomes of the next mails, in order, after those already told. */
  nextAnswers(answers: readonly SinkAnswer[]): void {
    this.answers.push(...answers);
  }

  /** The accepted mails that carry this Message-ID; more than one is a repeat. */
  deliveriesOf(messageId: string): SinkMail[] {
    return this.mails.filter((mail) => mail.messageId === messageId);
  }

  /** The accepted mails, once there are at least `count`. */
  waitFor(count: number, patience = PATIENCE): Promise<readonly SinkMail[]> {
    return this.until(
      () => (this.mails.length >= count ? this.mails : null),
      () => `${count} mails, of which ${this.mails.length} came`,
      patience,
    );
  }

  /** The first transaction to have reached `stage`, from the `nth` (from 1) on. */
  waitForStage(stage: SinkStage, nth = 1, patience = PATIENCE): Promise<SinkTransaction> {
    const order: SinkStage[] = ['mail', 'rcpt', 'data', 'message'];
    return this.until(
      () => this.transactions.slice(nth - 1).find((it) => order.indexOf(it.stage) >= order.indexOf(stage)) ?? null,
      () =>
        `transaction ${nth} at ${stage}; there were ${this.transactions.map((it) => it.stage).join(', ') || 'none'}`,
      patience,
    );
  }

  /** Lets everything that hangs go on. */
  release(): void {
    for (const proceed of this.hanging.splice(0)) proceed();
  }

  /** Forgets mails, transactions and answers to come. */
  clear(): void {
    for (const list of [this.mails, this.unacknowledged, this.transactions, this.answers]) list.length = 0;
  }

  /** Cuts every connection and refuses new ones until `acceptConnections`. */
  async refuseConnections(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.server.close(resolve));
    for (const socket of this.sockets.values()) socket.destroy();
    await closed;
  }

  /** Listens again, on the same port. */
  async acceptConnections(): Promise<void> {
    await this.listen();
  }

  /** Once no connection is open. */
  waitForNoConnection(patience = PATIENCE): Promise<true> {
    return this.until(
      () => (this.sockets.size === 0 ? true : null),
      () => `the end of ${this.sockets.size} connections`,
      patience,
    );
  }

  async stop(): Promise<void> {
    this.hanging.length = 0;
    await this.refuseConnections();
  }

  private listen(): Promise<void> {
    const server = new SMTPServer(this.serverOptions());
    this.server = server;
    server.on('error', () => undefined); // A client that is cut off mid-sentence; the transaction tells.
    server.server.on('connection', (socket: Socket) => {
      const port = socket.remotePort ?? 0;
      this.sockets.set(port, socket);
      socket.once('close', () => {
        this.sockets.delete(port);
        this.changed();
      });
    });
    return new Promise((resolve, reject) => {
      server.server.once('error', reject);
      server.listen(this.port, '127.0.0.1', () => {
        this.port = (server.server.address() as AddressInfo).port; // It listens on TCP, so the address has a port.
        resolve();
      });
    });
  }

  private serverOptions(): SMTPServerOptions {
    const { auth } = this.options;
    return {
      disabledCommands: auth ? ['STARTTLS'] : ['STARTTLS', 'AUTH'],
      authOptional: !auth,
      allowInsecureAuth: true,
      disableReverseLookup: true,
      closeTimeout: 1,
      logger: false,
      onAuth: (given, _session, done) => {
        const right = given.username === auth?.user && given.password === auth?.password;
        done(right ? null : smtpError(535, 'Authentication failed'), { user: given.username });
      },
      onConnect: (_session, done) => {
        if (this.silent) this.hanging.push(() => done());
        else done();
      },
      onMailFrom: (address, session, done) => {
        const transaction: SinkTransaction = {
          from: address.address,
          to: [],
          stage: 'mail',
          bytes: 0,
          accepted: false,
        };
        this.transactions.push(transaction);
        this.conversations.set(session.id, { answer: this.answers.shift() ?? accept(), transaction });
        this.changed();
        this.reply('mail', session, done);
      },
      onRcptTo: (address, session, done) => {
        const { transaction } = this.conversationOf(session);
        transaction.to.push(address.address);
        this.moveTo('rcpt', transaction);
        this.reply('rcpt', session, done);
      },
      onData: (stream, session, done) => void this.receive(stream, session, done),
    };
  }

  /** Answers a command at `stage` as the mail's answer says. */
  private reply(stage: 'mail' | 'rcpt', session: SMTPServerSession, done: (error?: Error | null) => void): void {
    const { answer } = this.conversationOf(session);
    if (answer.does === 'refuse' && answer.at === stage) return done(smtpError(answer.code, answer.text));
    if (answer.does === 'hang' && answer.at === stage) return void this.hanging.push(() => done());
    if (answer.does === 'tarpit') return void setTimeout(done, answer.milliseconds);
    done();
  }

  private async receive(
    stream: SMTPServerDataStream,
    session: SMTPServerSession,
    done: (error?: Error | null, message?: string) => void,
  ): Promise<void> {
    const { answer, transaction } = this.conversationOf(session);
    this.moveTo('data', transaction);
    const chunks: Buffer[] = [];
    try {
      for await (const chunk of stream as AsyncIterable<Buffer>) {
        chunks.push(chunk);
        transaction.bytes += chunk.length;
        if (answer.does === 'drop' && answer.at === 'data') return this.cut(session);
      }
    } catch {
      return; // The client went away within the message, so there is no mail and nobody to answer.
    }
    const mail = await this.mailOf(Buffer.concat(chunks), transaction);
    this.unacknowledged.push(mail);
    this.moveTo('message', transaction);

    if (answer.does === 'drop') return this.cut(session);
    if (answer.does === 'refuse') return done(smtpError(answer.code, answer.text));
    if (answer.does === 'hang' && answer.at === 'message') {
      await new Promise<void>((resolve) => this.hanging.push(resolve));
    }
    if (answer.does === 'tarpit') await new Promise((resolve) => setTimeout(resolve, answer.milliseconds));
    // A client that is gone by now was never told, so for it the mail is not accepted.
    if (!this.sockets.has(session.remotePort)) return;
    this.unacknowledged.splice(this.unacknowledged.indexOf(mail), 1);
    this.mails.push(mail);
    transaction.accepted = true;
    done(null, answer.does === 'accept' ? answer.text : undefined);
    this.changed();
  }

  private async mailOf(raw: Buffer, { from, to }: SinkTransaction): Promise<SinkMail> {
    const parsed = await simpleParser(raw);
    return { messageId: parsed.messageId ?? '', from, to, raw, parsed, receivedAt: this.clock.now() };
  }

  private conversationOf(session: SMTPServerSession): Conversation {
    const conversation = this.conversations.get(session.id);
    if (!conversation) throw new Error('A mail begins with MAIL FROM.');
    return conversation;
  }

  private cut(session: SMTPServerSession): void {
    this.sockets.get(session.remotePort)?.destroy();
  }

  private moveTo(stage: SinkStage, transaction: SinkTransaction): void {
    transaction.stage = stage;
    this.changed();
  }

  private changed(): void {
    this.changes.emit('change');
  }

  private until<T>(found: () => T | null, wanted: () => string, patience: number): Promise<T> {
    const there = found();
    if (there) return Promise.resolve(there);
    return new Promise((resolve, reject) => {
      const look = () => {
        const value = found();
        if (value) end(() => resolve(value));
      };
      const end = (settle: () => void) => {
        clearTimeout(timer);
        this.changes.off('change', look);
        settle();
      };
      const timer = setTimeout(() => end(() => reject(new Error(`Waited for ${wanted()}.`))), patience);
      this.changes.on('change', look);
    });
  }
}

function smtpError(code: number, text: string): Error {
  return Object.assign(new Error(text), { responseCode: code });
}
