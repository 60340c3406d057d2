import { createZodDto } from 'nestjs-zod';
import { z } from 'zod';
import { flag, ifGiven, text, timestamp, whole } from '../common/http/fields';
import { UNPAGED, pagingFields } from '../common/paging';

const TYPE_NAMES = ['created', 'modified', 'reminder', 'cancelled', 'completed', 'alert'] as const;

export class NotificationsQuery extends createZodDto(
  z.object({ unread: flag().describe('Only what was not read yet.'), ...pagingFields(UNPAGED) }),
) {}

export class NotificationView extends createZodDto(
  z
    .object({
      id: z.string(),
      userId: z.string(),
      title: z.string(),
      message: z.string(),
      type: z
        .int()
        .min(0)
        .max(5)
        .describe(TYPE_NAMES.map((name, type) => `${type} ${name}`).join(', ')),
      typeName: z.enum(TYPE_NAMES),
      appointmentId: z.string().nullable(),
      createdAt: timestamp(),
      isRead: z.boolean(),
      readAt: timestamp().nullable(),
      emailSent: z.boolean().describe('Whether the same was sent by e-mail.'),
    })
    .meta({ id: 'Notification' }),
) {}

export class UnreadCount extends createZodDto(z.object({ count: z.int() })) {}

export class StreamQuery extends createZodDto(
  z.object({
    lastEventId: ifGiven(whole(0)).describe(
      'As the header Last-Event-ID, which goes before it: for an EventSource that is opened anew.',
    ),
  }),
) {}

export class StreamTicket extends createZodDto(
  z.object({ ticket: z.string().describe('Opens one stream within 30 s: GET /api/notifications/stream?ticket=…') }),
) {}

export class UnsubscribeQuery extends createZodDto(z.object({ token: text(500) })) {}
