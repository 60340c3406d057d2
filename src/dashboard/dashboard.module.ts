import { Controller, type DynamicModule, Module } from '@nestjs/common';
import { DashboardAssets } from './dashboard-assets';
import { DashboardController } from './dashboard.controller';
import { DashboardService } from './dashboard.service';
import { HealthSignsService } from './health-signs.service';
import { JobListsService } from './job-lists.service';
import { JobViewsService } from './job-views.service';
import { OverviewService } from './overview.service';
import { ShellService } from './shell.service';

/** The pages about jobs. */
@Module({
  providers: [
    DashboardAssets,
    DashboardService,
    ShellService,
    OverviewService,
    HealthSignsService,
    JobListsService,
    JobViewsService,
  ],
})
export class DashboardModule {
  /** `path` is DASHBOARD_PATH, which only the configuration knows. */
  static at(path: string): DynamicModule {
    @Controller(path)
    class MountedDashboardController extends DashboardController {}
    return { module: DashboardModule, controllers: [MountedDashboardController] };
  }
}
