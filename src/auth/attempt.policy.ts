const MINUTE_MS = 60_000;
/** No wait is longer: whoever shares an address with a stranger is let in again the next day. */
const LONGEST_BLOCK_MS = 24 * 60 * MINUTE_MS;

/** How often something may be tried. */
export interface AttemptRule {
  readonly allowed: number;
  readonly withinMs: number;
  /** How long the first wait is; each attempt after a wait doubles it. null: until the counting begins anew. */
  readonly firstBlockMs: number | null;
}

/** Failed sign-ins to one account from one address. */
export const ACCOUNT_RULE: AttemptRule = { allowed: 10, withinMs: 15 * MINUTE_MS, firstBlockMs: MINUTE_MS };
/** Failed sign-ins to whichever accounts from one address. */
export const ADDRESS_RULE: AttemptRule = { allowed: 100, withinMs: 15 * MINUTE_MS, firstBlockMs: MINUTE_MS };
/** Registrations from one address. */
export const REGISTRATION_RULE: AttemptRule = { allowed: 100, withinMs: 60 * MINUTE_MS, firstBlockMs: null };

export interface AttemptState {
  readonly count: number;
  readonly forgottenAt: Date;
  readonly blockedUntil: Date | null;
}

/** What is known after one attempt more. A wait is remembered as long again as the rule counts. */
export function afterAttempt(rule: AttemptRule, before: AttemptState | null, now: Date): AttemptState {
  const later = (ms: number) => new Date(now.getTime() + ms);
  const known = before && before.forgottenAt > now ? before : null;
  const count = (known?.count ?? 0) + 1;
  const forgottenAt = known?.forgottenAt ?? later(rule.withinMs);
  const surplus = count - rule.allowed;
  if (surplus < 0) return { count, forgottenAt, blockedUntil: null };
  if (rule.firstBlockMs === null) return { count, forgottenAt, blockedUntil: forgottenAt };
  const blockMs = Math.min(rule.firstBlockMs * 2 ** surplus, LONGEST_BLOCK_MS);
  return { count, forgottenAt: later(blockMs + rule.withinMs), blockedUntil: later(blockMs) };
}

/** How many seconds one has to wait; 0 when one need not. */
export function secondsToWait({ blockedUntil }: Pick<AttemptState, 'blockedUntil'>, now: Date): number {
  return blockedUntil === null ? 0 : Math.max(0, Math.ceil((blockedUntil.getTime() - now.getTime()) / 1000));
}
