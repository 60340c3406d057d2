import type { DashboardText } from '../dashboard-text';

const TWO = (text: string) => text.padStart(2, '0');
const NUMBER = /^\d{1,2}$/;
const STEP = /^\*\/(\d{1,2})$/;

/** What a cron expression of a common form means, in words; null for any other, which speaks for itself. */
export function cronText(cron: string, { crons: say }: DashboardText): string | null {
  const fields = cron.trim().split(/\s+/);
  // Seconds that are 0 change nothing of what the other five say.
  const [minute = '', hour = '', day = '', month = '', weekday = ''] =
    fields.length === 6 && fields[0] === '0' ? fields.slice(1) : fields;
  if (month !== '*' || (fields.length === 6 && fields[0] !== '0') || fields.length < 5) return null;
  if (day === '*' && weekday === '*') return withinDay(minute, hour, say);
  if (!NUMBER.test(minute) || !NUMBER.test(hour)) return null;
  const time = `${TWO(hour)}:${TWO(minute)}`;
  if (weekday === '*') return NUMBER.test(day) ? say.monthly(day, time) : null;
  const days = day === '*' ? daysText(weekday, say) : null;
  return days === null ? null : say.weekly(days, time);
}

function withinDay(minute: string, hour: string, say: DashboardText['crons']): string | null {
  const [minutes, hours] = [STEP.exec(minute)?.[1], STEP.exec(hour)?.[1]];
  if (hour === '*') {
    if (minute === '*') return say.everyMinute;
    if (minutes !== undefined && 60 % Number(minutes) === 0) return say.everyMinutes(Number(minutes));
    return NUMBER.test(minute) ? say.hourly(minute) : null;
  }
  if (!NUMBER.test(minute)) return null;
  if (hours !== undefined && 24 % Number(hours) === 0) return say.everyHours(Number(hours), minute);
  return NUMBER.test(hour) ? say.daily(`${TWO(hour)}:${TWO(minute)}`) : null;
}

function daysText(weekday: string, say: DashboardText['crons']): string | null {
  if (weekday === '1-5') return say.weekdays;
  const days = weekday.split(',').map((each) => (/^[0-7]$/.test(each) ? say.days[Number(each) % 7] : undefined));
  return days.every((each) => each !== undefined) ? days.join(', ') : null;
}
