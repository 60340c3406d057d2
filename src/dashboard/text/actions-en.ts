import { english, type Count } from '../count';

/** What is said about what can be done, and what became of it. */
export const actionsEn = {
  signIn: {
    title: 'Sign in',
    about: 'The dashboard is for the Admins of the clinic.',
    email: 'E-mail',
    password: 'Password',
    submit: 'Sign in',
    wrong: 'The e-mail address or the password is not right.',
    'not-admin': 'This account may not use the dashboard: it is not an Admin’s.',
    throttled: (wait: string | null) =>
      wait === null
        ? 'There were too many attempts. Try again later.'
        : `There were too many attempts. Try again in ${wait}.`,
  },
  signOut: 'Sign out',
  readOnly: 'Read-only',
  readOnlyHint: 'DASHBOARD_READ_ONLY is set: nothing can be changed here.',
  action: {
    label: 'Actions',
    reason: 'Reason',
    reasonHint: 'Optional; kept in the history and in the audit',
    close: 'Not now',
  },
  jobActions: {
    'run-now': {
      button: 'Run now',
      submit: 'Run it now',
      about: 'It becomes due at once and runs as soon as a worker is free.',
    },
    requeue: {
      button: 'Requeue',
      submit: 'Requeue it',
      about: 'It runs again from the start, with as many attempts as a new job has.',
    },
    cancel: {
      button: 'Cancel',
      submit: 'Cancel the job',
      about: 'It does not run any more; a running one can commit nothing. It can be requeued later.',
    },
  },
  notices: {
    'job.requeue': (id: string) => `Job ${id} was requeued.`,
    'job.cancel': (id: string) => `Job ${id} was cancelled.`,
    'job.run-now': (id: string) => `Job ${id} is due now.`,
    'jobs.requeue': (n: string) => `${english(Number(n), '# job was requeued', '# jobs were requeued')}.`,
    'jobs.cancel': (n: string) => `${english(Number(n), '# job was cancelled', '# jobs were cancelled')}.`,
    'jobs.run-now': (n: string) => `${english(Number(n), '# job is due now', '# jobs are due now')}.`,
    'queue.pause': (name: string) => `Queue ${name} is paused.`,
    'queue.resume': (name: string) => `Queue ${name} runs again.`,
    'queue.change': (name: string) => `The limits of queue ${name} were changed.`,
    'recurring.trigger': (id: string) => `${id} was triggered.`,
    'recurring.enable': (id: string) => `${id} is enabled.`,
    'recurring.disable': (id: string) => `${id} is disabled.`,
    'recurring.change': (id: string) => `${id} was changed.`,
    'delivery.resend': (id: string) => `Delivery ${id} will be sent again.`,
  },
  skipped: (n: Count) =>
    english(
      n,
      '# was left as it was: its state does not allow it.',
      '# were left as they were: their state does not allow it.',
    ),
  refused: 'Nothing was changed.',
  refusals: {
    'not-found': 'It is not there any more.',
    'job-state': 'The state of the job does not allow it; perhaps it has changed meanwhile.',
    'job-key-taken': 'Another open job has the key of this one.',
    'job-deadline-passed': 'The deadline of the job has passed.',
    malformed: 'What was entered is not valid.',
  },
  otherRefusal: 'Its present state does not allow it.',
};
