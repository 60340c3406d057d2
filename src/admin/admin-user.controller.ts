import { Body, Controller, Get, Put, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { By, Roles } from '../auth/access';
import { PathUuid } from '../common/http/path-id';
import type { Page } from '../common/paging';
import type { Actor } from '../users/actor';
import { ChangeAccount, ChangedUserView, UserView, UsersQuery } from './admin-user.dto';
import { AdminUserService } from './admin-user.service';

@ApiTags('Users')
@Roles('Admin')
@Controller('admin/users')
export class AdminUserController {
  constructor(private readonly users: AdminUserService) {}

  @Get()
  @ApiOkResponse({ type: [UserView] })
  list(@Query() query: UsersQuery, @By() by: Actor): Promise<Page<UserView>> {
    return this.users.list(query, by);
  }

  @Put(':id')
  @ApiOkResponse({ type: ChangedUserView })
  change(@PathUuid() id: string, @Body() body: ChangeAccount, @By() by: Actor): Promise<ChangedUserView> {
    return this.users.change(id, body, by);
  }
}
