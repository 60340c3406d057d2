import type { ComponentChildren } from 'preact';
import { LANGUAGES } from '../../common/language';
import { STYLESHEETS, type DashboardLinks, type DashboardPage } from '../dashboard-links';
import { NoticeBar, VisitorBox } from './visitor-box';
import type { PageContext } from './page-context';

/** Above this the difference of the clocks is shown; below it nobody would notice. */
const CLOCK_SKEW_SHOWN = 30_000;

interface LayoutProps {
  page: PageContext;
  title: string;
  current: DashboardPage | null;
  /** What stands in the search box. */
  search?: string;
  /** It does not change while it is looked at. */
  still?: boolean;
  children: ComponentChildren;
}

/** Everything marked `data-live` is what the script replaces when it refreshes the page. */
export function Layout({ page, title, current, search = '', still = false, children }: LayoutProps) {
  const { text, links, shell } = page;
  return (
    <html lang={shell.language}>
      <Head title={`${title} · ${shell.clinicName}`} links={links} withScript />
      <body>
        <a class="skip" href="#main">
          {text.skipToContent}
        </a>
        <header class="top">
          <a class="brand" href={links.page('overview')}>
            {shell.clinicName} <small>{text.brand}</small>
          </a>
          <form class="search" role="search" action={links.search()} method="get">
            <input type="search" name="q" value={search} placeholder={text.searchHint} aria-label={text.search} />
          </form>
          {!still && <LiveSwitch page={page} />}
          <nav class="languages" aria-label={text.language}>
            {LANGUAGES.map((code) => (
              <a
                key={code}
                href={shell.languageLinks[code]}
                lang={code}
                hreflang={code}
                aria-current={code === shell.language ? 'true' : undefined}
              >
                {code.toUpperCase()}
              </a>
            ))}
          </nav>
          <VisitorBox page={page} />
          <nav class="pages" id="pages" aria-label={text.pages} data-live>
            {shell.nav.map((item) => (
              <a
                key={item.page}
                href={links.page(item.page)}
                aria-current={item.page === current ? 'page' : undefined}
                id={`page-${item.page}`}
              >
                {text.nav[item.page]}
                {item.count !== null && (
                  <span class={`count${item.page === 'failed' && item.count !== 0 ? ' bad' : ''}`}>
                    {page.count(item.count)}
                  </span>
                )}
              </a>
            ))}
          </nav>
        </header>
        <NoticeBar page={page} />
        <main id="main" tabIndex={-1} data-live>
          {children}
        </main>
        <Footer page={page} />
      </body>
    </html>
  );
}

interface HeadProps {
  title: string;
  links: DashboardLinks;
  withScript?: boolean;
}

export function Head({ title, links, withScript = false }: HeadProps) {
  return (
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="color-scheme" content="light dark" />
      <meta name="robots" content="noindex" />
      <title>{title}</title>
      <link rel="icon" href={links.asset('dashboard.svg')} type="image/svg+xml" />
      {STYLESHEETS.map((name) => (
        <link key={name} rel="stylesheet" href={links.asset(name)} />
      ))}
      {withScript && <script src={links.asset('dashboard.js')} defer></script>}
    </head>
  );
}

/** Hidden until the script, which alone can refresh the page, shows it. */
function LiveSwitch({ page: { text } }: { page: PageContext }) {
  return (
    <button
      class="live"
      id="live"
      type="button"
      hidden
      aria-pressed="true"
      title={text.live.title}
      data-on={text.live.on}
      data-off={text.live.off}
      data-lost={text.live.lost}
    >
      {text.live.on}
    </button>
  );
}

function Footer({ page }: { page: PageContext }) {
  const { text, format, shell, now } = page;
  const skew = Math.abs(shell.clockSkewMs ?? 0);
  return (
    <footer class="foot" id="foot" data-live>
      <span>
        {text.footer.storage} <b>{shell.storage}</b>
      </span>
      <span>
        {text.footer.transport} <b>{text.transport[shell.transport]}</b>
      </span>
      <span>
        {text.footer.serverTime}{' '}
        <b>
          <time dateTime={now.toISOString()} title={format.exact(now)}>
            {format.day(now)} {format.time(now)}
          </time>
        </b>{' '}
        {shell.timeZone}
      </span>
      {skew > CLOCK_SKEW_SHOWN && <strong class="warn">{text.footer.clockSkew(format.duration(skew))}</strong>}
    </footer>
  );
}
