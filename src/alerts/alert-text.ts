import type { Language } from '../common/language';
import type { NoticeText } from '../notifications/notice-text';
import type { AlertKind } from './alert.state';

export type AlertEvent = 'opened' | 'ended';

interface Saying {
  title: string;
  /** What is wrong and what to look at first. */
  message: (figure: number) => string;
}

const minutes = (seconds: number) => Math.max(1, Math.round(seconds / 60));

const EN: Readonly<Record<AlertKind, Saying>> = {
  'no-worker': {
    title: 'No worker runs',
    message: () => 'No live server runs jobs: no reminder and no mail goes out until one starts.',
  },
  late: {
    title: 'Work is late',
    message: (figure) => `The oldest due job has waited ${minutes(figure)} min. Look at the workers and the queues.`,
  },
  backlog: {
    title: 'The queue grows',
    message: (figure) =>
      `${figure} jobs are due, more than the workers finish. Add workers, or see what fills the queue.`,
  },
  failures: {
    title: 'Jobs fail',
    message: (figure) => `${figure} jobs have failed for good within an hour. Their errors are on the page Failed.`,
  },
  'mail-failing': {
    title: 'Mail is failing',
    message: (figure) =>
      `The mail server has refused ${figure} mails within the last hour, as many as it took or more.`,
  },
  'broken-promise': {
    title: 'A promise is broken',
    message: (figure) =>
      `${figure} cases break what must always hold and could not be put right. The overview names them.`,
  },
  unverified: {
    title: 'Nothing is verified',
    message: (figure) => `What must always hold was last verified ${minutes(figure)} min ago. The log says why.`,
  },
  'slow-loop': {
    title: 'A process is overloaded',
    message: (figure) =>
      `Turns of the leading process come ${figure} ms late. Something keeps it busy, or it needs more processors.`,
  },
  'redis-down': {
    title: 'Redis does not answer',
    message: () => 'The database keeps every job; wake-ups between processes take up to a second longer.',
  },
};

const RO: Readonly<Record<AlertKind, Saying>> = {
  'no-worker': {
    title: 'Niciun executant nu rulează',
    message: () =>
      'Niciun server activ nu execută sarcini: nu pleacă nicio reamintire și niciun e-mail până nu pornește unul.',
  },
  late: {
    title: 'Sarcinile întârzie',
    message: (figure) =>
      `Cea mai veche sarcină scadentă așteaptă de ${minutes(figure)} min. Verificați executanții și cozile.`,
  },
  backlog: {
    title: 'Coada crește',
    message: (figure) =>
      `Sarcini scadente: ${figure}, mai multe decât se termină. Adăugați executanți sau vedeți ce umple coada.`,
  },
  failures: {
    title: 'Sarcinile eșuează',
    message: (figure) => `Sarcini eșuate definitiv într-o oră: ${figure}. Erorile lor sunt pe pagina Eșuate.`,
  },
  'mail-failing': {
    title: 'E-mailurile eșuează',
    message: (figure) => `Serverul de e-mail a refuzat ${figure} mesaje în ultima oră, cel puțin cât a acceptat.`,
  },
  'broken-promise': {
    title: 'O promisiune este încălcată',
    message: (figure) =>
      `Cazuri care încalcă ce trebuie să fie mereu adevărat și nu au putut fi îndreptate: ${figure}.`,
  },
  unverified: {
    title: 'Nu se mai verifică nimic',
    message: (figure) => `Ultima verificare a promisiunilor a fost acum ${minutes(figure)} min. Jurnalul spune de ce.`,
  },
  'slow-loop': {
    title: 'Un proces este supraîncărcat',
    message: (figure) =>
      `Procesul conducător răspunde cu ${figure} ms întârziere. Ceva îl ține ocupat sau are nevoie de mai multe procesoare.`,
  },
  'redis-down': {
    title: 'Redis nu răspunde',
    message: () =>
      'Baza de date păstrează fiecare sarcină; semnalele între procese durează cu până la o secundă mai mult.',
  },
};

const SAYINGS = { en: EN, ro: RO } as const satisfies Record<Language, unknown>;

/** What an alert is called. */
export const alertTitle = (kind: AlertKind, language: Language) => SAYINGS[language][kind].title;

/** What is told of an alert. `lastedMs` is how long it has been going on. */
export function alertText(
  event: AlertEvent,
  kind: AlertKind,
  figure: number,
  lastedMs: number,
  language: Language,
): NoticeText {
  const { title, message } = SAYINGS[language][kind];
  if (event === 'opened') return { title, message: message(figure) };
  const lasted = minutes(lastedMs / 1000);
  return language === 'ro'
    ? { title: `S-a încheiat: ${title}`, message: `A durat ${lasted} min.` }
    : { title: `Over: ${title}`, message: `It lasted ${lasted} min.` };
}
