import { Injectable } from '@nestjs/common';
import type { Actor } from '../users/actor';
import { AppointmentRepository } from './appointment.repository';
import { BulkCancelService } from './bulk-cancel.service';

const EVER = new Date(0);

/** What a patient still has in the calendar. */
@Injectable()
export class OpenVisitService {
  constructor(
    private readonly appointments: AppointmentRepository,
    private readonly bulk: BulkCancelService,
  ) {}

  /** Ids of all their open appointments, also of those that have begun; decisive under the lock `client:<id>`. */
  async openOf(clientId: string): Promise<number[]> {
    return (await this.appointments.upcomingOfClient(clientId, EVER)).map(({ id }) => id);
  }

  /** Cancels them in the surrounding transaction, with all that follows: their doctors are told. */
  async cancel(ids: readonly number[], reason: string, by: Actor): Promise<void> {
    await this.bulk.cancel(ids, reason, by);
  }
}
