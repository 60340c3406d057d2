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
      aboutMany: 'They become due at once and run as soon as workers are free.',
    },
    requeue: {
      button: 'Requeue',
      submit: 'Requeue it',
      about: 'It runs again from the start, with as many attempts as a new job has.',
      aboutMany: 'They run again from the start, with as many attempts as new jobs have.',
    },
    cancel: {
      button: 'Delete',
      submit: 'Delete the job',
      about:
        'It does not run any more; if it is running, it can commit nothing. It can be requeued as long as it is kept.',
      aboutMany:
        'They do not run any more; what is running can commit nothing. They can be requeued as long as they are kept.',
    },
  },
  notices: {
    'job.requeue': (id: string) => `Job ${id} was requeued.`,
    'job.cancel': (id: string) => `Job ${id} was deleted.`,
    'job.run-now': (id: string) => `Job ${id} is due now.`,
    'jobs.requeue': (n: string) => `${english(Number(n), '# job was requeued', '# jobs were requeued')}.`,
    'jobs.cancel': (n: string) => `${english(Number(n), '# job was deleted', '# jobs were deleted')}.`,
    'jobs.run-now': (n: string) => `${english(Number(n), '# job is due now', '# jobs are due now')}.`,
    'jobs.handed-over': (id: string) => `Job ${id} does it by and by; its log and progress tell how far it is.`,
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
  refusedPill: 'Refused',
  refusals: {
    'not-found': 'It is not there any more.',
    'job-state': 'The state of the job does not allow it; perhaps it has changed meanwhile.',
    'job-key-taken': 'Another open job has the key of this one.',
    'job-deadline-passed': 'The deadline of the job has passed.',
    malformed: 'What was entered is not valid.',
    'malformed-cron': 'That is not a cron expression whose time ever comes.',
    'malformed-timeZone': 'That is not a time zone, such as Europe/Bucharest.',
    'queue-paused': 'The queue is paused already.',
    'queue-not-paused': 'The queue is not paused.',
    'recurring-job-unknown': 'This release has no job of that type.',
    'recurring-job-open': 'Its last run has not ended yet.',
    'delivery-open': 'The mail is still on its way.',
    'delivery-sent': 'The mail server took the mail.',
    'delivery-superseded': 'What the mail says of the appointment no longer holds.',
    'delivery-opted-out': 'The recipient wants no reminders by e-mail.',
    'delivery-recipient-inactive': 'The recipient is not active.',
    'delivery-bad-address': 'The recipient has no address that mail can be sent to.',
    'search-too-wide': 'The search finds more than 10,000 jobs: narrow it, or use the filters of a list.',
  },
  otherRefusal: 'Its present state does not allow it.',
};
