import { Injectable } from '@nestjs/common';
import type { JobTag } from './definition/job-definition';
import type { JobRecord } from './store/job-queries';

/** Something of a feature that a job concerns, as admins see it. */
export interface JobSubject {
  /** Such as `appointment`. */
  kind: string;
  id: string;
  /** A few words in each language: never a patient's name, a reason or a note. */
  detail: Readonly<Record<'en' | 'ro', string>> | null;
  at: Date | null;
  /** When it came to be, where `at` is another moment, such as that of a visit. */
  since?: Date;
}

/** A job as features know theirs again. */
export type SubjectJob = Pick<JobRecord, 'id' | 'type' | 'payload' | 'tags'>;

/** What a feature knows of jobs that the engine, which knows no feature, does not. */
export interface JobContribution {
  /** The tags of the jobs that someone means who searches for `words`. */
  tagsFor?(words: string): Promise<readonly JobTag[]>;
  /** What each of `jobs` concerns, by job id. Asked once for a whole list. */
  subjectsOf?(jobs: readonly SubjectJob[]): Promise<ReadonlyMap<number, readonly JobSubject[]>>;
}

/** Where features, which come after jobs in the order of modules, contribute what they know of jobs. */
@Injectable()
export class JobContributions {
  private readonly contributions: JobContribution[] = [];

  /** To be called while modules initialize. */
  register(contribution: JobContribution): void {
    this.contributions.push(contribution);
  }

  async tagsFor(words: string): Promise<JobTag[]> {
    const found = await Promise.all(this.contributions.map(async (each) => (await each.tagsFor?.(words)) ?? []));
    return found.flat();
  }

  /** What each of `jobs` concerns: first what the latest feature in the order of modules says, which knows the most. */
  async subjectsOf(jobs: readonly SubjectJob[]): Promise<Map<number, JobSubject[]>> {
    const subjects = new Map(jobs.map(({ id }): [number, JobSubject[]] => [id, []]));
    for (const contribution of [...this.contributions].reverse()) {
      for (const [id, more] of (await contribution.subjectsOf?.(jobs)) ?? []) subjects.get(id)?.push(...more);
    }
    return subjects;
  }
}

/** The numeric ids that jobs are tagged with under `name`, by job. */
export function taggedIds(jobs: readonly SubjectJob[], name: string): Map<number, number> {
  const tagged = jobs.flatMap(({ id, tags }): [number, number][] => {
    const value = tags.find((tag) => tag.name === name)?.value;
    return value !== undefined && /^\d{1,15}$/.test(value) ? [[id, Number(value)]] : [];
  });
  return new Map(tagged);
}
