import { Injectable } from '@nestjs/common';
import { h } from 'preact';
import { NotFound } from '../../common/domain-error';
import { FrameService } from '../frame.service';
import type { PageVisit } from '../page-visit';
import { MailFilePage } from '../views/mail-file.page';
import { renderPage } from '../views/render-page';
import { MailFiles } from './mail-files';

/** The page of a mail that was written to a file. */
@Injectable()
export class MailFileService {
  constructor(
    private readonly frames: FrameService,
    private readonly files: MailFiles,
  ) {}

  /** @throws NotFound */
  async page(name: string, visit: PageVisit): Promise<string> {
    const mail = await this.files.read(name);
    return renderPage(h(MailFilePage, { shell: await this.frames.of(visit), mail }));
  }

  /** @throws NotFound */
  async html(name: string): Promise<string> {
    const html = await this.files.html(name);
    if (html === null) throw new NotFound('The HTML of the mail');
    return html;
  }

  /** @throws NotFound */
  raw(name: string): Promise<Buffer> {
    return this.files.raw(name);
  }
}
