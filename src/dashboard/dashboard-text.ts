import type { Language } from '../common/language';
import { actionsEn } from './text/actions-en';
import { actionsRo } from './text/actions-ro';
import { en } from './text/en';
import { pagesEn } from './text/pages-en';
import { pagesRo } from './text/pages-ro';
import { ro } from './text/ro';

/** What every language must say; one that lacks a key does not compile. */
export type DashboardText = typeof en & typeof actionsEn & typeof pagesEn;

export const TEXTS: Readonly<Record<Language, DashboardText>> = {
  en: { ...en, ...actionsEn, ...pagesEn },
  ro: { ...ro, ...actionsRo, ...pagesRo },
};

/** The sentence for a reason code that the engine gives, or the reason itself, which a feature wrote for admins. */
export function reasonText({ reasons }: DashboardText, reason: string): string {
  return sentenceFor(reasons, reason) ?? reason;
}

/** The sentence for the code of a refusal. */
export function refusalText({ refusals, otherRefusal }: DashboardText, code: string): string {
  return sentenceFor(refusals, code) ?? otherRefusal;
}

function sentenceFor(sentences: Readonly<Record<string, string>>, code: string): string | undefined {
  return Object.hasOwn(sentences, code) ? sentences[code] : undefined;
}
