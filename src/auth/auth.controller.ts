import { Body, Controller, HttpCode, Post, UseGuards } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Message } from '../common/http/message';
import { Anyone, By, SignedIn, type SignedInActor } from './access';
import { AccountService } from './account.service';
import { LoginBody, RegisterBody, SignInView } from './auth.dto';
import { Checked, type CheckedUser, LocalGuard } from './local.guard';
import { SignInService } from './sign-in.service';

@ApiTags('Auth')
@Controller('auth')
export class AuthController {
  constructor(
    private readonly accounts: AccountService,
    private readonly signIns: SignInService,
  ) {}

  @Post('register')
  @HttpCode(200)
  @Anyone()
  @ApiOkResponse({ type: Message })
  async register(@Body() body: RegisterBody): Promise<Message> {
    await this.accounts.register(body);
    return { message: 'The account was created.' };
  }

  @Post('login')
  @HttpCode(200)
  @Anyone()
  @UseGuards(LocalGuard)
  @ApiOkResponse({ type: SignInView })
  login(@Body() _: LoginBody, @Checked() user: CheckedUser): Promise<SignInView> {
    return this.signIns.begin(user);
  }

  @Post('logout')
  @HttpCode(200)
  @SignedIn()
  @ApiOkResponse({ type: Message })
  async logout(@By() by: SignedInActor): Promise<Message> {
    await this.signIns.end(by);
    return { message: 'You are signed out.' };
  }
}
