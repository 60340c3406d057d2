import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { By, Roles } from '../auth/access';
import { PathUuid } from '../common/http/path-id';
import { Replays } from '../idempotency/replays';
import type { Actor } from '../users/actor';
import { ErasureService } from './erasure.service';
import { EraseUser, ErasedUserView, ExportQuery, ExportView } from './personal-data.dto';
import { PersonalDataService } from './personal-data.service';

/** What the law gives people a right to. */
@ApiTags('Users')
@Roles('Admin')
@Controller('admin/users/:id')
export class PersonalDataController {
  constructor(
    private readonly personal: PersonalDataService,
    private readonly erasure: ErasureService,
  ) {}

  /** Everything that is kept about the user. */
  @Get('export')
  @ApiOkResponse({ type: ExportView })
  export(@PathUuid() id: string, @Query() { reason }: ExportQuery, @By() by: Actor): Promise<ExportView> {
    return this.personal.export(id, reason, by);
  }

  /** Takes out, for good, what says who the user is and what ailed them. What is counted stays, and so does the audit. */
  @Post('erase')
  @HttpCode(200)
  @Replays((it: PersonalDataController, id, by, body) => it.erase(id, EraseUser.schema.parse(body), by))
  @ApiOkResponse({ type: ErasedUserView })
  erase(@PathUuid() id: string, @Body() body: EraseUser, @By() by: Actor): Promise<ErasedUserView> {
    return this.erasure.erase(id, body, by);
  }
}
