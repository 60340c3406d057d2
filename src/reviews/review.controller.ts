import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { By, Roles } from '../auth/access';
import { PathId } from '../common/http/path-id';
import { Replays } from '../idempotency/replays';
import type { Page } from '../common/paging';
import type { Actor } from '../users/actor';
import { ReviewViewService } from './review-view.service';
import { ReviewView, ReviewsByUser, ReviewsQuery, WriteReview } from './review.dto';
import { ReviewService } from './review.service';

/** Reviews as patients see them. */
@ApiTags('Reviews')
@Roles('Client', 'Admin')
@Controller('client')
export class ClientReviewController {
  constructor(
    private readonly reviews: ReviewService,
    private readonly views: ReviewViewService,
  ) {}

  @Get('getReviews')
  @ApiOkResponse({ type: [ReviewView] })
  list(@By() by: Actor, @Query() query: ReviewsQuery): Promise<Page<ReviewView>> {
    return this.views.all(by, query);
  }

  @Post('reviews')
  @HttpCode(200)
  @Replays((it: ClientReviewController, id, by) => it.views.own(Number(id), by))
  @ApiOkResponse({ type: ReviewView })
  async write(@Body() body: WriteReview, @By() by: Actor): Promise<ReviewView> {
    return this.views.written(await this.reviews.write(body, by));
  }
}

/** Reviews as doctors see theirs. */
@ApiTags('Reviews')
@Controller('doctor')
export class DoctorReviewController {
  constructor(private readonly views: ReviewViewService) {}

  @Get('my-reviews')
  @Roles('Doctor')
  @ApiOkResponse({ type: [ReviewView] })
  own(@By() { userId }: Actor, @Query() query: ReviewsQuery): Promise<Page<ReviewView>> {
    return this.views.ofDoctorUser(userId, query);
  }

  @Get(':id/reviews')
  @Roles('Doctor', 'Admin')
  @ApiOkResponse({ type: [ReviewView] })
  ofDoctor(@PathId() id: number, @By() by: Actor, @Query() query: ReviewsQuery): Promise<Page<ReviewView>> {
    return this.views.ofDoctor(id, by, query);
  }

  @Post('reviews-by-userid')
  @HttpCode(200)
  @Roles('Admin')
  @ApiOkResponse({ type: [ReviewView] })
  ofUser(@Body() { doctorUserId }: ReviewsByUser, @Query() query: ReviewsQuery): Promise<Page<ReviewView>> {
    return this.views.ofDoctorUser(doctorUserId, query);
  }
}
