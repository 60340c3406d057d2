import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import Handlebars from 'handlebars';
import { LANGUAGES, type Language } from '../../common/language';
import { MAIL_KINDS, type MailKind, type VisitNotice } from '../notice';
import { mailSubject, timeText } from '../notice-text';
import { dateText, remainingText, zoneText } from '../wording';
import { oneLine } from '../../common/mail-address';

export interface RenderedMail {
  subject: string;
  html: string;
  text: string;
}

/** Everything a template may use; under Handlebars' strict mode another name is an error. */
interface MailView {
  language: Language;
  subject: string;
  clinicName: string;
  firstName: string;
  doctorName: string;
  dateText: string;
  time: string;
  timeText: string;
  zoneText: string;
  remainingText: string;
  link: string;
  unsubscribeUrl: string | null;
}

type Format = 'html' | 'text';
type Template = HandlebarsTemplateDelegate<MailView>;

const ENDINGS: Record<Format, string> = { html: '.hbs', text: '.text.hbs' };
/** Parts that templates include, each in the language's folder or, where it has no words of its own, beside the folders. */
const SHARED_PARTS = ['layout'];
const LANGUAGE_PARTS = ['facts', 'footer'];

/**
 * Turns notices into mails. The templates are files under `folder`: `<language>/<kind>.hbs` for HTML, where every value is
 * escaped, and `<language>/<kind>.text.hbs` for text.
 */
@Injectable()
export class MailRenderer implements OnModuleInit {
  private readonly templates = new Map<string, Template>();

  constructor(private readonly folder: string) {}

  /**
   * Loads every template in every language and tries it.
   *
   * @throws Error that names the template that is missing or does not work.
   */
  onModuleInit(): void {
    for (const language of LANGUAGES) {
      for (const format of ['html', 'text'] as const) this.load(language, format);
      for (const kind of MAIL_KINDS) this.render(sampleNotice(kind, language), SAMPLE_NOW);
    }
  }

  /** The mail of a notice as it reads at `now`. */
  render(notice: VisitNotice<MailKind>, now: Date): RenderedMail {
    const view = viewOf(notice, now);
    return {
      subject: view.subject,
      html: this.fill(notice, 'html', view),
      text: this.fill(notice, 'text', view),
    };
  }

  private fill({ language, kind }: VisitNotice<MailKind>, format: Format, view: MailView): string {
    const name = nameOf(`${language}/${kind}`, format);
    const template = this.templates.get(name);
    if (!template) throw new Error(`Mail template "${name}" has not been loaded.`);
    try {
      return template(view);
    } catch (error) {
      throw new Error(`Mail template "${name}" does not work: ${reasonOf(error)}`, { cause: error });
    }
  }

  private load(language: Language, format: Format): void {
    const handlebars = Handlebars.create();
    for (const part of SHARED_PARTS) handlebars.registerPartial(part, this.read(nameOf(part, format)));
    for (const part of LANGUAGE_PARTS) {
      handlebars.registerPartial(part, this.read(nameOf(`${language}/${part}`, format)));
    }
    for (const kind of MAIL_KINDS) {
      const name = nameOf(`${language}/${kind}`, format);
      this.templates.set(
        name,
        handlebars.compile<MailView>(this.read(name), {
          strict: true,
          noEscape: format === 'text',
          preventIndent: true,
        }),
      );
    }
  }

  private read(name: string): string {
    const file = path.join(this.folder, name);
    if (!existsSync(file)) throw new Error(`Mail template "${name}" is missing.`);
    return readFileSync(file, 'utf8');
  }
}

function nameOf(template: string, format: Format): string {
  return `${template}${ENDINGS[format]}`;
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : 'unknown error';
}

function viewOf(notice: VisitNotice<MailKind>, now: Date): MailView {
  return {
    language: notice.language,
    subject: mailSubject(notice),
    // Names are people's input: in a text mail, a line break in one would pass for a line of ours.
    clinicName: oneLine(notice.clinicName),
    firstName: oneLine(notice.firstName),
    doctorName: oneLine(notice.doctorName),
    dateText: dateText(notice.date, notice.language),
    time: notice.time,
    timeText: timeText(notice),
    zoneText: zoneText(notice),
    remainingText: remainingText(notice.startsAt, now, notice.language),
    link: notice.link,
    unsubscribeUrl: notice.unsubscribeUrl,
  };
}

const SAMPLE_NOW = new Date('2027-01-05T12:00:00Z');

function sampleNotice(kind: MailKind, language: Language): VisitNotice<MailKind> {
  return {
    kind,
    language,
    clinicName: 'Clinic',
    firstName: 'Ana',
    doctorName: 'Ion Pop',
    appointmentId: 1,
    sequence: 0,
    offsetMinutes: kind === 'reminder' ? 60 : null,
    date: '2027-01-05',
    time: '15:00',
    timeZone: 'Europe/Bucharest',
    startsAt: new Date('2027-01-05T13:00:00Z'),
    endsAt: new Date('2027-01-05T14:00:00Z'),
    link: 'https://clinic.example/appointments/1',
    unsubscribeUrl: kind === 'reminder' ? 'https://clinic.example/unsubscribe?token=sample' : null,
  };
}
