import type { PageContext } from './page-context';

interface ChoiceProps {
  name: string;
  label: string;
  value: string | null;
  /** What is sent, or what is sent and what is shown for it. */
  options: readonly (string | readonly [value: string, shown: string])[];
  page: PageContext;
}

export function Choice({ name, label, value, options, page }: ChoiceProps) {
  const pairs = options.map((option) => (typeof option === 'string' ? ([option, option] as const) : option));
  const known = value === null || pairs.some(([each]) => each === value) ? pairs : [[value, value] as const, ...pairs];
  return (
    <label class="choice">
      <span class="dim">{label}</span>
      <select name={name} id={`filter-${name}`}>
        <option value="">{page.text.filter.any}</option>
        {known.map(([each, shown]) => (
          <option key={each} value={each} selected={each === value}>
            {shown}
          </option>
        ))}
      </select>
    </label>
  );
}

interface WordsProps {
  name: string;
  label: string;
  value: string;
  hint?: string;
}

export function Words({ name, label, value, hint }: WordsProps) {
  return (
    <label class="choice">
      <span class="dim">{label}</span>
      <input type="text" name={name} id={`filter-${name}`} value={value} placeholder={hint} autocomplete="off" />
    </label>
  );
}

/** A date of the clinic. */
export function DateChoice({ name, label, value }: WordsProps) {
  return (
    <label class="choice">
      <span class="dim">{label}</span>
      <input type="date" name={name} id={`filter-${name}`} value={value} />
    </label>
  );
}

interface OlderProps {
  isOlder: boolean;
  /** The first page. */
  newest: string;
  next: string | null;
  page: PageContext;
}

/** The way through a list that reads back in time. */
export function Older({ isOlder, newest, next, page: { text } }: OlderProps) {
  return (
    <nav class="row paging" aria-label={text.pagesOfList}>
      <span class="dim grow">{text.paging.newest.order}</span>
      {isOlder && (
        <a class="btn" href={newest}>
          ← {text.newest}
        </a>
      )}
      {next !== null && (
        <a class="btn" href={next} rel="next">
          {text.older} →
        </a>
      )}
    </nav>
  );
}
