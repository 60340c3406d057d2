import { createZodDto } from 'nestjs-zod';
import { z } from 'zod';
import { emailAddress, localDate, text, timestamp, verbatim, whole } from '../common/http/fields';

const ROLES = ['Admin', 'Client', 'Doctor'] as const;

const emptyToNull = (value: unknown) => (value === '' ? null : value);

export class RegisterBody extends createZodDto(
  z.object({
    userName: text(50, 3),
    firstName: text(100),
    lastName: text(100),
    displayName: text(100),
    email: emailAddress(),
    password: verbatim(128, 8),
    dateOfBirth: z.preprocess(emptyToNull, localDate().nullish()).transform((date) => date ?? null),
    gender: z
      .preprocess(emptyToNull, whole(0, 2).nullish())
      .transform((gender) => gender ?? null)
      .describe('0 male, 1 female, 2 other'),
  }),
) {}

export class LoginBody extends createZodDto(z.object({ email: text(254), password: verbatim(128) })) {}

export class ChangePasswordBody extends createZodDto(z.object({ current: verbatim(128), next: verbatim(128, 8) })) {}

export class SignInView extends createZodDto(
  z
    .object({
      email: z.string(),
      role: z.enum(ROLES),
      token: z.string().describe('A JWT, to be sent as Authorization: Bearer.'),
      expiry: timestamp(),
    })
    .meta({ id: 'SignIn' }),
) {}
