import type { Language } from '../common/language';

/** British English because it writes the day before the month, as the clinic does. */
export const LOCALES: Readonly<Record<Language, string>> = { en: 'en-GB', ro: 'ro-RO' };
