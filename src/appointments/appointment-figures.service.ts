import { Injectable } from '@nestjs/common';
import type { InstantRange } from '../common/clinic-time';
import type { AppointmentStatus } from './appointment.state';
import { AppointmentRepository } from './appointment.repository';

export interface AppointmentFigures {
  total: number;
  byStatus: Record<AppointmentStatus, number>;
}

/** How many appointments there are. */
@Injectable()
export class AppointmentFiguresService {
  constructor(private readonly appointments: AppointmentRepository) {}

  async all(): Promise<AppointmentFigures> {
    const byStatus = { scheduled: 0, 'in-progress': 0, completed: 0, cancelled: 0, 'no-show': 0 };
    for (const { status, count } of await this.appointments.countByStatus()) byStatus[status] = count;
    return { total: Object.values(byStatus).reduce((sum, each) => sum + each, 0), byStatus };
  }

  /** Those that start within `range`, whatever became of them. */
  startingWithin({ from, to }: InstantRange): Promise<number> {
    return this.appointments.count({ from, to });
  }
}
