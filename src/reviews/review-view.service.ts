import { Injectable } from '@nestjs/common';
import { VisitService } from '../appointments/visit.service';
import { byId } from '../common/by-id';
import { NotFound } from '../common/domain-error';
import { Page, type Paging } from '../common/paging';
import { DoctorService } from '../doctors/doctor.service';
import type { Actor } from '../users/actor';
import { type User, UserService } from '../users/user.service';
import { type ReviewView, reviewView } from './review.dto';
import type { Review } from './review.entity';
import { ReviewRepository } from './review.repository';

/** How an answer calls the author of a review. */
type Naming = (author: User) => string;

const inFull: Naming = ({ firstName, lastName }) => `${firstName} ${lastName}`;
/** "Ana I.": to other patients. */
const inShort: Naming = ({ firstName, lastName }) => `${firstName} ${[...lastName][0] ?? ''}.`;

/** Shows reviews: a list takes as many statements as a single one. */
@Injectable()
export class ReviewViewService {
  constructor(
    private readonly reviews: ReviewRepository,
    private readonly visits: VisitService,
    private readonly users: UserService,
    private readonly doctors: DoctorService,
  ) {}

  /** A review of the caller's. @throws NotFound */
  async own(id: number, { userId }: Actor): Promise<ReviewView> {
    const review = await this.reviews.find(id);
    if (review?.clientId !== userId) throw new NotFound('The review');
    return this.written(review);
  }

  /** A review that the caller has just written. */
  async written(review: Review): Promise<ReviewView> {
    const [view] = await this.show([review], inFull);
    if (!view) throw new NotFound('The review');
    return view;
  }

  /** Everyone's; only the caller's own name is shown in full. */
  all({ userId }: Actor, paging: Paging): Promise<Page<ReviewView>> {
    return this.page(null, paging, (author) => (author.id === userId ? inFull : inShort)(author));
  }

  /** The reviews of a doctor, for an Admin or that Doctor; to any other it does not exist. */
  async ofDoctor(doctorId: number, by: Actor, paging: Paging): Promise<Page<ReviewView>> {
    await this.doctors.requireFor(doctorId, by);
    return this.page(doctorId, paging, inFull);
  }

  /** The reviews of the doctor whom a user is; none when they are no doctor. */
  async ofDoctorUser(userId: string, paging: Paging): Promise<Page<ReviewView>> {
    const doctor = await this.doctors.findByUserId(userId);
    return doctor ? this.page(doctor.id, paging, inFull) : new Page([]);
  }

  private async page(doctorId: number | null, paging: Paging, naming: Naming): Promise<Page<ReviewView>> {
    const page = await this.reviews.page(doctorId, paging);
    return page.with(await this.show(page.items, naming));
  }

  private async show(reviews: readonly Review[], naming: Naming): Promise<ReviewView[]> {
    const [authors, doctors, visits] = await Promise.all([
      this.users.findMany([...new Set(reviews.map(({ clientId }) => clientId))]),
      this.doctors.findMany([...new Set(reviews.map(({ doctorId }) => doctorId))]),
      this.visits.findMany(reviews.map(({ appointmentId }) => appointmentId)),
    ]);
    const [authorById, doctorById, visitById] = [byId(authors), byId(doctors), byId(visits)];
    return reviews.flatMap((review) => {
      const author = authorById.get(review.clientId);
      const doctor = doctorById.get(review.doctorId);
      const visit = visitById.get(review.appointmentId);
      // None of them is ever deleted, and the foreign keys say so.
      if (!author || !doctor || !visit) return [];
      const names = { clientName: naming(author), doctorName: doctor.displayName };
      return [reviewView(review, { ...names, appointmentDate: visit.date })];
    });
  }
}
