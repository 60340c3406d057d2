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
  const notice: Notice = { action, about, refused: null, skipped: 0 };
  try {
    await work();
    return new Departure(page, notice);
  } catch (error) {
    if (!(error instanceof DomainError) || !TOLD.has(error.kind)) throw error;
    return new Departure(page, { ...notice, refused: error.code });
  }
}
