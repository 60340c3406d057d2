import type { Language } from '../common/language';
import { type Count, countOf } from '../jobs/store/job-queries';
import { LOCALES } from './language';

export { type Count, countOf } from '../jobs/store/job-queries';

const NUMBERS = { en: new Intl.NumberFormat(LOCALES.en), ro: new Intl.NumberFormat(LOCALES.ro) };
const FORMS = { en: new Intl.PluralRules(LOCALES.en), ro: new Intl.PluralRules(LOCALES.ro) };

/** `1,281`, or `10,000+` where counting stopped. */
export function formatCount(language: Language, count: Count): string {
  return NUMBERS[language].format(countOf(count)) + (typeof count === 'number' ? '' : '+');
}

/** The form that fits the count, with `#` replaced by the number: `english(2, '# job', '# jobs')`. */
export function english(count: Count, one: string, other: string): string {
  return (FORMS.en.select(countOf(count)) === 'one' ? one : other).replace('#', formatCount('en', count));
}

/** Romanian has three forms: `1 job`, `2 joburi` (also 0 and 101), `20 de joburi`. */
export function romanian(count: Count, one: string, few: string, other: string): string {
  const form = FORMS.ro.select(countOf(count));
  return (form === 'one' ? one : form === 'few' ? few : other).replace('#', formatCount('ro', count));
}
