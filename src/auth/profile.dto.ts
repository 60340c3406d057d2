import { createZodDto } from 'nestjs-zod';
import { z } from 'zod';
import { localDate, text, timestamp, whole, word } from '../common/http/fields';
import { LANGUAGES } from '../common/language';

/** More than any clinic offers. */
const MOST_OFFSETS = 100;

/** An absent member leaves what there is; so does null, but for the reminders. */
const kept = <T extends z.ZodType>(schema: T) => schema.nullish().transform((value) => value ?? undefined);

export class UpdateProfileBody extends createZodDto(
  z.object({
    displayName: kept(text(100)),
    language: kept(word(LANGUAGES)),
    emailReminders: kept(
      z
        .boolean('This must be true or false.')
        .describe('Whether reminders are sent; without, none comes in the application either.'),
    ),
    reminderOffsets: z
      .array(whole())
      .max(MOST_OFFSETS, `At most ${MOST_OFFSETS} are allowed.`)
      .transform((offsets) => [...new Set(offsets)].sort((a, b) => b - a))
      .nullish()
      .describe('Minutes before a visit, of those that the clinic offers; none: no reminders; null: all of them.'),
  }),
) {}

export class ProfileView extends createZodDto(
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
      language: z.enum(LANGUAGES),
      emailReminders: z.boolean(),
      reminderOffsets: z.array(z.int()).describe('Minutes before a visit, the earliest reminder first.'),
    })
    .meta({ id: 'Profile' }),
) {}
