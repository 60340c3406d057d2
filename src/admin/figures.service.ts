import { Injectable } from '@nestjs/common';
import { AppointmentFiguresService } from '../appointments/appointment-figures.service';
import { Clock } from '../common/clock';
import { dayRange, localOf, monthRange, weekRange } from '../common/clinic-time';
import { Config } from '../config/config';
import { UserService } from '../users/user.service';
import type { FiguresView } from './figures.dto';

/** The clinic in figures. Each is counted by the database; today, the week and the month are the clinic's. */
@Injectable()
export class FiguresService {
  constructor(
    private readonly users: UserService,
    private readonly appointments: AppointmentFiguresService,
    private readonly config: Config,
    private readonly clock: Clock,
  ) {}

  async now(): Promise<FiguresView> {
    const zone = this.config.clinicTimeZone;
    const { date } = localOf(this.clock.now(), zone);
    const [roles, { total, byStatus }, today, week] = await Promise.all([
      this.users.countByRole(monthRange(date, zone)),
      this.appointments.all(),
      this.appointments.startingWithin(dayRange(date, zone)),
      this.appointments.startingWithin(weekRange(date, zone)),
    ]);
    const usersAs = (role: string) => roles.find((each) => each.role === role)?.count ?? 0;
    const { scheduled, completed, cancelled } = byStatus;
    return {
      totalUsers: roles.reduce((sum, { count }) => sum + count, 0),
      clientUsers: usersAs('Client'),
      adminUsers: usersAs('Admin'),
      doctorUsers: usersAs('Doctor'),
      newUsersThisMonth: roles.reduce((sum, { came }) => sum + came, 0),
      totalAppointments: total,
      todayAppointments: today,
      weeklyAppointments: week,
      appointmentsByStatus: {
        ...{ scheduled, completed, cancelled },
        noShow: byStatus['no-show'],
        inProgress: byStatus['in-progress'],
      },
    };
  }
}
