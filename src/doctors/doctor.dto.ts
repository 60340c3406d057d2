import { createZodDto } from 'nestjs-zod';
import { z } from 'zod';
import { optionalText, text } from '../common/http/fields';
import { UNPAGED, pagingFields } from '../common/paging';

const ROLES = ['Admin', 'Client', 'Doctor'] as const;

export class DoctorsQuery extends createZodDto(z.object(pagingFields(UNPAGED))) {}

export class DoctorView extends createZodDto(
  z
    .object({
      id: z.int(),
      firstName: z.string(),
      lastName: z.string(),
      specialization: z.string(),
      email: z.string(),
      phone: z.string().nullable(),
      isActive: z.boolean(),
      averageRating: z.number().describe('One decimal; 0 without reviews.'),
      totalReviews: z.int(),
    })
    .meta({ id: 'Doctor' }),
) {}

/** Role names are taken in any case. */
const roleName = z.preprocess(
  (value) =>
    ROLES.find((role) => typeof value === 'string' && role.toLowerCase() === value.trim().toLowerCase()) ?? value,
  z.enum(ROLES, `This must be one of ${ROLES.join(', ')}.`),
);

export class UpdateUserRoleBody extends createZodDto(
  z
    .object({
      userId: text(64),
      roleName,
      specialization: optionalText(100).describe('Required for Doctor.'),
      phone: optionalText(30).describe('Taken for Doctor; without it a former phone is kept.'),
    })
    .refine(({ roleName, specialization }) => roleName !== 'Doctor' || specialization !== null, {
      path: ['specialization'],
      message: 'A Doctor needs a specialization.',
    }),
) {}

export class UserRoleView extends createZodDto(
  z.object({
    message: z.string(),
    affectedAppointments: z
      .array(z.string())
      .optional()
      .describe('Of somebody who is no doctor any more: the ids of the appointments still ahead, which stay.'),
  }),
) {}

/** A doctor as answers show them. */
export function doctorView(
  doctor: Omit<DoctorView, 'averageRating' | 'totalReviews'>,
  rating: { average: number; count: number },
): DoctorView {
  const { id, firstName, lastName, specialization, email, phone, isActive } = doctor;
  const shown = { id, firstName, lastName, specialization, email, phone, isActive };
  return { ...shown, averageRating: rating.average, totalReviews: rating.count };
}
