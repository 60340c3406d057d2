import { Controller, type DynamicModule, Module, type Type } from '@nestjs/common';
import { AlertsModule } from '../alerts/alerts.module';
import { AuditModule } from '../audit/audit.module';
import { AuthModule } from '../auth/auth.module';
import { JobAdminModule } from '../job-admin/job-admin.module';
import { UsersModule } from '../users/users.module';
import { AccessController } from './access/access.controller';
import { AccessService } from './access/access.service';
import { FormTokens } from './access/form-tokens';
import { SignInPages } from './access/sign-in-pages';
import { VisitorViewsService } from './access/visitor-views.service';
import { BulkFormsService } from './actions/bulk-forms.service';
import { BulkPageService } from './actions/bulk-page.service';
import { JobFormsController } from './actions/job-forms.controller';
import { JobFormsService } from './actions/job-forms.service';
import { DashboardAssets } from './dashboard-assets';
import { DashboardController } from './dashboard.controller';
import { DashboardService } from './dashboard.service';
import { FrameService } from './frame.service';
import { HealthSignsService } from './health-signs.service';
import { JobListsService } from './job-lists.service';
import { JobViewsService } from './job-views.service';
import { OverviewService } from './overview.service';
import { AuditPageService } from './pages/audit-page.service';
import { MailController } from './pages/mail.controller';
import { MailFileService } from './pages/mail-file.service';
import { MailFiles } from './pages/mail-files';
import { MailPageService } from './pages/mail-page.service';
import { PeopleService } from './pages/people.service';
import { QueuesController } from './pages/queues.controller';
import { QueuesPageService } from './pages/queues-page.service';
import { RecordsController } from './pages/records.controller';
import { RecurringController } from './pages/recurring.controller';
import { RecurringPageService } from './pages/recurring-page.service';
import { ServersPageService } from './pages/servers-page.service';
import { ShellService } from './shell.service';

/** In the order in which they are asked for an address; the last takes what is left. */
const CONTROLLERS = [
  AccessController,
  JobFormsController,
  QueuesController,
  RecurringController,
  RecordsController,
  MailController,
  DashboardController,
];

/** The pages about jobs, and the forms on them. */
@Module({
  imports: [AlertsModule, AuthModule, AuditModule, UsersModule, JobAdminModule],
  providers: [
    AccessService,
    FormTokens,
    SignInPages,
    VisitorViewsService,
    JobFormsService,
    BulkPageService,
    BulkFormsService,
    FrameService,
    PeopleService,
    QueuesPageService,
    RecurringPageService,
    ServersPageService,
    AuditPageService,
    MailFiles,
    MailPageService,
    MailFileService,
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
    return { module: DashboardModule, controllers: CONTROLLERS.map((controller) => mounted(controller, path)) };
  }
}

function mounted(controller: (typeof CONTROLLERS)[number], path: string): Type {
  // An abstract class whose parameters Nest gives, as it does to a concrete one.
  const Base = controller as unknown as Type;
  @Controller(path)
  class MountedController extends Base {}
  Object.defineProperty(MountedController, 'name', { value: `Mounted${controller.name}` });
  return MountedController;
}
