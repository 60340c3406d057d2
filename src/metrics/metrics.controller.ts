import { Controller, Get, Header, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { Registry } from 'prom-client';
import { Anyone } from '../auth/access';
import { MetricsGuard } from './metrics.guard';
import { MetricsService } from './metrics.service';

const TEXT = Registry.PROMETHEUS_CONTENT_TYPE;

@ApiTags('Health')
@Anyone()
@UseGuards(MetricsGuard)
@Controller('metrics')
export class MetricsController {
  constructor(private readonly metrics: MetricsService) {}

  @Get()
  @Header('Content-Type', TEXT)
  @ApiBearerAuth()
  @ApiProduces('text/plain')
  @ApiOperation({ summary: 'Figures for Prometheus: to METRICS_TOKEN, and in development to this machine' })
  @ApiOkResponse({ schema: { type: 'string' } })
  read(): Promise<string> {
    return this.metrics.read();
  }
}
