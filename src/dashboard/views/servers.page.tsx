import type { ShellView } from '../dashboard.view-model';
import type { ServersPageView } from '../pages/page-views';
import { Layout } from './layout';
import { pageContext } from './page-context';
import { DataTable, EmptyState, None, Pill, Relative } from './parts';

const ROLES = ['all', 'api', 'worker'] as const;

export function ServersPage({ shell, view }: { shell: ShellView; view: ServersPageView }) {
  const page = pageContext(shell);
  const { text, format } = page;
  const say = text.serversPage;
  return (
    <Layout page={page} title={say.title} current="servers">
      <div class="row">
        <h1 class="grow">{say.title}</h1>
        <span class="dim">{say.about}</span>
      </div>
      <section class="card" aria-label={say.title}>
        {view.servers.length === 0 ? (
          <EmptyState title={text.servers.empty} />
        ) : (
          <DataTable
            label={say.title}
            rows={view.servers}
            rowId={(server) => `server-${server.id}`}
            columns={[
              {
                title: text.columns.server,
                wide: true,
                cell: (server) => (
                  <>
                    {server.name}
                    <span class="dim">:{server.pid}</span>
                    <div class="dim small">
                      {text.servers.roles[ROLES.find((role) => role === server.role) ?? 'all']}
                    </div>
                  </>
                ),
              },
              {
                title: say.state,
                cell: ({ alive }) => <Pill tone={alive ? 'ok' : 'bad'}>{alive ? say.alive : text.servers.silent}</Pill>,
              },
              {
                title: say.queues,
                wide: true,
                cell: ({ queues }) =>
                  queues.length === 0 ? <span class="dim">{text.servers.noQueues}</span> : queues.join(', '),
              },
              {
                title: text.columns.running,
                numeric: true,
                cell: ({ running, workers }) =>
                  workers === 0 ? <None /> : `${format.number(running)} / ${format.number(workers)}`,
              },
              {
                title: say.started,
                numeric: true,
                cell: ({ startedAt }) => <Relative at={new Date(startedAt)} page={page} />,
              },
              {
                title: text.columns.heartbeat,
                numeric: true,
                cell: ({ heartbeatAt }) => <Relative at={new Date(heartbeatAt)} page={page} />,
              },
            ]}
          />
        )}
      </section>
    </Layout>
  );
}
