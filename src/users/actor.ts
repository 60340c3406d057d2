import type { Role } from './user.entity';

export type { Role } from './user.entity';

/** Who acts. Where the system may act too, `Actor | null` with null for the system. */
export interface Actor {
  readonly userId: string;
  readonly role: Role;
}
