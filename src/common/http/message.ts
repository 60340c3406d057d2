import { createZodDto } from 'nestjs-zod';
import { z } from 'zod';

/** The answer to what has nothing to show: a sentence for people. */
export class Message extends createZodDto(z.object({ message: z.string() })) {}
