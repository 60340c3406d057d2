import { Readable } from 'node:stream';
import type { MailerPlugin } from '@nestjs-modules/mailer';

/** How long an SMTP dialogue may take, in milliseconds. */
export interface SmtpLimits {
  /** From the call, waiting for a free connection included, until the message begins to leave. */
  start: number;
  /** From then until the server's answer. */
  answer: number;
  /** From then, once the caller has given up, until the server's answer. */
  answerAfterAbort: number;
}

/** The name under which a message carries its dialogue to the plugin. */
const DIALOGUE = 'dialogue';

/**
 * Bounds one SMTP dialogue. Until the message begins to leave, the caller's abort and `limits.start` stop it, and then the
 * server has certainly not taken the mail. From there on only the server's answer tells whether it has, so the dialogue
 * is left to end within `limits.answer`, or `limits.answerAfterAbort` of an abort.
 */
export class SmtpDialogue {
  private readonly stop = new AbortController();
  private readonly onAbort = () => this.abort();
  private timer: NodeJS.Timeout;
  private data = false;

  constructor(
    private readonly caller: AbortSignal,
    private readonly limits: SmtpLimits,
  ) {
    this.timer = this.stopAfter(limits.start, 'the server did not take the mail in time');
    if (caller.aborted) this.abort();
    else caller.addEventListener('abort', this.onAbort, { once: true });
  }

  /** What nodemailer is told: the signal that ends the dialogue, and the dialogue itself, for the plugin. */
  get options(): { signal: AbortSignal } & Record<typeof DIALOGUE, SmtpDialogue> {
    return { signal: this.stop.signal, [DIALOGUE]: this };
  }

  /** Whether the message has begun to leave. */
  get dataBegun(): boolean {
    return this.data;
  }

  /** Why the dialogue was stopped; null when it was not. */
  get stopped(): string | null {
    return this.stop.signal.aborted ? String(this.stop.signal.reason) : null;
  }

  /** To be called when the dialogue is over, whichever way. */
  end(): void {
    clearTimeout(this.timer);
    this.caller.removeEventListener('abort', this.onAbort);
  }

  /** The message as nodemailer reads it, which it does from the moment the server has answered DATA with "go on". */
  watch(message: Readable): Readable {
    return Readable.from(this.leave(message), { objectMode: false });
  }

  private async *leave(message: Readable): AsyncGenerator<Buffer> {
    this.stop.signal.throwIfAborted();
    this.data = true;
    clearTimeout(this.timer);
    this.timer = this.stopAfter(this.limits.answer, 'the server did not answer in time');
    // A message is a byte stream: nodemailer sets no encoding on it.
    for await (const chunk of message as AsyncIterable<Buffer>) yield chunk;
  }

  private abort(): void {
    if (!this.data) return this.stop.abort('the sending was called off');
    clearTimeout(this.timer);
    this.timer = this.stopAfter(this.limits.answerAfterAbort, 'the server did not answer in time');
  }

  private stopAfter(milliseconds: number, reason: string): NodeJS.Timeout {
    return setTimeout(() => this.stop.abort(reason), milliseconds);
  }
}

/** Lets the dialogue of each message see when the message begins to leave: nodemailer itself does not tell. */
export const dialoguePlugin: MailerPlugin = {
  step: 'stream',
  plugin(mail: PluginMail, done) {
    const dialogue = mail.data[DIALOGUE];
    if (dialogue) mail.message.processFunc((message) => dialogue.watch(message));
    done();
  },
};

interface PluginMail {
  data: { [DIALOGUE]?: SmtpDialogue };
  message: { processFunc(process: (message: Readable) => Readable): void };
}
