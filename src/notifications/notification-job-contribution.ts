import { Injectable, type OnModuleInit } from '@nestjs/common';
import {
  type JobContribution,
  JobContributions,
  type JobSubject,
  type SubjectJob,
  taggedIds,
} from '../jobs/job-contributions';
import { NoticeTraceService } from './notice-trace.service';

/** Tells which notification and which delivery a job is about. */
@Injectable()
export class NotificationJobContribution implements JobContribution, OnModuleInit {
  constructor(
    private readonly contributions: JobContributions,
    private readonly traces: NoticeTraceService,
  ) {}

  onModuleInit(): void {
    this.contributions.register(this);
  }

  async subjectsOf(jobs: readonly SubjectJob[]): Promise<Map<number, JobSubject[]>> {
    const deliveries = taggedIds(jobs, 'deliveryId');
    if (deliveries.size === 0) return new Map();
    const subjects = await this.traces.ofDeliveries([...new Set(deliveries.values())]);
    return new Map([...deliveries].map(([jobId, deliveryId]) => [jobId, subjects.get(deliveryId) ?? []]));
  }
}
