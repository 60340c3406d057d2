import { Injectable, type OnModuleInit } from '@nestjs/common';
import { PersonalData, type PersonalDataKeeper } from '../users/personal-data';
import { ReviewRepository } from './review.repository';

/** Tells what patients have written about doctors. */
@Injectable()
export class PersonalReviews implements PersonalDataKeeper, OnModuleInit {
  readonly holds = 'reviews';

  constructor(
    private readonly personal: PersonalData,
    private readonly reviews: ReviewRepository,
  ) {}

  onModuleInit(): void {
    this.personal.register(this);
  }

  exportOf(userId: string): Promise<unknown> {
    return this.reviews.ofClient(userId);
  }

  /** Doctors keep their ratings. */
  erase(userId: string): Promise<void> {
    return this.reviews.eraseCommentsOf(userId);
  }
}
