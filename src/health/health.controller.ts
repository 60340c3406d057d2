import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Anyone } from '../auth/access';
import { Liveness, Readiness } from './health.dto';
import { HealthService } from './health.service';

@ApiTags('Health')
@Anyone()
@Controller('health')
export class HealthController {
  constructor(private readonly health: HealthService) {}

  @Get('live')
  @ApiOperation({ summary: 'Whether the process runs' })
  @ApiOkResponse({ type: Liveness })
  live(): Liveness {
    return { status: 'ok' };
  }

  @Get('ready')
  @ApiOperation({ summary: 'Whether the process can serve: 503 without its database and while it stops' })
  @ApiOkResponse({ type: Readiness })
  ready(): Promise<Readiness> {
    return this.health.ready();
  }
}
