import { Body, Controller, Get, Put, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { By, Roles } from '../auth/access';
import type { Page } from '../common/paging';
import type { Actor } from '../users/actor';
import { DoctorView, DoctorsQuery, UpdateUserRoleBody, UserRoleView } from './doctor.dto';
import { DoctorService } from './doctor.service';
import { UserRoleService } from './user-role.service';

@ApiTags('Doctors')
@Controller()
export class DoctorController {
  constructor(
    private readonly doctors: DoctorService,
    private readonly roles: UserRoleService,
  ) {}

  @Get('client/doctors')
  @Roles('Client', 'Admin')
  @ApiOkResponse({ type: [DoctorView] })
  listActive(@Query() query: DoctorsQuery): Promise<Page<DoctorView>> {
    return this.doctors.list(query, { activeOnly: true });
  }

  @Get('doctor/doctors')
  @Roles('Doctor', 'Admin')
  @ApiOkResponse({ type: [DoctorView] })
  listAll(@Query() query: DoctorsQuery): Promise<Page<DoctorView>> {
    return this.doctors.list(query, { activeOnly: false });
  }

  @Put('doctor/update-user-role')
  @Roles('Admin')
  @ApiOkResponse({ type: UserRoleView })
  changeRole(@Body() body: UpdateUserRoleBody, @By() by: Actor): Promise<UserRoleView> {
    return this.roles.change(body, by);
  }
}
