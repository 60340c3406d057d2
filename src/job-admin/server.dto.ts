import { createZodDto } from 'nestjs-zod';
import { z } from 'zod';
import { timestamp } from '../common/http/fields';

export class ServerView extends createZodDto(
  z
    .object({
      id: z.string(),
      name: z.string().describe('The host.'),
      pid: z.int(),
      role: z.string().describe('all, api or worker.'),
      queues: z.array(z.string()),
      workers: z.int(),
      running: z.int(),
      startedAt: timestamp(),
      heartbeatAt: timestamp(),
      alive: z.boolean().describe('Whether its heartbeat is young enough; else others take its jobs over.'),
    })
    .meta({
      id: 'Server',
      examples: [
        {
          id: 'clinic-1:41:6f1c2a90',
          name: 'clinic-1',
          pid: 41,
          role: 'worker',
          queues: ['maintenance', 'notifications', 'mail', 'default'],
          workers: 20,
          running: 2,
          startedAt: '2027-01-05T06:00:00.000Z',
          heartbeatAt: '2027-01-05T12:00:00.000Z',
          alive: true,
        },
      ],
    }),
) {}
