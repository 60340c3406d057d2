import { readFile, readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { Injectable } from '@nestjs/common';
import type { AddressObject, ParsedMail } from 'mailparser';
import { NotFound } from '../../common/domain-error';
import { Config } from '../../config/config';
import { emlFolder } from '../../notifications/mail/eml-mail-sender';
import type { MailFilePageView, MailFileView, MailPageView } from './page-views';

const SHOWN = 20;
const NAME = /^[\w@][\w.@-]*\.eml$/;

/** The mails that are written to files where no mail server is set. */
@Injectable()
export class MailFiles {
  constructor(private readonly config: Config) {}

  /** Null where mails go out. */
  async newest(): Promise<MailPageView['files']> {
    if (this.config.smtpUrl !== null) return null;
    const names = await this.names();
    const dated = await Promise.all(names.map(async (name) => ({ name, writtenAt: await this.writtenAt(name) })));
    const ordered = dated.toSorted(
      (a, b) => b.writtenAt.getTime() - a.writtenAt.getTime() || (a.name < b.name ? 1 : -1),
    );
    const newest = await Promise.all(ordered.slice(0, SHOWN).map(({ name }) => this.read(name)));
    return { newest, more: ordered.length - newest.length };
  }

  /** @throws NotFound */
  async read(name: string): Promise<MailFilePageView> {
    const mail = await this.parse(name);
    return { ...headOf(name, mail, await this.writtenAt(name)), ...bodyOf(mail) };
  }

  /** Null when the mail has none. @throws NotFound */
  async html(name: string): Promise<string | null> {
    const { html } = await this.parse(name);
    return html || null;
  }

  /** @throws NotFound */
  async raw(name: string): Promise<Buffer> {
    // Only what the folder itself lists: no name leads out of it.
    if (!(await this.names()).includes(name)) throw new NotFound('The mail');
    return readFile(this.pathOf(name));
  }

  private async parse(name: string): Promise<ParsedMail> {
    const content = await this.raw(name);
    // Where mails go out nobody needs the parser.
    const { simpleParser } = await import('mailparser');
    return simpleParser(content, { skipImageLinks: true });
  }

  private async names(): Promise<string[]> {
    if (this.config.smtpUrl !== null) return [];
    try {
      return (await readdir(emlFolder(this.config.dataDir))).filter((name) => NAME.test(name));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []; // node:fs throws nothing else
      throw error;
    }
  }

  private async writtenAt(name: string): Promise<Date> {
    return (await stat(this.pathOf(name))).mtime;
  }

  private pathOf(name: string): string {
    return path.join(emlFolder(this.config.dataDir), name);
  }
}

function headOf(name: string, { subject, to }: ParsedMail, writtenAt: Date): MailFileView {
  return { name, writtenAt, subject: subject ?? '', to: textOf(to) };
}

function bodyOf({
  from,
  date,
  messageId,
  text,
  html,
  attachments,
}: ParsedMail): Omit<MailFilePageView, keyof MailFileView> {
  return {
    from: textOf(from),
    date: date ?? null,
    messageId: messageId ?? '',
    text: text ?? null,
    hasHtml: Boolean(html),
    attachments: attachments.map(({ filename, contentType }) => filename ?? contentType),
  };
}

const textOf = (addresses: AddressObject | AddressObject[] | undefined) =>
  [addresses ?? []]
    .flat()
    .map(({ text }) => text)
    .join(', ');
