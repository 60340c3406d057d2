import { WEEKDAYS, type LocalTime } from '../common/clinic-time';

/** First and last start of a day, in whole hours; Sunday none. */
const STARTS: Readonly<Partial<Record<(typeof WEEKDAYS)[number], readonly [first: number, last: number]>>> = {
  Monday: [9, 21],
  Tuesday: [9, 21],
  Wednesday: [9, 21],
  Thursday: [9, 21],
  Friday: [9, 21],
  Saturday: [9, 13],
};

/** The weekly starts of a doctor who is new: both ends of a day included. `dayOfWeek` is 0 for Sunday. */
export function defaultHours(): { dayOfWeek: number; hour: LocalTime }[] {
  return WEEKDAYS.flatMap((day, dayOfWeek) => {
    const [first, last] = STARTS[day] ?? [1, 0];
    return Array.from({ length: last - first + 1 }, (_, index) => ({
      dayOfWeek,
      hour: `${String(first + index).padStart(2, '0')}:00`,
    }));
  });
}
