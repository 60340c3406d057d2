import type { PeopleView } from '../pages/page-views';
import type { PageContext } from './page-context';

const SHORT = 8;

/** Who somebody is, as the audit and queues hold them: a user's id, the visitor of this machine, or null for the system. */
export function personText(id: string | null, people: PeopleView, { text }: PageContext): string {
  if (id === null) return text.people.system;
  if (id === 'local-visitor') return text.people.local;
  const person = people.get(id);
  const short = id.slice(0, SHORT);
  if (!person) return text.people.unknown(short);
  return person.name ?? text.people.client(short);
}
