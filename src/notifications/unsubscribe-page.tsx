import { createHash } from 'node:crypto';
import { renderToString } from 'preact-render-to-string';
import type { Language } from '../common/language';

interface Words {
  title: string;
  ask: string;
  button: string;
  done: string;
}

const WORDS: Readonly<Record<Language, Words>> = {
  en: {
    title: 'Appointment reminders',
    ask: 'Do you want no more reminders of your appointments? Confirmations, changes and cancellations still reach you.',
    button: 'Stop reminders',
    done: 'Done: you will get no more reminders of your appointments. In your profile you can turn them on again.',
  },
  ro: {
    title: 'Reamintirea programărilor',
    ask: 'Nu mai doriți să vi se reamintească programările? Confirmările, modificările și anulările ajung în continuare la dumneavoastră.',
    button: 'Oprește reamintirile',
    done: 'Gata: nu vi se vor mai reaminti programările. Din profilul dumneavoastră puteți reporni reamintirile.',
  },
};

const STYLE =
  ':root{color-scheme:light dark}body{font:1.125rem/1.5 system-ui,sans-serif;margin:3rem auto;max-width:32rem;padding:0 1rem}button{font:inherit;font-weight:600;padding:.6rem 1.2rem}';

/** The page loads nothing, and its form goes to where it came from. */
export const UNSUBSCRIBE_PAGE_POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Asks whether to stop reminders, or says that they are stopped. The form has no address: it posts to the page's own. */
export function unsubscribePage(language: Language, clinicName: string, isDone: boolean): string {
  const { title, ask, button, done } = WORDS[language];
  const page = (
    <html lang={language}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>{`${title} · ${clinicName}`}</title>
        <style dangerouslySetInnerHTML={{ __html: STYLE }} />
      </head>
      <body>
        <main>
          <p>{clinicName}</p>
          <h1>{title}</h1>
          <p>{isDone ? done : ask}</p>
          {!isDone && (
            <form method="post">
              <button type="submit">{button}</button>
            </form>
          )}
        </main>
      </body>
    </html>
  );
  return `<!doctype html>${renderToString(page)}`;
}
