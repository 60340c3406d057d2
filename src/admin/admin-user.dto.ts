import { createZodDto } from 'nestjs-zod';
import { z } from 'zod';
import { emailAddress, localDate, timestamp } from '../common/http/fields';
import { UNPAGED, pagingFields } from '../common/paging';

export class UsersQuery extends createZodDto(z.object(pagingFields(UNPAGED))) {}

export class ChangeAccount extends createZodDto(
  z.object({ email: emailAddress().optional(), isActive: z.boolean().optional() }),
) {}

/** As the module of medical reports describes them. */
const report = z.unknown().meta({ $ref: '#/components/schemas/MedicalReport' });

const user = z.object({
  id: z.uuid(),
  userName: z.string(),
  email: z.string(),
  firstName: z.string(),
  lastName: z.string(),
  displayName: z.string(),
  dateOfBirth: localDate().nullable(),
  gender: z.int().min(0).max(2).nullable().describe('0 male, 1 female, 2 other'),
  role: z.enum(['Admin', 'Client', 'Doctor']),
  createdAt: timestamp(),
  isActive: z.boolean(),
  medicalReports: z.array(report),
});

export class UserView extends createZodDto(user.meta({ id: 'User' })) {}

export class ChangedUserView extends createZodDto(
  user
    .extend({
      affectedAppointments: z
        .array(z.string())
        .describe('Of somebody who is not active: the ids of the open appointments still ahead. They stay.'),
    })
    .meta({ id: 'ChangedUser' }),
) {}
