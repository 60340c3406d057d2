import { DomainError } from '../../common/domain-error';
import { Departure } from '../departure';
import type { ActionName, Notice } from '../notice';

/** The refusals that are told on the page one has come from: what was asked for cannot be done now. */
const TOLD = new Set(['conflict', 'rule', 'not-found', 'malformed']);

/** Does what a form asks for and leads back to `page`, which then tells what became of it. */
export async function thenBackTo(
  page: string,
  action: ActionName,
  about: string,
  work: () => Promise<unknown>,
): Promise<Departure> {
  try {
    await work();
    return new Departure(page, { action, about, refused: null, skipped: 0 });
  } catch (error) {
    return new Departure(page, refusalNotice(error, action, about));
  }
}

/** @throws `error` itself when it is no refusal that a notice tells */
export function refusalNotice(error: unknown, action: ActionName, about: string): Notice {
  if (!(error instanceof DomainError) || !TOLD.has(error.kind)) throw error;
  return { action, about, refused: codeOf(error), skipped: 0 };
}

/** Of what was entered, with the first field at fault. */
function codeOf({ kind, code, extras }: DomainError): string {
  const [field] = Object.keys(extras.errors ?? {});
  return kind === 'malformed' && field !== undefined ? `${code}-${field}` : code;
}
