import type { SqlRow, SqlValue } from '../../src/database/session';
import type { SmtpSink } from './smtp-sink';

/** After this long a reminder that has not been told is lost. */
const PATIENCE_MS = 60_000;

/** Tells from inside the database in which order changes and mails were committed: it writes one transaction at a time. */
const ORDER = [
  'CREATE TABLE FaultOrder (id integer PRIMARY KEY AUTOINCREMENT, what text NOT NULL, appointmentId integer NOT NULL, sequence integer)',
  `CREATE TRIGGER FaultChange AFTER INSERT ON "AppointmentHistory" BEGIN
     INSERT INTO FaultOrder (what, appointmentId) VALUES ('change', NEW."appointmentId"); END`,
  `CREATE TRIGGER FaultSending AFTER UPDATE OF "state" ON "Delivery" WHEN NEW."state" = 'sending' BEGIN
     INSERT INTO FaultOrder (what, appointmentId, sequence) VALUES ('sending ' || NEW."kind", NEW."appointmentId", NEW."sequence"); END`,
  `CREATE TRIGGER FaultTold AFTER INSERT ON "Notification" WHEN NEW."kind" = 'reminder' BEGIN
     INSERT INTO FaultOrder (what, appointmentId, sequence) VALUES ('telling reminder', NEW."appointmentId", NEW."sequence"); END`,
];

export type Rows = <R extends SqlRow>(sql: string, parameters?: readonly SqlValue[]) => Promise<R[]>;

/** What became of what was promised; each entry says which promise. */
export interface Verdict {
  /** Mails that the server took. */
  mails: number;
  reminders: number;
  lost: string[];
  duplicate: string[];
  early: string[];
  stale: string[];
  /** Mails that came again under their Message-ID after their process was lost between sending them and saying so. */
  repeats: string[];
  /** Mails of unknown outcome that are left to an admin, and mails that the server refused for good. */
  parked: string[];
  refused: string[];
}

interface Promised extends SqlRow {
  appointmentId: number;
  sequence: number;
  offset: number;
}
interface ReminderRow extends Promised {
  dueAt: string;
  outcome: string;
  reason: string | null;
}
interface NoticeRow extends Promised {
  createdAt: string;
}
interface DeliveryRow extends Promised {
  kind: string;
  state: string;
  reason: string | null;
  serversLost: number;
}

const nameOf = ({ appointmentId, sequence, offset }: Promised) => `${appointmentId}.${sequence}.${offset}`;
const mailOf = (row: DeliveryRow) => `<appt-${row.appointmentId}.${row.kind}.${row.sequence}.${row.offset}@`;

/** Begins to note the order of commits, on an embedded database. */
export async function noteOrder(write: (sql: string) => Promise<unknown>): Promise<void> {
  for (const statement of ORDER) await write(statement);
}

/** Compares what was promised by `now` with what was told and what the mail server has. */
export async function judge(rows: Rows, sink: SmtpSink, now: Date): Promise<Verdict> {
  const changes = await changesOf(rows);
  const reminders = await rows<ReminderRow>('SELECT * FROM "Reminder"');
  const deliveries = await rows<DeliveryRow>(
    `SELECT d.*, (SELECT count(*) FROM jobs_State s WHERE s.jobId = d."jobId" AND s.reason = 'server-lost') AS serversLost
     FROM "Delivery" d`,
  );
  // What Admins are told of the clinic's state, as when a machine is slow, is promised to no patient.
  const mails = grouped(
    sink.mails.filter(({ messageId }) => !messageId.startsWith('<alert-')),
    ({ messageId }) => messageId.replace(/@.*$/, '@'),
  );
  const verdict: Verdict = {
    ...{ mails: sink.mails.length, reminders: 0, lost: [], duplicate: [], early: [], stale: await staleOf(rows) },
    ...{ repeats: [], parked: [], refused: [] },
  };
  const told = grouped(await rows<NoticeRow>(`SELECT * FROM "Notification" WHERE "kind" = 'reminder'`), nameOf);
  for (const reminder of reminders)
    judgeReminder(reminder, told.get(nameOf(reminder)) ?? [], { changes, now, verdict });
  const dueAt = new Map(reminders.map((reminder) => [nameOf(reminder), Date.parse(reminder.dueAt)]));
  for (const delivery of deliveries) {
    const taken = mails.get(mailOf(delivery)) ?? [];
    judgeDelivery(delivery, taken.length, { changes, verdict });
    const due = delivery.kind === 'reminder' ? (dueAt.get(nameOf(delivery)) ?? Infinity) : -Infinity;
    if (taken.some(({ receivedAt }) => receivedAt.getTime() < due)) verdict.early.push(`mail ${mailOf(delivery)}`);
    mails.delete(mailOf(delivery));
  }
  verdict.duplicate.push(...[...mails.keys()].map((messageId) => `${messageId} that nobody promised`));
  return verdict;
}

