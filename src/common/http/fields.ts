import { z } from 'zod';
import { isRealDate } from '../clinic-time';

/** A whole number sent as text. */
const NUMERIC = /^-?\d{1,15}$/;
const MAX_WHOLE = 999_999_999_999_999;
/** Control characters other than newline and tab, and halves of surrogate pairs, which no database keeps. */
const UNPRINTABLE = /[^\P{Cc}\n\t]|\p{Cs}/u;

const printable = (value: string) => !UNPRINTABLE.test(value);
/** Lines end as they do here, whatever they ended with where they were written. */
const normalized = (value: string) => value.replace(/\r\n?/g, '\n').trim();
const trimmed = (value: unknown) => (typeof value === 'string' ? value.trim() : value);

const UNPRINTABLE_MESSAGE = 'Control characters other than newline and tab are not allowed.';

const atMost = (max: number) => `At most ${max} characters are allowed.`;
const atLeast = (min: number) => (min === 1 ? 'This must not be empty.' : `At least ${min} characters are needed.`);

/** Required text, trimmed. */
export const text = (max: number, min = 1) =>
  z.string().overwrite(normalized).min(min, atLeast(min)).max(max, atMost(max)).refine(printable, UNPRINTABLE_MESSAGE);

/** Optional text, trimmed; null when absent or empty. */
export const optionalText = (max: number) =>
  z
    .string()
    .overwrite(normalized)
    .max(max, atMost(max))
    .refine(printable, UNPRINTABLE_MESSAGE)
    .nullish()
    .transform((value) => value || null);

/** Text taken as it is, such as a password. */
export const verbatim = (max: number, min = 1) =>
  z.string().min(min, atLeast(min)).max(max, atMost(max)).refine(printable, UNPRINTABLE_MESSAGE);

/** An e-mail address as it was written, trimmed. */
export const emailAddress = () =>
  z.string().trim().max(254, atMost(254)).check(z.email('This must be an e-mail address.'));

/** A whole number, which may be sent as numeric text. */
export const whole = (min = -MAX_WHOLE, max = MAX_WHOLE) =>
  z.preprocess(
    (value) => (typeof value === 'string' && NUMERIC.test(value.trim()) ? Number(value) : value),
    z.int('This must be a whole number.').min(min, `The least is ${min}.`).max(max, `The most is ${max}.`),
  );

/** The id of a counted row: documented as text, as answers show it; a number is taken too. Becomes a number. */
export const rowId = () =>
  z.preprocess(
    (value) => (typeof value === 'number' ? String(value) : trimmed(value)),
    z.string().regex(NUMERIC, 'This must be an id, such as "12".').transform(Number),
  );

/** A calendar date of the clinic. */
export const localDate = () =>
  z.string().trim().refine(isRealDate, 'This must be a date, such as 2027-01-05.').meta({ format: 'date' });

/** A wall time of the clinic. */
export const localTime = () =>
  z
    .string()
    .trim()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'This must be a time from 00:00 to 23:59, such as 15:00.');

/** One of a few words. */
export const word = <const W extends readonly [string, ...string[]]>(words: W) => z.preprocess(trimmed, z.enum(words));

/** A switch in a query: absent means off. */
export const flag = () =>
  z
    .enum(['true', 'false'], 'This must be true or false.')
    .default('false')
    .transform((value) => value === 'true');

/** A filter in a query: present without a value, it asks for nothing. */
export const ifGiven = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => (value === '' ? undefined : value), schema.optional());

/** An instant in an answer: UTC with milliseconds. */
export const timestamp = () => z.string().meta({ format: 'date-time' });
