import { Injectable } from '@nestjs/common';
import type { LocalSlot } from '../common/clinic-time';
import { Clock } from '../common/clock';
import { NotFound } from '../common/domain-error';
import { optionalText } from '../common/http/fields';
import { Malformed } from '../common/http/malformed';
import { Database } from '../database/database';
import { DoctorService } from '../doctors/doctor.service';
import type { Actor } from '../users/actor';
import { UserService } from '../users/user.service';
import { AppointmentChangeService } from './appointment-change.service';
import { type AppointmentView, appointmentView } from './appointment.dto';
import { Appointment } from './appointment.entity';
import { SlotRefused } from './appointment.errors';
import { CalendarService } from './calendar.service';

export interface BookingRequest {
  doctorId: number;
  slot: LocalSlot;
  reason: string;
  notes: string | null;
  /** For whom an Admin books, as it was sent; from anyone else it counts for nothing. */
  clientId?: unknown;
}

@Injectable()
export class BookingService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly doctors: DoctorService,
    private readonly users: UserService,
    private readonly calendar: CalendarService,
    private readonly changes: AppointmentChangeService,
  ) {}

  /**
   * Books a visit and writes all that follows from it, or refuses it and writes nothing. Everything that another request
   * could change is read inside the transaction, under the locks of the patient and the doctor, which deactivation takes
   * too; only what rests on the clock alone is worked out before, because writers queue for the database.
   *
   * @throws Malformed, NotFound, SlotRefused in the order of its codes.
   */
  book(request: BookingRequest, by: Actor): Promise<AppointmentView> {
    const clientId = patientOf(request, by);
    const read = this.calendar.read(request.slot);
    return this.database.transaction(async () => {
      await this.database.lock(`client:${clientId}`, `doctor:${request.doctorId}`);
      const { doctor, patient } = await this.partiesOf(request.doctorId, clientId);
      const visit = await this.calendar.withinHours(doctor.id, read);
      const { reason, notes } = request;
      const appointment = Appointment.booked(
        { clientId, doctorId: doctor.id, reason, notes, ...visit },
        this.clock.now(),
      );
      await this.calendar.assertFree(appointment);
      const reminders = await this.changes.commitNew({ appointment, doctor, patient, by });
      return appointmentView(appointment, { client: patient, doctor, reminders });
    });
  }

  private async partiesOf(doctorId: number, clientId: string) {
    const doctor = await this.doctors.find(doctorId);
    if (!doctor) throw new NotFound('The doctor');
    const patient = await this.users.find(clientId);
    if (!patient) throw new NotFound('The patient');
    if (!doctor.isActive) throw new SlotRefused('doctor-inactive');
    if (!patient.isActive) throw new SlotRefused('client-inactive');
    return { doctor, patient };
  }
}

const namedPatient = optionalText(36);

/** For whom the visit is: the one whom an Admin names, else whoever books. */
function patientOf({ clientId }: BookingRequest, { userId, role }: Actor): string {
  if (role !== 'Admin') return userId;
  const named = namedPatient.safeParse(clientId);
  if (!named.success) throw new Malformed({ clientId: ['This must be the id of a user.'] });
  return named.data ?? userId;
}
