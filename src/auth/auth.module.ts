import { Module } from '@nestjs/common';
import { APP_GUARD, DiscoveryModule } from '@nestjs/core';
import { JwtModule } from '@nestjs/jwt';
import { AuditModule } from '../audit/audit.module';
import { Ids } from '../common/ids';
import { Config } from '../config/config';
import { JobsModule } from '../jobs/jobs.module';
import { UsersModule } from '../users/users.module';
import { AccessCheck } from './access-check';
import { AccessGuard } from './access.guard';
import { AccountService } from './account.service';
import { AttemptCountRepository } from './attempt-count.repository';
import { AttemptLimitService } from './attempt-limit.service';
import { removeSignIns } from './auth.jobs';
import { AuthController } from './auth.controller';
import { JwtStrategy } from './jwt.strategy';
import { LocalStrategy } from './local.strategy';
import { PasswordChangeService } from './password-change.service';
import { PasswordService } from './password.service';
import { PersonalSignIns } from './personal-sign-ins';
import { ProfileController } from './profile.controller';
import { ProfileService } from './profile.service';
import { RefreshService } from './refresh.service';
import { RemoveSignInsHandler } from './remove-sign-ins.handler';
import { SignInRepository } from './sign-in.repository';
import { SignInService } from './sign-in.service';
import { SignedLinkService } from './signed-link.service';
import { SigningKeys } from './signing-keys';
import { TicketRepository } from './ticket.repository';
import { TicketService } from './ticket.service';
import { TokenService } from './token.service';

/** Who is who, and the guard before every route of every module. */
@Module({
  imports: [AuditModule, UsersModule, DiscoveryModule, JwtModule.register({}), JobsModule.forFeature([removeSignIns])],
  controllers: [AuthController, ProfileController],
  providers: [
    {
      provide: SigningKeys,
      inject: [Config, Ids],
      useFactory: (config: Config, ids: Ids) => SigningKeys.load(config, ids),
    },
    { provide: APP_GUARD, useClass: AccessGuard },
    AccessCheck,
    AccountService,
    AttemptCountRepository,
    AttemptLimitService,
    JwtStrategy,
    LocalStrategy,
    PasswordChangeService,
    PasswordService,
    PersonalSignIns,
    ProfileService,
    RefreshService,
    RemoveSignInsHandler,
    SignInRepository,
    SignInService,
    SignedLinkService,
    TicketRepository,
    TicketService,
    TokenService,
  ],
  exports: [AccountService, PasswordService, SignInService, SignedLinkService, SigningKeys, TicketService],
})
export class AuthModule {}
