import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module';
import { DoctorsModule } from '../doctors/doctors.module';
import { JobsModule } from '../jobs/jobs.module';
import { NotificationsModule } from '../notifications/notifications.module';
import { UsersModule } from '../users/users.module';
import { AdminAppointmentsController } from './admin-appointments.controller';
import { AppointmentChangeService } from './appointment-change.service';
import { AppointmentFiguresService } from './appointment-figures.service';
import { AppointmentJobContribution } from './appointment-job-contribution';
import { AppointmentNoticeSource } from './appointment-notice-source';
import { AppointmentNoticeService } from './appointment-notice.service';
import { AppointmentTakenSlots } from './appointment-taken-slots';
import { AppointmentViewService } from './appointment-view.service';
import { closePastAppointments, remindOfAppointment, settleReminders } from './appointment.jobs';
import { AppointmentRepository } from './appointment.repository';
import { AppointmentService } from './appointment.service';
import { BookingService } from './booking.service';
import { BulkCancelService } from './bulk-cancel.service';
import { CalendarFileService } from './calendar-file.service';
import { CalendarService } from './calendar.service';
import { ClientAppointmentsController } from './client-appointments.controller';
import { ClosePastHandler } from './close-past.handler';
import { ClosingService } from './closing.service';
import { DoctorAppointmentsController } from './doctor-appointments.controller';
import { PlannedReminders, SettledReminders } from './planned-reminders';
import { OpenVisitService } from './open-visit.service';
import { PersonalVisitRepository } from './personal-visit.repository';
import { PersonalVisits } from './personal-visits';
import { RemindHandler } from './remind.handler';
import { RemindService } from './remind.service';
import { ReminderCheckRepository } from './reminder-check.repository';
import { ReminderHealingService } from './reminder-healing.service';
import { ReminderPromises } from './reminder-promises';
import { ReminderRepository } from './reminder.repository';
import { ReminderSettlementService } from './reminder-settlement.service';
import { ReminderService } from './reminder.service';
import { ReplanService } from './replan.service';
import { VisitRecordsRegistry } from './visit-records';
import { VisitService } from './visit.service';
import { RestoredReminderService } from './restored-reminder.service';
import { SettleRemindersHandler } from './settle-reminders.handler';
import { ToldReminders } from './told-reminders';

@Module({
  imports: [
    AuditModule,
    UsersModule,
    NotificationsModule,
    DoctorsModule,
    JobsModule.forFeature([remindOfAppointment, closePastAppointments, settleReminders]),
  ],
  controllers: [ClientAppointmentsController, AdminAppointmentsController, DoctorAppointmentsController],
  providers: [
    AppointmentRepository,
    ReminderRepository,
    CalendarService,
    CalendarFileService,
    BookingService,
    AppointmentService,
    AppointmentChangeService,
    AppointmentViewService,
    AppointmentFiguresService,
    BulkCancelService,
    AppointmentNoticeService,
    AppointmentNoticeSource,
    AppointmentJobContribution,
    ReminderPromises,
    ReminderCheckRepository,
    ReminderHealingService,
    PlannedReminders,
    SettledReminders,
    ToldReminders,
    AppointmentTakenSlots,
    ReminderService,
    ReplanService,
    RemindService,
    RemindHandler,
    ClosingService,
    ClosePastHandler,
    ReminderSettlementService,
    SettleRemindersHandler,
    VisitRecordsRegistry,
    VisitService,
    OpenVisitService,
    PersonalVisitRepository,
    PersonalVisits,
    RestoredReminderService,
  ],
  exports: [
    AppointmentService,
    AppointmentFiguresService,
    VisitRecordsRegistry,
    VisitService,
    OpenVisitService,
    RestoredReminderService,
  ],
})
export class AppointmentsModule {}
