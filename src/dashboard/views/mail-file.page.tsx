import type { ComponentChildren } from 'preact';
import type { ShellView } from '../dashboard.view-model';
import type { MailFilePageView } from '../pages/page-views';
import { Layout } from './layout';
import { pageContext } from './page-context';
import { Card, EmptyState, Stamp } from './parts';

/** A mail as it would have gone out. Its HTML is not ours: it is shown in a frame that runs and loads nothing. */
export function MailFilePage({ shell, mail }: { shell: ShellView; mail: MailFilePageView }) {
  const page = pageContext(shell);
  const { text, links } = page;
  const say = text.mailPage;
  return (
    <Layout page={page} title={mail.subject} current="mail" still>
      <div class="row">
        <h1 class="grow">{mail.subject}</h1>
        <a class="btn" href={links.mailFile(mail.name, 'raw')} download={mail.name}>
          {say.download}
        </a>
      </div>
      <section class="card" aria-label={mail.subject}>
        <dl class="facts">
          <Fact title={say.from}>{mail.from}</Fact>
          <Fact title={say.to}>{mail.to}</Fact>
          {mail.date && (
            <Fact title={say.date}>
              <Stamp at={mail.date} page={page} />
            </Fact>
          )}
          <Fact title="Message-ID">
            <code>{mail.messageId}</code>
          </Fact>
          {mail.attachments.length > 0 && <Fact title={say.attachments}>{mail.attachments.join(', ')}</Fact>}
        </dl>
      </section>
      <div class="two even">
        <Card id="mail-html" title={say.html}>
          {mail.hasHtml ? (
            <iframe
              class="foreign"
              src={links.mailFile(mail.name, 'html')}
              sandbox=""
              title={say.html}
              loading="lazy"
            ></iframe>
          ) : (
            <EmptyState title={say.noHtml} />
          )}
        </Card>
        <Card id="mail-text" title={say.text}>
          {mail.text === null ? <EmptyState title={say.noText} /> : <pre>{mail.text}</pre>}
        </Card>
      </div>
    </Layout>
  );
}

function Fact({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <div>
      <dt>{title}</dt>
      <dd>{children}</dd>
    </div>
  );
}
