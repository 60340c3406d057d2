import { type LocalDate, type LocalSlot, addDays, weekdayOf } from '../common/clinic-time';
import { DEMO_ACCOUNTS, DEMO_PASSWORD } from './demo-accounts';

/** Where `npm run try` looks when it is not told. */
const USUAL_URL = 'http://localhost:5000';

/** What is printed at start while the demo's users are there: their sign-ins, and a visit to book with curl. */
export function demoNote(
  url: string,
  emails: readonly string[],
  today: LocalDate,
  platform: NodeJS.Platform = process.platform,
): string[] {
  const present = DEMO_ACCOUNTS.filter(({ email }) => emails.includes(email));
  const client = present.find(({ role }) => role === 'Client');
  return [
    `Demo sign-ins, all with the password ${DEMO_PASSWORD}`,
    ...present.map(({ role, email }) => `  ${role.padEnd(8)}${email}`),
    ...(client
      ? [
          '',
          `Try it in another terminal: npm run try${url === USUAL_URL ? '' : ` -- ${url}`}`,
          ...byHand(url, client.email, today, platform),
        ]
      : []),
  ];
}

/** For shells that read what is printed here; what `npm run try` does is the same in any. */
function byHand(url: string, email: string, today: LocalDate, platform: NodeJS.Platform): string[] {
  if (platform === 'win32') return [];
  return ['or by hand: sign in, book a visit, read what you were told', ...steps(url, email, today)];
}

function steps(url: string, email: string, today: LocalDate): string[] {
  const { date, time } = nextVisit(today);
  const post = `-H 'Content-Type: application/json' -d`;
  const credentials = JSON.stringify({ email, password: DEMO_PASSWORD });
  const visit = JSON.stringify({ doctorId: '1', appointmentDate: date, appointmentTime: time, reason: 'First visit' });
  const token = `node -pe 'JSON.parse(require("fs").readFileSync(0)).token'`;
  return [
    `  TOKEN=$(curl -s ${url}/api/auth/login ${post} '${credentials}' | ${token})`,
    `  curl ${url}/api/client/appointments -w '\\n' -H "Authorization: Bearer $TOKEN" ${post} '${visit}'`,
    `  curl ${url}/api/notifications -w '\\n' -H "Authorization: Bearer $TOKEN"`,
  ];
}

/** A start that default hours have on every day but Sunday. */
function nextVisit(today: LocalDate): LocalSlot {
  const tomorrow = addDays(today, 1);
  return { date: weekdayOf(tomorrow) === 'Sunday' ? addDays(today, 2) : tomorrow, time: '10:00' };
}
