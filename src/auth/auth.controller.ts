import { Body, Controller, HttpCode, Post, Put, UseGuards } from '@nestjs/common';
import { ApiCookieAuth, ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { ClientIp } from '../common/http/client-ip';
import { Message } from '../common/http/message';
import { Anyone, By, SignedIn, type SignedInActor } from './access';
import { AccountService } from './account.service';
import { ChangePasswordBody, LoginBody, RegisterBody, SignInView } from './auth.dto';
import { Checked, type CheckedUser, LocalGuard } from './local.guard';
import { OriginGuard } from './origin.guard';
import { PasswordChangeService } from './password-change.service';
import { DropsRefreshToken, KeepsRefreshToken, SentRefreshToken } from './refresh-cookie';
import { RefreshService } from './refresh.service';
import { type RefreshableSignIn, SignInService } from './sign-in.service';

@ApiTags('Auth')
@Controller('auth')
export class AuthController {
  constructor(
    private readonly accounts: AccountService,
    private readonly signIns: SignInService,
    private readonly refreshing: RefreshService,
    private readonly passwords: PasswordChangeService,
  ) {}

  @Post('register')
  @HttpCode(200)
  @Anyone()
  @ApiOkResponse({ type: Message })
  async register(@Body() body: RegisterBody, @ClientIp() ip: string): Promise<Message> {
    await this.accounts.register(body, ip);
    return { message: 'The account was created.' };
  }

  @Post('login')
  @HttpCode(200)
  @Anyone()
  @UseGuards(LocalGuard)
  @KeepsRefreshToken()
  @ApiOkResponse({ type: SignInView })
  login(@Body() _: LoginBody, @Checked() user: CheckedUser): Promise<RefreshableSignIn> {
    return this.signIns.beginRefreshable(user);
  }

  @Post('refresh')
  @HttpCode(200)
  @Anyone()
  @UseGuards(OriginGuard)
  @KeepsRefreshToken()
  @ApiCookieAuth('refresh')
  @ApiOkResponse({ type: SignInView })
  refresh(@SentRefreshToken() token: string | null): Promise<RefreshableSignIn> {
    return this.refreshing.refresh(token);
  }

  @Post('logout')
  @HttpCode(200)
  @SignedIn()
  @DropsRefreshToken()
  @ApiOkResponse({ type: Message })
  async logout(@By() by: SignedInActor): Promise<Message> {
    await this.signIns.end(by);
    return { message: 'You are signed out.' };
  }

  @Put('password')
  @HttpCode(204)
  @SignedIn()
  @ApiNoContentResponse({ description: 'All other sign-ins have ended.' })
  changePassword(@Body() body: ChangePasswordBody, @By() by: SignedInActor, @ClientIp() ip: string): Promise<void> {
    return this.passwords.change(body, by, ip);
  }
}
