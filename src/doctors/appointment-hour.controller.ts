import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { By, Roles } from '../auth/access';
import { PathId } from '../common/http/path-id';
import type { Page } from '../common/paging';
import { Replays } from '../idempotency/replays';
import type { Actor } from '../users/actor';
import {
  ChangedHourView,
  CreateHourBody,
  DayPath,
  DayQuery,
  DoctorHoursView,
  HourView,
  RemovedHourView,
  UpdateHourBody,
} from './appointment-hour.dto';
import { AppointmentHourService } from './appointment-hour.service';
import { DoctorsQuery } from './doctor.dto';
import { HourEditingService } from './hour-editing.service';

@ApiTags('Appointment hours')
@Roles('Client', 'Admin')
@Controller('client/appointment-hours')
export class ClientHourController {
  constructor(private readonly hours: AppointmentHourService) {}

  @Get()
  @ApiOkResponse({ type: [DoctorHoursView] })
  list(@Query() query: DoctorsQuery): Promise<Page<DoctorHoursView>> {
    return this.hours.list(query, { activeOnly: true });
  }

  @Get('doctor/:id')
  @ApiOkResponse({ type: [HourView] })
  ofDoctor(@PathId() id: number): Promise<HourView[]> {
    return this.hours.ofDoctor(id);
  }

  @Get('doctor/:id/day/:day')
  @ApiOkResponse({ type: [HourView] })
  ofDay(@PathId() id: number, @Param() { day }: DayPath, @Query() { date }: DayQuery): Promise<HourView[]> {
    return this.hours.ofDay(id, day, date);
  }
}

@ApiTags('Appointment hours')
@Roles('Admin')
@Controller('admin/appointment-hours')
export class AdminHourController {
  constructor(
    private readonly hours: AppointmentHourService,
    private readonly editing: HourEditingService,
  ) {}

  @Get()
  @ApiOkResponse({ type: [DoctorHoursView] })
  list(@Query() query: DoctorsQuery): Promise<Page<DoctorHoursView>> {
    return this.hours.list(query, { activeOnly: false });
  }

  @Post()
  @HttpCode(200)
  @Replays((it: AdminHourController, id) => it.hours.find(Number(id)))
  @ApiOkResponse({ type: HourView })
  add(@Body() body: CreateHourBody, @By() by: Actor): Promise<HourView> {
    return this.editing.add(body, by);
  }

  @Put(':id')
  @ApiOkResponse({ type: ChangedHourView })
  setActive(@PathId() id: number, @Body() { isActive }: UpdateHourBody, @By() by: Actor): Promise<ChangedHourView> {
    return this.editing.setActive(id, isActive, by);
  }

  @Delete(':id')
  @ApiOkResponse({ type: RemovedHourView })
  async remove(@PathId() id: number, @By() by: Actor): Promise<RemovedHourView> {
    return { message: 'The appointment hour was removed.', affectedAppointments: await this.editing.remove(id, by) };
  }
}
