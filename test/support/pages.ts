import { request } from 'node:http';

export const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; frame-src 'self'; " +
  "form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

export interface PageAnswer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  html: string;
}

/** As `fetch`, which keeps its own Host. */
export function visit(
  url: string,
  headers: Record<string, string> = {},
  method = 'GET',
  body?: string,
): Promise<PageAnswer> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method, headers }, (response) => {
      let html = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (html += chunk));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, html }));
    });
    sent.on('error', reject).end(body);
  });
}

/** The words of the page's first element of that name; undefined when it has none. */
export const wordsOf = ({ html }: PageAnswer, element: string) =>
  new RegExp(`<${element}(?: [^>]*)?>(.*?)</${element}>`, 's').exec(html)?.[1]?.replace(/<[^>]+>/g, '');

export const heading = (answer: PageAnswer) => wordsOf(answer, 'h1');

/** What became of the action that led to the page. */
export const noticeOn = ({ html }: PageAnswer) =>
  /<div class="said[^>]*>(.*?)<\/div>/.exec(html)?.[1]?.replace(/<[^>]+>/g, '');

export const expectPage = ({ headers }: PageAnswer) => {
  expect(headers['content-type']).toBe('text/html; charset=utf-8');
  expect(headers['content-security-policy']).toBe(POLICY);
  expect(headers['x-frame-options']).toBe('DENY');
  expect(headers['cache-control']).toBe('no-store');
};

type Fields = Record<string, string | readonly string[]>;

/** A browser without scripts: it keeps cookies, says where a form was sent from, and follows where it is led. */
export class PlainBrowser {
  private readonly cookies = new Map<string, string>();

  /** `url` is that of the dashboard. */
  constructor(
    readonly url: string,
    private readonly headers: Record<string, string> = {},
  ) {}

  get cookieNames(): string[] {
    return [...this.cookies.keys()];
  }

  cookie(name: string): string | undefined {
    return this.cookies.get(name);
  }

  setCookie(name: string, value: string): void {
    this.cookies.set(name, value);
  }

  /** Where a redirect leads is gone to. */
  async open(path = ''): Promise<PageAnswer> {
    return this.follow(await this.send('GET', path));
  }

  /** Sends the form of the page `from` that goes to `action`, with the fields that it hides. */
  async submit(from: PageAnswer, action: string, fields: Fields = {}): Promise<PageAnswer> {
    return this.follow(await this.post(action, { ...hiddenFields(from, `${this.base}${action}`), ...fields }));
  }

  /** Sends a form as it is, and does not follow. */
  post(path: string, fields: Fields, headers: Record<string, string> = {}): Promise<PageAnswer> {
    const body = new URLSearchParams(
      Object.entries(fields).flatMap(([name, value]) => [value].flat().map((each) => [name, each])),
    );
    const sent = {
      'content-type': 'application/x-www-form-urlencoded',
      'sec-fetch-site': 'same-origin',
      'content-length': String(body.toString().length),
      ...headers,
    };
    return this.send('POST', path, sent, body.toString());
  }

  async send(method: string, path: string, headers: Record<string, string> = {}, body?: string): Promise<PageAnswer> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await visit(
      `${this.url}${path}`,
      { ...this.headers, ...(cookie && { cookie }), ...headers },
      method,
      body,
    );
    for (const line of [answer.headers['set-cookie'] ?? []].flat()) this.keep(line);
    return answer;
  }

  private get base(): string {
    return new URL(this.url).pathname;
  }

  private async follow(answer: PageAnswer): Promise<PageAnswer> {
    if (answer.status !== 303) return answer;
    const to = String(answer.headers['location']);
    if (!to.startsWith(this.base)) throw new Error(`Led elsewhere: ${to}`);
    return this.open(to.slice(this.base.length));
  }

  private keep(line: string): void {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
    if (value === '' || /Expires=Thu, 01 Jan 1970/.test(line)) this.cookies.delete(name);
    else this.cookies.set(name, value);
  }
}

/** @throws Error when the page has no such form. */
function hiddenFields({ html }: PageAnswer, action: string): Record<string, string[]> {
  const form = [...html.matchAll(/<form[^>]*action="([^"]*)"[^>]*>(.*?)<\/form>/gs)].find(
    ([, to]) => to?.replaceAll('&amp;', '&') === action,
  );
  if (!form) throw new Error(`There is no form to ${action}.`);
  const fields: Record<string, string[]> = {};
  for (const [input] of (form[2] ?? '').matchAll(/<input[^>]*type="hidden"[^>]*>/g)) {
    const of = (name: string) => new RegExp(`${name}="([^"]*)"`).exec(input)?.[1]?.replaceAll('&amp;', '&') ?? '';
    (fields[of('name')] ??= []).push(of('value'));
  }
  return fields;
}
