import { createHash } from 'node:crypto';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { MailerService } from '@nestjs-modules/mailer';
import type { StreamSentMessageInfo, StreamTransportOptions } from 'nodemailer';
import type { Clock } from '../../common/clock';
import type { Ids } from '../../common/ids';
import { mailMessage } from './mail-message';
import { type MailReceipt, type MailSender, MailUnavailable, type OutgoingMail } from './mail-sender';

const LONGEST_NAME = 200;

/** Composes messages without sending them anywhere. */
export const emlTransport: StreamTransportOptions & { streamTransport: true } = {
  streamTransport: true,
  buffer: true,
  newline: 'windows',
};

/** The folder under DATA_DIR that mails are written to. */
export function emlFolder(dataDir: string): string {
  return path.join(dataDir, 'mail');
}

/** The file that holds the mail with this Message-ID: always the same one, whatever the file system. */
export function emlFileName(messageId: string): string {
  const plain = messageId.replace(/^<|>$/g, '').toLowerCase();
  const safe = plain.replace(/[^a-z0-9.@_-]/g, '_').replace(/^\.+/, '_');
  if (safe === plain && safe.length <= LONGEST_NAME) return `${safe}.eml`;
  const digest = createHash('sha256').update(messageId).digest('hex').slice(0, 16);
  return `${safe.slice(0, LONGEST_NAME)}-${digest}.eml`;
}

/** Writes each mail as it would go over the wire into a file that only its owner may read, instead of sending it. */
export class EmlMailSender implements MailSender {
  constructor(
    private readonly mailer: MailerService,
    private readonly mailFrom: string,
    private readonly clock: Clock,
    private readonly ids: Ids,
    private readonly folder: string,
  ) {}

  async send(mail: OutgoingMail, signal: AbortSignal): Promise<MailReceipt> {
    const message = mailMessage(mail, this.mailFrom, this.clock.now());
    // The transport is the composing one, which answers with the message in a buffer.
    const info = (await this.mailer.sendMail(message)) as StreamSentMessageInfo & { message: Buffer };
    const name = emlFileName(mail.messageId);
    try {
      await this.write(name, info.message, signal);
    } catch (error) {
      if (signal.aborted) throw new MailUnavailable(null, 'the sending was called off');
      throw new MailUnavailable(null, `the mail could not be written to a file (${codeOf(error)})`);
    }
    return { response: `written to ${name}` };
  }

  /** All or nothing: a reader of the folder never sees half a mail. */
  private async write(name: string, content: Buffer, signal: AbortSignal): Promise<void> {
    const draft = path.join(this.folder, `.${this.ids.uuid()}.tmp`);
    try {
      await this.writeDraft(draft, content);
      signal.throwIfAborted();
      await rename(draft, path.join(this.folder, name));
    } catch (error) {
      await rm(draft, { force: true });
      throw error;
    }
  }

  /** The folder is made when it is found missing, also when someone removed it meanwhile. */
  private async writeDraft(draft: string, content: Buffer): Promise<void> {
    const options = { flag: 'wx', mode: 0o600 };
    try {
      await writeFile(draft, content, options);
    } catch (error) {
      if (!isMissing(error)) throw error;
      await mkdir(this.folder, { recursive: true, mode: 0o700 });
      await writeFile(draft, content, options);
    }
  }
}

function isMissing(error: unknown): boolean {
  return codeOf(error) === 'ENOENT';
}

function codeOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : 'unknown error';
}