function grouped<T>(list: readonly T[], keyOf: (value: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const value of list) groups.set(keyOf(value), [...(groups.get(keyOf(value)) ?? []), value]);
  return groups;
}

/** When each appointment got each of its sequences. */
async function changesOf(rows: Rows): Promise<Map<number, number[]>> {
  const history = await rows<{ appointmentId: number; at: string }>(
    'SELECT "appointmentId", "at" FROM "AppointmentHistory" ORDER BY "id"',
  );
  const changes = new Map<number, number[]>();
  for (const { appointmentId, at } of history) {
    changes.set(appointmentId, [...(changes.get(appointmentId) ?? []), Date.parse(at)]);
  }
  return changes;
}

interface Known {
  changes: ReadonlyMap<number, number[]>;
  verdict: Verdict;
}

function judgeReminder(
  reminder: ReminderRow,
  told: readonly NoticeRow[],
  { changes, now, verdict }: Known & { now: Date },
): void {
  const dueAt = Date.parse(reminder.dueAt);
  const what = `reminder ${nameOf(reminder)} ${reminder.outcome} ${reminder.reason ?? ''}`;
  const times = told.map(({ createdAt }) => Date.parse(createdAt));
  if (times.length > 1) verdict.duplicate.push(what);
  if (times.some((time) => time < dueAt)) verdict.early.push(what);
  const until = dueAt + PATIENCE_MS;
  const changedAt = changes.get(reminder.appointmentId)?.[reminder.sequence + 1] ?? Infinity;
  if (reminder.reason === 'booked-late' || until > now.getTime() || changedAt <= until) return;
  verdict.reminders += 1;
  if (!times.some((time) => time <= until)) verdict.lost.push(what);
}

function judgeDelivery(delivery: DeliveryRow, taken: number, { changes, verdict }: Known): void {
  const what = `mail ${mailOf(delivery)} ${delivery.state} ${delivery.reason ?? ''}`;
  if (taken > 1) {
    const again = Math.min(taken - 1, delivery.serversLost);
    verdict.repeats.push(...Array<string>(again).fill(what));
    if (taken - 1 > again) verdict.duplicate.push(`${what}, ${taken} times`);
  }
  if (taken > 0) return;
  const changed = (changes.get(delivery.appointmentId)?.length ?? 0) > delivery.sequence + 1;
  if (changed && (delivery.state === 'skipped' || delivery.reason === 'superseded')) return;
  if (delivery.reason === 'refused') verdict.refused.push(what);
  else if (delivery.reason === 'outcome-unknown') verdict.parked.push(what);
  else verdict.lost.push(what);
}

/** What was committed about a sequence of an appointment that another had followed. */
async function staleOf(rows: Rows): Promise<string[]> {
  const order = await rows<{ what: string; appointmentId: number; sequence: number | null }>(
    'SELECT what, appointmentId, sequence FROM FaultOrder ORDER BY id',
  );
  const latest = new Map<number, number>();
  return order.flatMap(({ what, appointmentId, sequence }) => {
    const current = latest.get(appointmentId) ?? -1;
    if (what === 'change') latest.set(appointmentId, current + 1);
    return what === 'change' || sequence === current ? [] : [`${what} ${appointmentId}.${sequence}`];
  });
}

/** The four that must not happen. */
export type Faults = Pick<Verdict, 'lost' | 'duplicate' | 'early' | 'stale'>;

export const FAULTLESS: Faults = { lost: [], duplicate: [], early: [], stale: [] };

export const faultsOf = ({ lost, duplicate, early, stale }: Verdict): Faults => ({ lost, duplicate, early, stale });

/** The verdict as figures. */
export function figuresOf(verdict: Verdict): Record<string, number> {
  const { lost, duplicate, early, stale, repeats, mails, reminders } = verdict;
  return {
    ...{ mails, reminders, lost: lost.length, duplicate: duplicate.length, early: early.length },
    ...{ stale: stale.length, repeats: repeats.length },
  };
}
