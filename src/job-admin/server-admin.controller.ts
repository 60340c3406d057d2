import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Roles } from '../auth/access';
import { ServerAdminService } from './server-admin.service';
import { ServerView } from './server.dto';

@ApiTags('Jobs')
@Roles('Admin')
@Controller('admin/servers')
export class ServerAdminController {
  constructor(private readonly servers: ServerAdminService) {}

  @Get()
  @ApiOperation({ summary: 'The processes that run jobs' })
  @ApiOkResponse({ type: [ServerView] })
  list(): Promise<ServerView[]> {
    return this.servers.list();
  }
}
