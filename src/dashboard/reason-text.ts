import type { Language } from '../common/language';

const en = {
  'attempts-spent': 'All attempts are spent',
  permanent: 'Trying again cannot help',
  'deadline-passed': 'Its deadline passed',
  poison: 'Killed its worker twice',
  'unknown-type': 'No server knows this type',
  'key-taken': 'Another open job has its key',
  cancelled: 'Cancelled',
  superseded: 'Superseded by a later job',
  skipped: 'No longer needed',
  'parent-succeeded': 'The job it waited for has succeeded',
  'parent-deleted': 'The job it waited for was deleted',
  retry: 'Failed; it will be tried again',
  snoozed: 'Put off',
  'handed-back': 'Handed back when its server stopped',
  'never-started': 'Claimed and never started',
  'server-lost': 'Its server was lost',
  requeued: 'Requeued by an admin',
  'run-now': 'Run now by an admin',
};

export type ReasonCode = keyof typeof en;

const ro: Record<ReasonCode, string> = {
  'attempts-spent': 'Toate încercările s-au epuizat',
  permanent: 'O nouă încercare nu ajută',
  'deadline-passed': 'Termenul-limită a trecut',
  poison: 'Și-a doborât lucrătorul de două ori',
  'unknown-type': 'Niciun server nu cunoaște acest tip',
  'key-taken': 'Alt job deschis are cheia sa',
  cancelled: 'Anulat',
  superseded: 'Înlocuit de un job mai nou',
  skipped: 'Nu mai este nevoie de el',
  'parent-succeeded': 'Jobul pe care îl aștepta a reușit',
  'parent-deleted': 'Jobul pe care îl aștepta a fost șters',
  retry: 'A eșuat; se va încerca din nou',
  snoozed: 'Amânat',
  'handed-back': 'Dat înapoi la oprirea serverului',
  'never-started': 'Preluat, dar nepornit',
  'server-lost': 'Serverul său a dispărut',
  requeued: 'Repus în coadă de un administrator',
  'run-now': 'Pornit imediat de un administrator',
};

/** The sentences for the reason codes that the engine writes into the history of a job. */
export const REASONS: Readonly<Record<Language, Readonly<Record<ReasonCode, string>>>> = { en, ro };
