import { Injectable } from '@nestjs/common';
import { h } from 'preact';
import { ServerAdminService } from '../../job-admin/server-admin.service';
import { FrameService } from '../frame.service';
import type { PageVisit } from '../page-visit';
import { renderPage } from '../views/render-page';
import { ServersPage } from '../views/servers.page';

/** The page of servers. */
@Injectable()
export class ServersPageService {
  constructor(
    private readonly frames: FrameService,
    private readonly servers: ServerAdminService,
  ) {}

  async page(visit: PageVisit): Promise<string> {
    const shell = await this.frames.of(visit);
    return renderPage(h(ServersPage, { shell, view: { servers: await this.servers.list() } }));
  }
}
