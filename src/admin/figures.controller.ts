import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Roles } from '../auth/access';
import { FiguresView } from './figures.dto';
import { FiguresService } from './figures.service';

@ApiTags('Figures')
@Roles('Admin')
@Controller('admin/dashboard')
export class FiguresController {
  constructor(private readonly figures: FiguresService) {}

  @Get()
  @ApiOkResponse({ type: FiguresView })
  now(): Promise<FiguresView> {
    return this.figures.now();
  }
}
