import { LANGUAGES, type Language } from '../../common/language';
import { TEXTS } from '../dashboard-text';
import { TOKEN_FIELD } from '../form-fields';
import { formatFor } from '../format';
import { dashboardLinks } from '../dashboard-links';
import { Head } from './layout';

/** Why somebody was not let in. */
export type SignInTrouble = 'wrong' | 'not-admin' | 'throttled';

interface Props {
  base: string;
  assetVersion: string;
  clinicName: string;
  language: Language;
  languageLinks: Readonly<Record<Language, string>>;
  formToken: string;
  /** Where to go after it. */
  to: string;
  email: string;
  trouble: SignInTrouble | null;
  retryAfterSeconds: number | null;
}

export function SignInPage(props: Props) {
  const { base, assetVersion, clinicName, language, formToken, to, email, trouble } = props;
  const text = TEXTS[language];
  const links = dashboardLinks(base, assetVersion);
  return (
    <html lang={language}>
      <Head title={`${text.signIn.title} · ${clinicName}`} links={links} />
      <body class="door">
        <main>
          <p class="brand">
            {clinicName} <small>{text.brand}</small>
          </p>
          <section class="card">
            <h1>{text.signIn.title}</h1>
            <p class="dim">{text.signIn.about}</p>
            {trouble && (
              <p class="trouble" role="alert">
                {sentenceOf(trouble, props)}
              </p>
            )}
            <form method="post" action={links.signIn()} class="fields">
              <input type="hidden" name={TOKEN_FIELD} value={formToken} />
              <input type="hidden" name="to" value={to} />
              <label class="field">
                <span>{text.signIn.email}</span>
                <input
                  type="email"
                  name="email"
                  value={email}
                  autocomplete="username"
                  maxLength={254}
                  required
                  autofocus={email === ''}
                />
              </label>
              <label class="field">
                <span>{text.signIn.password}</span>
                <input
                  type="password"
                  name="password"
                  autocomplete="current-password"
                  maxLength={128}
                  required
                  autofocus={email !== ''}
                />
              </label>
              <button class="btn primary">{text.signIn.submit}</button>
            </form>
          </section>
          <nav class="languages" aria-label={text.language}>
            {LANGUAGES.map((code) => (
              <a
                key={code}
                href={props.languageLinks[code]}
                lang={code}
                hreflang={code}
                aria-current={code === language ? 'true' : undefined}
              >
                {TEXTS[code].name}
              </a>
            ))}
          </nav>
        </main>
      </body>
    </html>
  );
}

function sentenceOf(trouble: SignInTrouble, { language, retryAfterSeconds }: Props): string {
  const { signIn } = TEXTS[language];
  if (trouble !== 'throttled') return signIn[trouble];
  // A span is written alike in every zone.
  const span = formatFor(language, 'UTC').duration((retryAfterSeconds ?? 0) * 1000);
  return signIn.throttled(retryAfterSeconds === null ? null : span);
}
