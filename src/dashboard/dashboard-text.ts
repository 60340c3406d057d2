import { en, type DashboardText } from './dashboard-text-en';
import { ro } from './dashboard-text-ro';
import type { Language } from '../common/language';

export type { DashboardText };

export const TEXTS: Readonly<Record<Language, DashboardText>> = { en, ro };

/** The sentence for a reason code that the engine gives, or the reason itself, which a feature wrote for admins. */
export function reasonText(text: DashboardText, reason: string): string {
  // The cast is what `hasOwn` has just found out.
  return Object.hasOwn(text.reasons, reason) ? text.reasons[reason as keyof DashboardText['reasons']] : reason;
}
