import { Injectable } from '@nestjs/common';
import { h } from 'preact';
import { encodeCursor } from '../../common/paging';
import { Config } from '../../config/config';
import { DeliveryAdminService } from '../../job-admin/delivery-admin.service';
import type { Actor } from '../../users/actor';
import { thenBackTo } from '../actions/action-outcomes';
import type { ActionForm } from '../actions/action.dto';
import { dashboardLinks } from '../dashboard-links';
import type { Departure } from '../departure';
import { FrameService } from '../frame.service';
import type { PageVisit } from '../page-visit';
import { MailPage } from '../views/mail.page';
import { renderPage } from '../views/render-page';
import { askedOfDeliveries } from './asked';
import { MailFiles } from './mail-files';
import type { MailPageQuery } from './records.dto';

/** The page of e-mails, and sending one again. */
@Injectable()
export class MailPageService {
  constructor(
    private readonly frames: FrameService,
    private readonly deliveries: DeliveryAdminService,
    private readonly files: MailFiles,
    private readonly config: Config,
  ) {}

  async page({ after, ...filter }: MailPageQuery, visit: PageVisit): Promise<string> {
    const shell = await this.frames.of(visit);
    const query = askedOfDeliveries(filter, after);
    const { items, next } = await this.deliveries.page(query);
    const { state = null, appointmentId } = query;
    return renderPage(
      h(MailPage, {
        shell,
        view: {
          deliveries: items,
          filter: { state, appointmentId: appointmentId === undefined ? null : String(appointmentId) },
          isOlder: query.cursor !== null,
          next: next && this.links.page('mail', { ...filter, after: encodeCursor(next) }),
          files: await this.files.newest(),
        },
      }),
    );
  }

  resend(id: number, { reason }: ActionForm, by: Actor): Promise<Departure> {
    const page = this.links.page('mail');
    return thenBackTo(page, 'delivery.resend', String(id), () => this.deliveries.resend({ id, reason, by }));
  }

  private get links() {
    return dashboardLinks(this.config.dashboardPath, '');
  }
}
