import type { OverviewView } from '../dashboard.view-model';
import { percent, round, SHORTEST, TALLEST } from './chart';
import type { PageContext } from './page-context';
import { Card, EmptyState } from './parts';

type History = OverviewView['history'];
type Bucket = History['buckets'][number];

const PERIODS = ['day', 'week'] as const;
/** From the bottom up. */
const OUTCOMES = ['succeeded', 'deleted', 'failed'] as const;
/** About so many labels stand below the bars. */
const LABELS = 6;

const totalOf = (bucket: Bucket) => OUTCOMES.reduce((sum, outcome) => sum + bucket[outcome], 0);

/** What ended in each hour or on each day, stacked by how it ended. */
export function HistoryGraph({ history, page }: { history: History; page: PageContext }) {
  const { text } = page;
  const say = text.historyGraph;
  const { buckets } = history;
  const tallest = Math.max(...buckets.map(totalOf));
  if (tallest <= 0) {
    return (
      <Card id="history-graph" title={say.title} aside={<Periods history={history} page={page} />}>
        <EmptyState title={say.empty} />
      </Card>
    );
  }
  return (
    <Card id="history-graph" title={say.title} aside={<Periods history={history} page={page} />}>
      <p class="small dim legend">
        {OUTCOMES.map((outcome) => (
          <span key={outcome} class={`key ${outcome}`}>
            {page.format.number(buckets.reduce((sum, bucket) => sum + bucket[outcome], 0))} {say[outcome]}
          </span>
        ))}
      </p>
      <svg class="bars" role="img" aria-label={`${say.title}: ${summaryOf(buckets, page)}`}>
        {buckets.map((bucket, index) => (
          <Stack
            key={index}
            bucket={bucket}
            index={index}
            of={buckets.length}
            tallest={tallest}
            {...{ history, page }}
          />
        ))}
      </svg>
      <Axis history={history} page={page} />
      <Table history={history} page={page} />
    </Card>
  );
}

function Periods({ history, page: { text, links } }: { history: History; page: PageContext }) {
  return (
    <nav class="periods" aria-label={text.historyGraph.period}>
      {PERIODS.map((period) => (
        <a
          key={period}
          id={`period-${period}`}
          href={links.page('overview', { period })}
          aria-current={period === history.period ? 'true' : undefined}
        >
          {text.historyGraph[period]}
        </a>
      ))}
    </nav>
  );
}

function summaryOf(buckets: readonly Bucket[], { text, format }: PageContext): string {
  const sum = (outcome: (typeof OUTCOMES)[number]) =>
    format.number(buckets.reduce((total, bucket) => total + bucket[outcome], 0));
  return text.historyGraph.summary(sum('succeeded'), sum('failed'), sum('deleted'));
}

const labelOf = ({ from }: Bucket, { period }: History, { format, now }: PageContext) =>
  period === 'day' ? format.hour(from) : format.date(from, now);

interface StackProps {
  bucket: Bucket;
  index: number;
  of: number;
  tallest: number;
  history: History;
  page: PageContext;
}

function Stack({ bucket, index, of, tallest, history, page }: StackProps) {
  const { format, text } = page;
  const [done, failed, deleted] = [bucket.succeeded, bucket.failed, bucket.deleted].map((n) => format.number(n));
  let below = 0;
  return (
    <g>
      <title>{text.historyGraph.bar(labelOf(bucket, history, page), done ?? '', failed ?? '', deleted ?? '')}</title>
      <rect class="column" x={percent(index / of)} y="0" width={percent(1 / of)} height="100%" />
      {OUTCOMES.map((outcome) => {
        const height = bucket[outcome] === 0 ? 0 : Math.max(SHORTEST, (bucket[outcome] / tallest) * TALLEST);
        below += height;
        return (
          height > 0 && (
            <rect
              key={outcome}
              class={`bar of-${outcome}`}
              x={percent((index + 0.09) / of)}
              y={`${round(100 - below)}%`}
              width={percent(0.82 / of)}
              height={`${round(height)}%`}
            />
          )
        );
      })}
    </g>
  );
}

function Axis({ history, page }: { history: History; page: PageContext }) {
  const { buckets } = history;
  const every = Math.ceil(buckets.length / LABELS);
  return (
    <svg class="axis" aria-hidden="true">
      {buckets.map(
        (bucket, index) =>
          index % every === 0 && (
            <text key={index} x={percent(index / buckets.length)} y="12">
              {labelOf(bucket, history, page)}
            </text>
          ),
      )}
    </svg>
  );
}

/** The same for who would rather read numbers, or hears them read. */
function Table({ history, page }: { history: History; page: PageContext }) {
  const say = page.text.historyGraph;
  const ended = history.buckets.filter((bucket) => totalOf(bucket) > 0);
  return (
    <details>
      <summary class="small">{say.table}</summary>
      <table aria-label={say.title}>
        <thead>
          <tr>
            <th scope="col">{say.when}</th>
            {OUTCOMES.map((outcome) => (
              <th key={outcome} scope="col" class="num">
                {say[outcome]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {ended.map((bucket) => (
            <tr key={bucket.from.toISOString()}>
              <td>{labelOf(bucket, history, page)}</td>
              {OUTCOMES.map((outcome) => (
                <td key={outcome} class="num">
                  {page.format.number(bucket[outcome])}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}
