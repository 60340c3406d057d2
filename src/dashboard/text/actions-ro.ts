import { romanian } from '../count';
import type { actionsEn } from './actions-en';

export const actionsRo: typeof actionsEn = {
  signIn: {
    title: 'Autentificare',
    about: 'Panoul este pentru administratorii clinicii.',
    email: 'E-mail',
    password: 'Parolă',
    submit: 'Intră',
    wrong: 'Adresa de e-mail sau parola nu este corectă.',
    'not-admin': 'Acest cont nu poate folosi panoul: nu este al unui administrator.',
    throttled: (wait) =>
      wait === null
        ? 'Au fost prea multe încercări. Încercați mai târziu.'
        : `Au fost prea multe încercări. Încercați din nou peste ${wait}.`,
  },
  signOut: 'Ieșire',
  readOnly: 'Doar citire',
  readOnlyHint: 'DASHBOARD_READ_ONLY este activ: aici nu se poate schimba nimic.',
  action: {
    label: 'Acțiuni',
    reason: 'Motiv',
    reasonHint: 'Opțional; rămâne în istoric și în audit',
    close: 'Nu acum',
  },
  jobActions: {
    'run-now': {
      button: 'Rulează acum',
      submit: 'Rulează-l acum',
      about: 'Devine scadent imediat și rulează de îndată ce un lucrător este liber.',
      aboutMany: 'Devin scadente imediat și rulează de îndată ce sunt lucrători liberi.',
    },
    requeue: {
      button: 'Repune în coadă',
      submit: 'Repune-l în coadă',
      about: 'Rulează din nou de la început, cu tot atâtea încercări câte are un job nou.',
      aboutMany: 'Rulează din nou de la început, cu tot atâtea încercări câte are un job nou.',
    },
    cancel: {
      button: 'Șterge',
      submit: 'Șterge jobul',
      about:
        'Nu mai rulează; dacă rulează acum, nu mai poate salva nimic. Poate fi repus în coadă cât timp este păstrat.',
      aboutMany:
        'Nu mai rulează; ce rulează acum nu mai poate salva nimic. Pot fi repuse în coadă cât timp sunt păstrate.',
    },
  },
  notices: {
    'job.requeue': (id) => `Jobul ${id} a fost repus în coadă.`,
    'job.cancel': (id) => `Jobul ${id} a fost șters.`,
    'job.run-now': (id) => `Jobul ${id} este scadent acum.`,
    'jobs.requeue': (n) =>
      `${romanian(Number(n), '# job a fost repus în coadă', '# joburi au fost repuse în coadă', '# de joburi au fost repuse în coadă')}.`,
    'jobs.cancel': (n) =>
      `${romanian(Number(n), '# job a fost șters', '# joburi au fost șterse', '# de joburi au fost șterse')}.`,
    'jobs.run-now': (n) =>
      `${romanian(Number(n), '# job este scadent acum', '# joburi sunt scadente acum', '# de joburi sunt scadente acum')}.`,
    'jobs.handed-over': (id) => `Jobul ${id} face asta treptat; jurnalul și progresul lui spun până unde a ajuns.`,
    'queue.pause': (name) => `Coada ${name} este oprită.`,
    'queue.resume': (name) => `Coada ${name} rulează din nou.`,
    'queue.change': (name) => `Limitele cozii ${name} au fost schimbate.`,
    'recurring.trigger': (id) => `${id} a fost pornit.`,
    'recurring.enable': (id) => `${id} este activ.`,
    'recurring.disable': (id) => `${id} este dezactivat.`,
    'recurring.change': (id) => `${id} a fost schimbat.`,
    'delivery.resend': (id) => `Livrarea ${id} va fi trimisă din nou.`,
  },
  skipped: (n) =>
    romanian(
      n,
      '# a rămas cum era: starea nu permite.',
      '# au rămas cum erau: starea nu permite.',
      '# au rămas cum erau: starea nu permite.',
    ),
  refused: 'Nu s-a schimbat nimic.',
  refusedPill: 'Refuzat',
  refusals: {
    'not-found': 'Nu mai există.',
    'job-state': 'Starea jobului nu permite; poate că s-a schimbat între timp.',
    'job-key-taken': 'Alt job deschis are cheia acestuia.',
    'job-deadline-passed': 'Termenul-limită al jobului a trecut.',
    malformed: 'Ceea ce s-a introdus nu este valid.',
    'malformed-cron': 'Nu este o expresie cron a cărei oră să vină vreodată.',
    'malformed-timeZone': 'Nu este un fus orar, precum Europe/Bucharest.',
    'queue-paused': 'Coada este deja oprită.',
    'queue-not-paused': 'Coada nu este oprită.',
    'recurring-job-unknown': 'Această versiune nu are joburi de acest tip.',
    'recurring-job-open': 'Ultima sa rulare nu s-a încheiat încă.',
    'delivery-open': 'E-mailul este încă pe drum.',
    'delivery-sent': 'Serverul de e-mail a preluat mesajul.',
    'delivery-superseded': 'Ce spune mesajul despre programare nu mai este valabil.',
    'delivery-opted-out': 'Destinatarul nu dorește mementouri prin e-mail.',
    'delivery-recipient-inactive': 'Destinatarul nu este activ.',
    'delivery-bad-address': 'Destinatarul nu are o adresă la care se poate trimite.',
    'search-too-wide': 'Căutarea găsește peste 10.000 de joburi: restrângeți-o sau folosiți filtrele unei liste.',
  },
  otherRefusal: 'Starea prezentă nu permite.',
};
