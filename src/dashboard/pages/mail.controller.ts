import { Body, Get, Param, Post, Query, Res, StreamableFile, UseGuards } from '@nestjs/common';
import type { Response } from 'express';
import { AcceptsForms } from '../../common/http/body';
import { PathId } from '../../common/http/path-id';
import type { Visitor } from '../access/visitor';
import { ActionForm } from '../actions/action.dto';
import { DashboardGuard } from '../dashboard.guard';
import { DashboardRoutes } from '../dashboard-routes';
import type { Departure } from '../departure';
import { asForeignHtml, By, type PageVisit, Visit } from '../page-visit';
import { MailFileService } from './mail-file.service';
import { MailPageService } from './mail-page.service';
import { MailPageQuery } from './records.dto';

@DashboardRoutes()
@AcceptsForms()
@UseGuards(DashboardGuard)
export abstract class MailController {
  constructor(
    private readonly mail: MailPageService,
    private readonly files: MailFileService,
  ) {}

  @Get('mail')
  page(@Query() query: MailPageQuery, @Visit() visit: PageVisit): Promise<string> {
    return this.mail.page(query, visit);
  }

  @Post('mail/:id/resend')
  resend(@PathId() id: number, @Body() form: ActionForm, @By() by: Visitor): Promise<Departure> {
    return this.mail.resend(id, form, by.actor);
  }

  @Get('mail/files/:name')
  file(@Param('name') name: string, @Visit() visit: PageVisit): Promise<string> {
    return this.files.page(name, visit);
  }

  @Get('mail/files/:name/html')
  async html(@Param('name') name: string, @Res({ passthrough: true }) response: Response): Promise<string> {
    const html = await this.files.html(name);
    asForeignHtml(response);
    return html;
  }

  @Get('mail/files/:name/raw')
  async raw(@Param('name') name: string, @Res({ passthrough: true }) response: Response): Promise<StreamableFile> {
    const content = await this.files.raw(name);
    response.type('message/rfc822').attachment(name);
    return new StreamableFile(content);
  }
}
