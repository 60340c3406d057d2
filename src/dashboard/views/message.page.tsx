import type { ShellView } from '../dashboard.view-model';
import type { Language } from '../../common/language';
import { MESSAGES, type Trouble } from '../message-text';
import { Layout } from './layout';
import { pageContext } from './page-context';

/** Says, with the way to the other pages, that there is nothing at the address. */
export function MissingPage({ shell }: { shell: ShellView }) {
  const { title, detail } = MESSAGES[shell.language].missing;
  return (
    <Layout page={pageContext(shell)} title={title} current={null}>
      <div class="row">
        <h1>{title}</h1>
      </div>
      <p class="dim">{detail}</p>
    </Layout>
  );
}

/** For whoever is not let in, or when nothing else can be shown: it needs neither files nor the database. */
export function BarePage({ language, trouble }: { language: Language; trouble: Trouble }) {
  const { title, detail } = MESSAGES[language][trouble];
  return (
    <html lang={language}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="robots" content="noindex" />
        <title>{title}</title>
      </head>
      <body>
        <main>
          <h1>{title}</h1>
          <p>{detail}</p>
        </main>
      </body>
    </html>
  );
}
