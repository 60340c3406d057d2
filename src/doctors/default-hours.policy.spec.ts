import { defaultHours } from './default-hours.policy';

describe('defaultHours', () => {
  const of = (dayOfWeek: number) =>
    defaultHours()
      .filter((each) => each.dayOfWeek === dayOfWeek)
      .map((each) => each.hour);

  it.each([1, 2, 3, 4, 5])('opens weekday %i at 13 hours, from 09:00 to 21:00', (day) => {
    expect(of(day)).toEqual([
      ...['09:00', '10:00', '11:00', '12:00', '13:00', '14:00', '15:00'],
      ...['16:00', '17:00', '18:00', '19:00', '20:00', '21:00'],
    ]);
  });

  it('opens Saturday at 5 hours, from 09:00 to 13:00', () => {
    expect(of(6)).toEqual(['09:00', '10:00', '11:00', '12:00', '13:00']);
  });

  it('leaves Sunday free', () => {
    expect(of(0)).toEqual([]);
  });
});
