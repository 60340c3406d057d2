import type { Actor } from '../users/actor';

/** Who does something by hand, and why. */
export interface Deed {
  /** null: someone who is not known, such as at a dashboard that needs no sign-in. */
  by: Pick<Actor, 'userId'> | null;
  reason: string | null;
}
