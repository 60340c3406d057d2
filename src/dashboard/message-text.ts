import type { Language } from '../common/language';

/** Why an address shows no page of the dashboard. */
export type Trouble = 'missing' | 'production' | 'elsewhere' | 'busy' | 'broken';

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
    production: {
      title: 'The dashboard is closed in production',
      detail: 'It has no sign-in, so it opens to nobody here. Admins read and steer jobs through /api/admin/jobs.',
    },
    elsewhere: {
      title: 'The dashboard is closed to you',
      detail: 'It opens only to a browser on the machine that it runs on, at localhost, and not through a proxy.',
    },
    busy: { title: 'The database is busy', detail: 'Try again in a moment.' },
    broken: { title: 'Something went wrong', detail: 'This is our fault, and it has been recorded.' },
  },
  ro: {
    missing: {
      title: 'Aici nu este nimic',
      detail: 'Un job încheiat este șters când îi trece vremea; poate că și acesta a fost șters.',
    },
    production: {
      title: 'Panoul este închis în producție',
      detail:
        'Nu are autentificare, așa că aici nu se deschide nimănui. Administratorii văd și conduc joburile prin /api/admin/jobs.',
    },
    elsewhere: {
      title: 'Panoul este închis pentru dumneavoastră',
      detail: 'Se deschide numai unui browser de pe mașina pe care rulează, la localhost, și nu printr-un proxy.',
    },
    busy: { title: 'Baza de date este ocupată', detail: 'Încercați din nou peste o clipă.' },
    broken: { title: 'Ceva nu a mers bine', detail: 'Este vina noastră și a fost consemnat.' },
  },
};
