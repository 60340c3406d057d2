import { Injectable } from '@nestjs/common';

/** What is kept of visits that took place, told by the modules that keep it. */
export interface VisitRecords {
  /** Asked under the locks of the appointment, which whoever makes a record takes, too. */
  existFor(appointmentId: number): Promise<boolean>;
}

/** Where reviews and reports, which come after appointments in the order of modules, contribute that they exist. */
@Injectable()
export class VisitRecordsRegistry implements VisitRecords {
  private readonly sources: VisitRecords[] = [];

  /** To be called while modules initialize. */
  register(source: VisitRecords): void {
    this.sources.push(source);
  }

  async existFor(appointmentId: number): Promise<boolean> {
    for (const source of this.sources) if (await source.existFor(appointmentId)) return true;
    return false;
  }
}
