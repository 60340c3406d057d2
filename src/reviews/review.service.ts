import { Injectable } from '@nestjs/common';
import { VisitService } from '../appointments/visit.service';
import { Clock } from '../common/clock';
import { Database } from '../database/database';
import type { Actor } from '../users/actor';
import { Review } from './review.entity';
import { ReviewRepository } from './review.repository';

export type NewReview = Pick<Review, 'appointmentId' | 'rating' | 'comment'>;

@Injectable()
export class ReviewService {
  constructor(
    private readonly database: Database,
    private readonly reviews: ReviewRepository,
    private readonly visits: VisitService,
    private readonly clock: Clock,
  ) {}

  /**
   * Keeps what the calling patient thinks of a completed appointment of theirs.
   *
   * @throws NotFound, NotCompleted, DuplicateReview
   */
  write({ appointmentId, rating, comment }: NewReview, { userId }: Actor): Promise<Review> {
    return this.database.transaction(async () => {
      const { clientId, doctorId } = await this.visits.lockCompleted(appointmentId, { clientId: userId });
      const createdAt = this.clock.now();
      const review = Object.assign(new Review(), { appointmentId, doctorId, clientId, rating, comment, createdAt });
      await this.reviews.insert(review);
      return review;
    });
  }
}
