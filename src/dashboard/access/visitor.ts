import type { Request } from 'express';
import type { Actor } from '../../users/actor';

/** Who looks at a page. */
export interface Visitor {
  actor: Actor;
  /** The UUID of their sign-in; null for who sits at the machine in development. */
  signInId: string | null;
}

/** In development nobody signs in: the audit has this for a user. */
export const LOCAL_VISITOR: Visitor = { actor: { userId: 'local-visitor', role: 'Admin' }, signInId: null };

const visitors = new WeakMap<Request, Visitor>();

export const admit = (request: Request, visitor: Visitor) => visitors.set(request, visitor);

/** Null before a guard has let anybody in. */
export const visitorOf = (request: Request): Visitor | null => visitors.get(request) ?? null;
