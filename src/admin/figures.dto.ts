import { createZodDto } from 'nestjs-zod';
import { z } from 'zod';

export class FiguresView extends createZodDto(
  z
    .object({
      totalUsers: z.int(),
      clientUsers: z.int(),
      adminUsers: z.int(),
      doctorUsers: z.int(),
      newUsersThisMonth: z.int().describe('Since the month began, by the calendar of the clinic.'),
      totalAppointments: z.int(),
      todayAppointments: z.int().describe('That start today, by the calendar of the clinic.'),
      weeklyAppointments: z.int().describe('That start this week, Monday to Sunday.'),
      appointmentsByStatus: z.object({
        scheduled: z.int(),
        completed: z.int(),
        cancelled: z.int(),
        noShow: z.int(),
        inProgress: z.int(),
      }),
    })
    .meta({ id: 'Figures' }),
) {}
