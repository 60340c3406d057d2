/** Ids, cursors and the like that answers have told, so that requests can name what is there. */
export class KnownThings {
  private readonly found = new Map<string, Set<string>>();

  /** @param spared what is not to be named, such as the people who ask: whoever deactivates them ends the run. */
  constructor(private readonly spared: ReadonlySet<string> = new Set()) {}

  /** Of a kind, such as `doctor`, in the order in which they were found, the newest last. */
  of(kind: string): readonly string[] {
    return [...(this.found.get(kind) ?? [])];
  }

  add(kind: string, value: unknown): void {
    const text = typeof value === 'number' ? String(value) : value;
    if (typeof text !== 'string' || text === '' || this.spared.has(text)) return;
    const known = this.found.get(kind) ?? new Set();
    known.add(text);
    const [oldest] = known;
    if (known.size > MOST && oldest !== undefined) known.delete(oldest);
    this.found.set(kind, known);
  }

  /** Takes what the answer to a request of `path` names. */
  learn(path: string, answer: unknown): void {
    this.walk(answer, kindOf(path, 'id'), MOST_LEVELS);
  }

  /** Takes the refresh token that a browser would keep. */
  learnCookies(cookies: readonly string[]): void {
    for (const cookie of cookies) this.add('refresh', /^refresh=([^;]+)/.exec(cookie)?.[1]);
  }

  private walk(value: unknown, kind: string, levels: number): void {
    if (typeof value !== 'object' || value === null || levels === 0) return;
    if (Array.isArray(value)) {
      for (const each of value.slice(0, 20)) this.walk(each, kind, levels - 1);
      return;
    }
    for (const [name, each] of Object.entries(value)) {
      if (name === 'id' || name === 'name') this.add(kind, each);
      else if (typeof each !== 'object') this.add(kindOf('', name), each);
      else this.walk(each, LISTS[name] ?? kind, levels - 1);
    }
  }
}

const MOST = 60;
const MOST_LEVELS = 4;

/** Members of answers that hold things of another kind than the answer. */
const LISTS: Readonly<Record<string, string>> = { medicalReports: 'report', appointmentHours: 'hour' };

/** The last that fits the path; what an `id` names there. */
const PLACES: readonly (readonly [RegExp, string])[] = [
  [/appointment-hours\/doctor|\/doctor\/\{id\}|\/doctors/i, 'doctor'],
  [/appointment-hours/i, 'hour'],
  [/medical-reports/i, 'report'],
  [/appointments|getAppointments/i, 'appointment'],
  [/review/i, 'review'],
  [/notifications/i, 'notification'],
  [/recurring-jobs/i, 'recurring'],
  [/admin\/jobs/i, 'job'],
  [/queues/i, 'queue'],
  [/deliveries/i, 'delivery'],
  [/users/i, 'user'],
];

const NAMES: readonly (readonly [RegExp, string])[] = [
  [/^(doctorUserId|userId|clientId|patientId|who)$/, 'user'],
  [/^doctorId$/, 'doctor'],
  [/^appointmentId$/, 'appointment'],
  [/^(jobId|lastJobId|ids)$/, 'job'],
  [/^ticket$/, 'ticket'],
];

/** What a member or parameter called `name` names in a request of `path`. */
export function kindOf(path: string, name: string): string {
  const kind = NAMES.find(([pattern]) => pattern.test(name))?.[1];
  if (name === 'ids' && /appointments/.test(path)) return 'appointment';
  if (name === 'token' && /unsubscribe/.test(path)) return 'link';
  if (kind) return kind;
  if (name !== 'id' && name !== 'name') return name;
  return PLACES.find(([pattern]) => pattern.test(path))?.[1] ?? 'thing';
}
