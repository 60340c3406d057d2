import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Roles } from '../auth/access';
import type { Page } from '../common/paging';
import { UserView, UsersQuery } from './admin-user.dto';
import { AdminUserService } from './admin-user.service';

@ApiTags('Users')
@Roles('Admin')
@Controller('admin/users')
export class AdminUserController {
  constructor(private readonly users: AdminUserService) {}

  @Get()
  @ApiOkResponse({ type: [UserView] })
  list(@Query() query: UsersQuery): Promise<Page<UserView>> {
    return this.users.list(query);
  }
}
