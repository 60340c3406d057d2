import type { OverviewView } from '../dashboard.view-model';
import { countOf } from '../count';
import { percent, round, SHORTEST, TALLEST } from './chart';
import type { PageContext } from './page-context';
import { Card, EmptyState } from './parts';

type Hours = OverviewView['comingUp'];

/** Hours of the day written on the axis: 0:00, 6:00 and so on, but none beside "now". */
const AXIS_EVERY = 6;
const AXIS_FREE = 4;

/** One bar an hour. */
export function ComingUp({ hours, page }: { hours: Hours; page: PageContext }) {
  const { text, format } = page;
  const total = hours.reduce((sum, hour) => sum + countOf(hour.count), 0);
  const busiest = hours.reduce<Hours[number] | null>(
    (best, hour) => (countOf(hour.count) > countOf(best?.count ?? 0) ? hour : best),
    null,
  );
  if (!busiest) {
    return (
      <Card id="coming-up" title={text.comingUp.title}>
        <EmptyState title={text.comingUp.empty} />
      </Card>
    );
  }
  const summary = `${text.jobs(total)} · ${text.comingUp.busiest(format.hour(busiest.from), busiest.count)}`;
  return (
    <Card id="coming-up" title={text.comingUp.title} aside={<span class="dim">{summary}</span>}>
      <svg class="bars" role="img" aria-label={`${text.comingUp.title}: ${summary}`}>
        {hours.map((hour, index) => (
          <Bar key={index} hour={hour} index={index} of={hours.length} busiest={busiest} page={page} />
        ))}
      </svg>
      <svg class="axis" aria-hidden="true">
        {hours.map(
          (hour, index) =>
            (index === 0 || (index >= AXIS_FREE && Number(format.hour(hour.from).slice(0, 2)) % AXIS_EVERY === 0)) && (
              <text key={index} x={percent(index / hours.length)} y="12">
                {index === 0 ? text.comingUp.now : format.hour(hour.from)}
              </text>
            ),
        )}
      </svg>
    </Card>
  );
}

interface BarProps {
  hour: Hours[number];
  index: number;
  of: number;
  busiest: Hours[number];
  page: PageContext;
}

function Bar({ hour, index, of, busiest, page }: BarProps) {
  const n = countOf(hour.count);
  const height = n === 0 ? 0 : Math.max(SHORTEST, (n / countOf(busiest.count)) * TALLEST);
  return (
    <g class={hour === busiest ? 'peak' : undefined}>
      <title>{page.text.comingUp.bar(page.format.hour(hour.from), hour.count)}</title>
      <rect class="column" x={percent(index / of)} y="0" width={percent(1 / of)} height="100%" />
      {n > 0 && (
        <rect
          class="bar"
          x={percent((index + 0.09) / of)}
          y={`${round(100 - height)}%`}
          width={percent(0.82 / of)}
          height={`${round(height)}%`}
          rx="3"
        />
      )}
      {hour === busiest && (
        <text x={percent((index + 0.5) / of)} y={`${round(100 - height)}%`} dy="-5" text-anchor="middle">
          {page.count(hour.count)}
        </text>
      )}
    </g>
  );
}
