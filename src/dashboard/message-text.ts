import type { Language } from '../common/language';

/** Why an address shows no page of the dashboard. */
export type Trouble = 'missing' | 'elsewhere' | 'origin' | 'stale' | 'read-only' | 'malformed' | 'busy' | 'broken';

interface Message {
  title: string;
  detail: string;
}

/** What is said in the place of a page. */
export const MESSAGES: Readonly<Record<Language, Readonly<Record<Trouble, Message>>>> = {
  en: {
    missing: {
      title: 'There is nothing here',
      detail: 'A job that has ended is removed after its time; perhaps this one has been.',
    },
    elsewhere: {
      title: 'The dashboard is closed to you',
      detail: 'It opens only to a browser on the machine that it runs on, at localhost, and not through a proxy.',
    },
    origin: {
      title: 'Nothing was done',
      detail:
        'The browser does not say that this form was sent from the dashboard itself. Use a current browser, and HTTPS outside localhost.',
    },
    stale: {
      title: 'Nothing was done',
      detail: 'The page that this form was on is out of date. Go back, load it anew and try again.',
    },
    'read-only': {
      title: 'Nothing was done',
      detail: 'The dashboard is read-only here: it shows everything and changes nothing.',
    },
    malformed: { title: 'Nothing was done', detail: 'What was sent could not be understood. Go back and try again.' },
    busy: { title: 'The database is busy', detail: 'Try again in a moment.' },
    broken: { title: 'Something went wrong', detail: 'This is our fault, and it has been recorded.' },
  },
  ro: {
    missing: {
      title: 'Aici nu este nimic',
      detail: 'Un job încheiat este șters când îi trece vremea; poate că și acesta a fost șters.',
    },
    elsewhere: {
      title: 'Panoul este închis pentru dumneavoastră',
      detail: 'Se deschide numai unui browser de pe mașina pe care rulează, la localhost, și nu printr-un proxy.',
    },
    origin: {
      title: 'Nu s-a făcut nimic',
      detail:
        'Browserul nu spune că formularul a fost trimis chiar din panou. Folosiți un browser actual și, în afara lui localhost, HTTPS.',
    },
    stale: {
      title: 'Nu s-a făcut nimic',
      detail: 'Pagina acestui formular este învechită. Mergeți înapoi, încărcați-o din nou și reîncercați.',
    },
    'read-only': {
      title: 'Nu s-a făcut nimic',
      detail: 'Aici panoul este doar pentru citire: arată totul și nu schimbă nimic.',
    },
    malformed: {
      title: 'Nu s-a făcut nimic',
      detail: 'Ceea ce s-a trimis nu a putut fi înțeles. Mergeți înapoi și reîncercați.',
    },
    busy: { title: 'Baza de date este ocupată', detail: 'Încercați din nou peste o clipă.' },
    broken: { title: 'Ceva nu a mers bine', detail: 'Este vina noastră și a fost consemnat.' },
  },
};
