import { createZodDto } from 'nestjs-zod';
import { z } from 'zod';
import { localDate, timestamp } from '../common/http/fields';
import { UNPAGED, pagingFields } from '../common/paging';

export class UsersQuery extends createZodDto(z.object(pagingFields(UNPAGED))) {}

export class UserView extends createZodDto(
  z
    .object({
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
      medicalReports: z.array(z.unknown()),
    })
    .meta({ id: 'User' }),
) {}
