import { TEXTS } from '../dashboard-text';
import { cronText } from './cron-text';

describe('a cron expression in words', () => {
  it.each([
    ['* * * * *', 'every minute', 'în fiecare minut'],
    ['*/5 * * * *', 'every 5 minutes', 'la fiecare 5 minute'],
    ['*/20 * * * *', 'every 20 minutes', 'la fiecare 20 de minute'],
    ['7 * * * *', 'hourly at minute 7', 'în fiecare oră, la minutul 7'],
    ['0 */6 * * *', 'every 6 hours at minute 0', 'la fiecare 6 ore, la minutul 0'],
    ['30 2 * * *', 'every day at 02:30', 'în fiecare zi la 02:30'],
    ['0 30 2 * * *', 'every day at 02:30', 'în fiecare zi la 02:30'],
    ['0 9 * * 1-5', 'Monday to Friday at 09:00', 'de luni până vineri la 09:00'],
    ['0 9 * * 1,7', 'Mondays, Sundays at 09:00', 'lunea, duminica la 09:00'],
    ['0 9 1 * *', 'day 1 of each month at 09:00', 'în ziua 1 a fiecărei luni la 09:00'],
  ])('%s', (cron, en, ro) => {
    expect([cronText(cron, TEXTS.en), cronText(cron, TEXTS.ro)]).toEqual([en, ro]);
  });

  it.each([
    '*/7 * * * *',
    '0 */5 * * *',
    '15 0 9 * * *',
    '0 9 1 * 1',
    '0 9 * 1 *',
    '0 9-17 * * *',
    '0 9 * * MON',
    '',
    'nonsense',
  ])('says nothing of %j', (cron) => {
    expect(cronText(cron, TEXTS.en)).toBeNull();
  });
});
