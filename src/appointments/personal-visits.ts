import { Injectable, type OnModuleInit } from '@nestjs/common';
import { PersonalData, type PersonalDataKeeper } from '../users/personal-data';
import { PersonalVisitRepository } from './personal-visit.repository';

/** Tells what appointments say of their patients. */
@Injectable()
export class PersonalVisits implements PersonalDataKeeper, OnModuleInit {
  readonly holds = 'appointments';

  constructor(
    private readonly personal: PersonalData,
    private readonly visits: PersonalVisitRepository,
  ) {}

  onModuleInit(): void {
    this.personal.register(this);
  }

  async exportOf(userId: string): Promise<unknown> {
    const history = await this.visits.historyOf(userId);
    return (await this.visits.appointmentsOf(userId)).map((appointment) => ({
      ...appointment,
      history: history.filter(({ appointmentId }) => appointmentId === appointment['id']),
    }));
  }

  erase(userId: string): Promise<void> {
    return this.visits.eraseTextsOf(userId);
  }
}
