import { Injectable } from '@nestjs/common';
import { h } from 'preact';
import { Ids } from '../../common/ids';
import { Config } from '../../config/config';
import { DashboardAssets } from '../dashboard-assets';
import { SpecialPage } from '../departure';
import { addressIn, type PageVisit } from '../page-visit';
import { renderPage } from '../views/render-page';
import { type SignInTrouble, SignInPage } from '../views/sign-in.page';
import { FormTokens } from './form-tokens';
import { nonceCookie } from './sign-in-cookie';

const STATUS: Readonly<Record<SignInTrouble, number>> = { wrong: 401, 'not-admin': 403, throttled: 429 };

/** What the form of the sign-in is shown with. */
export interface SignInState {
  /** Where to go after it. */
  to: string;
  nonce: string | null;
  email?: string;
  trouble?: SignInTrouble;
  retryAfterSeconds?: number;
}

/** The form of the sign-in, tied to the browser that it is shown in. */
@Injectable()
export class SignInPages {
  constructor(
    private readonly forms: FormTokens,
    private readonly assets: DashboardAssets,
    private readonly config: Config,
    private readonly ids: Ids,
  ) {}

  show(
    { language, address }: PageVisit,
    { to, email = '', trouble, retryAfterSeconds, ...state }: SignInState,
  ): SpecialPage {
    const nonce = state.nonce ?? this.ids.token();
    const html = renderPage(
      h(SignInPage, {
        base: this.config.dashboardPath,
        assetVersion: this.assets.version,
        clinicName: this.config.clinicName,
        language,
        languageLinks: { en: addressIn('en', address), ro: addressIn('ro', address) },
        formToken: this.forms.forSignIn(nonce),
        to,
        email,
        trouble: trouble ?? null,
        retryAfterSeconds: retryAfterSeconds ?? null,
      }),
    );
    return new SpecialPage(html, trouble ? STATUS[trouble] : 200, [nonceCookie(nonce)], retryAfterSeconds ?? null);
  }
}
