import { createZodDto } from 'nestjs-zod';
import { z } from 'zod';

export class Liveness extends createZodDto(z.object({ status: z.literal('ok') })) {}

export class Readiness extends createZodDto(
  z.object({
    status: z.enum(['ok', 'degraded']),
    checks: z.record(z.string(), z.enum(['up', 'degraded'])),
  }),
) {}
