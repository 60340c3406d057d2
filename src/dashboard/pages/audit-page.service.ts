import { Injectable } from '@nestjs/common';
import { h } from 'preact';
import { encodeCursor } from '../../common/paging';
import { Config } from '../../config/config';
import { AuditTrailService } from '../../job-admin/audit-trail.service';
import { dashboardLinks } from '../dashboard-links';
import { FrameService } from '../frame.service';
import type { PageVisit } from '../page-visit';
import { AuditPage } from '../views/audit.page';
import { renderPage } from '../views/render-page';
import { askedOfAudit } from './asked';
import { PeopleService } from './people.service';
import type { AuditPageQuery } from './records.dto';

/** The page of the audit. */
@Injectable()
export class AuditPageService {
  constructor(
    private readonly frames: FrameService,
    private readonly trail: AuditTrailService,
    private readonly people: PeopleService,
    private readonly config: Config,
  ) {}

  async page({ after, ...filter }: AuditPageQuery, visit: PageVisit): Promise<string> {
    const shell = await this.frames.of(visit);
    const { query, isWrong } = askedOfAudit(filter, after);
    const { items, next } = await this.trail.page(query);
    return renderPage(
      h(AuditPage, {
        shell,
        view: {
          entries: items,
          people: await this.people.named(items.map(({ who }) => who)),
          filter,
          notThat: isWrong,
          isOlder: query.cursor !== null,
          next:
            next &&
            dashboardLinks(this.config.dashboardPath, '').page('audit', { ...filter, after: encodeCursor(next) }),
        },
      }),
    );
  }
}
