import { createZodDto } from 'nestjs-zod';
import { z } from 'zod';

const anything = (max: number) => z.string().max(max).catch('');

/** Where to go after the sign-in. */
export class SignInQuery extends createZodDto(z.object({ to: anything(2000) })) {}

/** What can be no sign-in is refused as a wrong one is. */
export class SignInForm extends createZodDto(
  z.object({ email: anything(254).transform((email) => email.trim()), password: anything(128), to: anything(2000) }),
) {}
