import { Module } from '@nestjs/common';
import { AppointmentsModule } from '../appointments/appointments.module';
import { DoctorsModule } from '../doctors/doctors.module';
import { UsersModule } from '../users/users.module';
import { PersonalReviews } from './personal-reviews';
import { ReviewContribution } from './review-contribution';
import { ReviewViewService } from './review-view.service';
import { ClientReviewController, DoctorReviewController } from './review.controller';
import { ReviewRepository } from './review.repository';
import { ReviewService } from './review.service';

@Module({
  imports: [UsersModule, DoctorsModule, AppointmentsModule],
  controllers: [ClientReviewController, DoctorReviewController],
  providers: [ReviewRepository, ReviewService, ReviewViewService, ReviewContribution, PersonalReviews],
})
export class ReviewsModule {}
