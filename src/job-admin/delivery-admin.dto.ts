import { createZodDto } from 'nestjs-zod';
import { z } from 'zod';
import { ifGiven, optionalText, rowId, timestamp } from '../common/http/fields';
import { pagingFields } from '../common/paging';

const state = () => z.enum(['pending', 'sending', 'sent', 'failed', 'unknown', 'skipped']);

export class DeliveriesQuery extends createZodDto(
  z.object({ appointmentId: ifGiven(rowId()), state: ifGiven(state()), ...pagingFields() }),
) {}

export class DeliveryAction extends createZodDto(
  z
    .object({ reason: optionalText(2000).describe('Kept in the audit.') })
    .meta({ id: 'DeliveryAction', example: { reason: 'the patient has a new address' } }),
) {}

export class DeliveryView extends createZodDto(
  z
    .object({
      id: z.string(),
      appointmentId: z.string(),
      kind: z.string().describe('created, modified, reminder or cancelled.'),
      sequence: z.int().describe('Of the appointment, when it was written.'),
      offset: z.int().describe('Of a reminder: the minutes before the start; else 0.'),
      userId: z.string().describe('Who it is for.'),
      notificationId: z.string().nullable().describe('What says the same in the application.'),
      jobId: z.string().nullable().describe('The job that delivers it.'),
      state: state(),
      reason: z.string().nullable().describe('Why it was skipped, failed or is not repeated.'),
      response: z.string().nullable().describe('The last answer of the mail server, without addresses.'),
      attempts: z.int().describe('How often it was begun to send.'),
      createdAt: timestamp(),
      sendingAt: timestamp().nullable(),
      finishedAt: timestamp().nullable(),
    })
    .meta({
      id: 'Delivery',
      examples: [
        {
          id: '17',
          appointmentId: '42',
          kind: 'reminder',
          sequence: 0,
          offset: 60,
          userId: '3f0c6e0a-6a53-4a5c-9a0e-4d8f0a3c9d11',
          notificationId: '99',
          jobId: '4711',
          state: 'failed',
          reason: 'refused',
          response: '550 mailbox unavailable',
          attempts: 1,
          createdAt: '2027-01-05T12:00:00.000Z',
          sendingAt: '2027-01-05T12:00:00.100Z',
          finishedAt: '2027-01-05T12:00:00.400Z',
        },
      ],
    }),
) {}
