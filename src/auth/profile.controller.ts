import { Body, Controller, Get, Put } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { Actor } from '../users/actor';
import { By, SignedIn } from './access';
import { ProfileView, UpdateProfileBody } from './profile.dto';
import { ProfileService } from './profile.service';

@ApiTags('Auth')
@SignedIn()
@Controller('auth/me')
export class ProfileController {
  constructor(private readonly profiles: ProfileService) {}

  @Get()
  @ApiOkResponse({ type: ProfileView })
  find(@By() by: Actor): Promise<ProfileView> {
    return this.profiles.find(by);
  }

  @Put()
  @ApiOkResponse({ type: ProfileView })
  change(@Body() body: UpdateProfileBody, @By() by: Actor): Promise<ProfileView> {
    return this.profiles.change(body, by);
  }
}
