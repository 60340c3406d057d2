import { Injectable, type OnModuleInit } from '@nestjs/common';
import { type VisitRecords, VisitRecordsRegistry } from '../appointments/visit-records';
import { type Rating, type Ratings, RatingsRegistry } from '../doctors/ratings';
import { ReviewRepository } from './review.repository';

/** Tells the doctors' module how doctors are rated, and the appointments' which visits are reviewed. */
@Injectable()
export class ReviewContribution implements Ratings, VisitRecords, OnModuleInit {
  constructor(
    private readonly ratings: RatingsRegistry,
    private readonly records: VisitRecordsRegistry,
    private readonly reviews: ReviewRepository,
  ) {}

  onModuleInit(): void {
    this.ratings.register(this);
    this.records.register(this);
  }

  async ratingsOf(doctorIds: readonly number[]): Promise<Map<number, Rating>> {
    const sums = await this.reviews.ratings(doctorIds);
    return new Map(sums.map(({ doctorId, count, sum }) => [doctorId, { count, average: oneDecimal(sum / count) }]));
  }

  existFor(appointmentId: number): Promise<boolean> {
    return this.reviews.existsFor(appointmentId);
  }
}

const oneDecimal = (value: number) => Math.round(value * 10) / 10;
