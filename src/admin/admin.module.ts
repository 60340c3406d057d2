import { Module } from '@nestjs/common';
import { AuthModule } from '../auth/auth.module';
import { DoctorsModule } from '../doctors/doctors.module';
import { UsersModule } from '../users/users.module';
import { AdminUserController } from './admin-user.controller';
import { AdminUserService } from './admin-user.service';
import { DemoService } from './demo.service';
import { FirstAccounts } from './first-accounts';

@Module({
  imports: [AuthModule, DoctorsModule, UsersModule],
  controllers: [AdminUserController],
  providers: [AdminUserService, DemoService, FirstAccounts],
})
export class AdminModule {}
