import { Injectable } from '@nestjs/common';
import { Config } from '../../config/config';
import { JobSteeringService, type Steering } from '../../job-admin/job-steering.service';
import type { Actor } from '../../users/actor';
import { dashboardLinks, type JobActionName } from '../dashboard-links';
import type { Departure } from '../departure';
import { thenBackTo } from './action-outcomes';

/** What is done to a job on its page. */
@Injectable()
export class JobFormsService {
  constructor(
    private readonly steering: JobSteeringService,
    private readonly config: Config,
  ) {}

  act(action: JobActionName, id: number, reason: string | null, by: Actor): Promise<Departure> {
    const page = dashboardLinks(this.config.dashboardPath, '').job(String(id));
    return thenBackTo(page, `job.${action}`, String(id), () => this.steer(action, { id, reason, by }));
  }

  private steer(action: JobActionName, steering: Steering): Promise<unknown> {
    switch (action) {
      case 'requeue':
        return this.steering.requeue(steering);
      case 'cancel':
        return this.steering.cancel(steering);
      case 'run-now':
        return this.steering.runNow(steering);
    }
  }
}
