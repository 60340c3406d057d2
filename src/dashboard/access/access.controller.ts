import { Body, Get, Param, Post, Query, Res, UseGuards } from '@nestjs/common';
import type { Response } from 'express';
import { AcceptsForms } from '../../common/http/body';
import { ClientIp } from '../../common/http/client-ip';
import { DashboardAssets } from '../dashboard-assets';
import { DashboardGuard, EvenReadOnly } from '../dashboard.guard';
import { DashboardRoutes } from '../dashboard-routes';
import type { Departure, SpecialPage } from '../departure';
import { By, type PageVisit, Visit } from '../page-visit';
import { SignInForm, SignInQuery } from './access.dto';
import { AccessService } from './access.service';
import { Nonce } from './sign-in-cookie';
import { SignInGuard } from './sign-in.guard';
import type { Visitor } from './visitor';

/** What is there before the sign-in, and the way out. */
@DashboardRoutes()
export abstract class AccessController {
  constructor(
    private readonly access: AccessService,
    private readonly assets: DashboardAssets,
  ) {}

  @Get('sign-in')
  @UseGuards(SignInGuard)
  form(
    @Query() { to }: SignInQuery,
    @Visit() visit: PageVisit,
    @Nonce() nonce: string | null,
  ): SpecialPage | Departure {
    return this.access.form(visit, to, nonce);
  }

  @Post('sign-in')
  @AcceptsForms()
  @UseGuards(SignInGuard)
  signIn(
    @Body() form: SignInForm,
    @Visit() visit: PageVisit,
    @Nonce() nonce: string | null,
    @ClientIp() ip: string,
  ): Promise<SpecialPage | Departure> {
    return this.access.signIn(form, visit, nonce, ip);
  }

  @Post('sign-out')
  @AcceptsForms()
  @EvenReadOnly()
  @UseGuards(DashboardGuard)
  signOut(@By() by: Visitor): Promise<Departure> {
    return this.access.signOut(by);
  }

  /** The address changes with the files, so they may be kept for ever. */
  @Get('assets/:name')
  @UseGuards(SignInGuard)
  asset(@Param('name') name: string, @Res({ passthrough: true }) response: Response): string {
    const content = this.assets.read(name);
    response.type(name.slice(name.lastIndexOf('.'))).setHeader('Cache-Control', 'public, max-age=31536000, immutable');
    return content;
  }
}
