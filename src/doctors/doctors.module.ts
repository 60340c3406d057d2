import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module';
import { UsersModule } from '../users/users.module';
import { AdminHourController, ClientHourController } from './appointment-hour.controller';
import { AppointmentHourRepository } from './appointment-hour.repository';
import { AppointmentHourService } from './appointment-hour.service';
import { DoctorController } from './doctor.controller';
import { DoctorRepository } from './doctor.repository';
import { DoctorService } from './doctor.service';
import { HourEditingService } from './hour-editing.service';
import { RatingsRegistry } from './ratings';
import { TakenSlotsRegistry } from './taken-slots';
import { UserRoleService } from './user-role.service';

@Module({
  imports: [AuditModule, UsersModule],
  controllers: [DoctorController, ClientHourController, AdminHourController],
  providers: [
    AppointmentHourRepository,
    AppointmentHourService,
    DoctorRepository,
    DoctorService,
    HourEditingService,
    RatingsRegistry,
    TakenSlotsRegistry,
    UserRoleService,
  ],
  exports: [AppointmentHourService, DoctorService, RatingsRegistry, TakenSlotsRegistry],
})
export class DoctorsModule {}
