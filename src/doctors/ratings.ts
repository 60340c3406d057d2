import { Injectable } from '@nestjs/common';

/** What patients think of a doctor. */
export interface Rating {
  /** One decimal. */
  average: number;
  count: number;
}

/** How doctors are rated, told by the module that keeps the reviews. */
export interface Ratings {
  /** By the id of the doctor; absent without reviews. Asked once for a whole list. */
  ratingsOf(doctorIds: readonly number[]): Promise<ReadonlyMap<number, Rating>>;
}

const UNRATED: Rating = { average: 0, count: 0 };

/** Where reviews, which come after doctors in the order of modules, contribute the ratings. */
@Injectable()
export class RatingsRegistry {
  private source: Ratings | null = null;

  /** To be called while modules initialize. */
  register(source: Ratings): void {
    if (this.source) throw new Error('The source of ratings is registered already.');
    this.source = source;
  }

  /** How a doctor of `doctorIds` is rated. */
  async of(doctorIds: readonly number[]): Promise<(doctorId: number) => Rating> {
    const ratings = await this.source?.ratingsOf(doctorIds);
    return (doctorId) => ratings?.get(doctorId) ?? UNRATED;
  }
}
