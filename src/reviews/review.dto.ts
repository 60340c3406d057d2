import { createZodDto } from 'nestjs-zod';
import { z } from 'zod';
import { optionalText, rowId, text, timestamp, whole } from '../common/http/fields';
import { UNPAGED, pagingFields } from '../common/paging';
import type { Review } from './review.entity';

export class WriteReview extends createZodDto(
  z.object({
    appointmentId: rowId(),
    rating: whole(1, 5),
    comment: optionalText(1000),
    doctorId: z
      .unknown()
      .optional()
      .meta({ type: 'string', description: 'Not looked at: the doctor is that of the appointment.' }),
  }),
) {}

export class ReviewsQuery extends createZodDto(z.object(pagingFields(UNPAGED))) {}

export class ReviewsByUser extends createZodDto(z.object({ doctorUserId: text(36) })) {}

export class ReviewView extends createZodDto(
  z
    .object({
      id: z.string(),
      doctorId: z.string(),
      doctorName: z.string(),
      clientId: z.string(),
      clientName: z.string(),
      rating: z.int().min(1).max(5),
      comment: z.string().nullable(),
      createdAt: timestamp(),
      appointmentId: z.string(),
      appointmentDate: z.string().meta({ format: 'date' }),
    })
    .meta({ id: 'Review' }),
) {}

/** What a review's answer shows of others. */
export interface ReviewSurroundings {
  clientName: string;
  doctorName: string;
  appointmentDate: string;
}

export function reviewView(review: Review, surroundings: ReviewSurroundings): ReviewView {
  const { id, doctorId, clientId, rating, comment, createdAt, appointmentId } = review;
  return {
    id: String(id),
    doctorId: String(doctorId),
    doctorName: surroundings.doctorName,
    clientId,
    clientName: surroundings.clientName,
    rating,
    comment,
    createdAt: createdAt.toISOString(),
    appointmentId: String(appointmentId),
    appointmentDate: surroundings.appointmentDate,
  };
}
