import { Module } from '@nestjs/common';
import { AppointmentsModule } from '../appointments/appointments.module';
import { AuditModule } from '../audit/audit.module';
import { AuthModule } from '../auth/auth.module';
import { DoctorsModule } from '../doctors/doctors.module';
import { MedicalReportsModule } from '../medical-reports/medical-reports.module';
import { NotificationsModule } from '../notifications/notifications.module';
import { UsersModule } from '../users/users.module';
import { AdminUserController } from './admin-user.controller';
import { AdminUserService } from './admin-user.service';
import { DemoService } from './demo.service';
import { FiguresController } from './figures.controller';
import { FiguresService } from './figures.service';
import { FirstAccounts } from './first-accounts';
import { ErasureService } from './erasure.service';
import { PersonalDataController } from './personal-data.controller';
import { PersonalDataService } from './personal-data.service';
import { RestoreService } from './restore.service';
import { UserAccountService } from './user-account.service';

@Module({
  imports: [
    AuditModule,
    AuthModule,
    DoctorsModule,
    UsersModule,
    NotificationsModule,
    AppointmentsModule,
    MedicalReportsModule,
  ],
  controllers: [AdminUserController, PersonalDataController, FiguresController],
  providers: [
    AdminUserService,
    UserAccountService,
    PersonalDataService,
    ErasureService,
    RestoreService,
    FiguresService,
    DemoService,
    FirstAccounts,
  ],
})
export class AdminModule {}
