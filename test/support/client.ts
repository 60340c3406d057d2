export interface ApiAnswer {
  status: number;
  /** Parsed when it is JSON, else text; null when there is none, or when it would not end. */
  body: any; // eslint-disable-line @typescript-eslint/no-explicit-any -- tests read answers of every shape
  headers: Headers;
}

export interface RequestOptions {
  token?: string;
  headers?: Record<string, string>;
}

type Auth = string | RequestOptions;

/** Calls the application as a client does; `auth` is an access token, or options. */
export class ApiClient {
  constructor(readonly url: string) {}

  get(path: string, auth?: Auth): Promise<ApiAnswer> {
    return this.send('GET', path, undefined, auth);
  }

  post(path: string, body?: unknown, auth?: Auth): Promise<ApiAnswer> {
    return this.send('POST', path, body, auth);
  }

  put(path: string, body?: unknown, auth?: Auth): Promise<ApiAnswer> {
    return this.send('PUT', path, body, auth);
  }

  delete(path: string, auth?: Auth): Promise<ApiAnswer> {
    return this.send('DELETE', path, undefined, auth);
  }

  /** Sends `body` as JSON; text is sent as it is. Redirects are not followed. */
  async send(method: string, path: string, body?: unknown, auth: Auth = {}): Promise<ApiAnswer> {
    const { token, headers } = typeof auth === 'string' ? { token: auth, headers: {} } : auth;
    const response = await fetch(this.url + path, {
      method,
      redirect: 'manual',
      headers: {
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        ...headers,
      },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = isEndless(response) ? await response.body?.cancel() : await response.text();
    const json = /\bjson\b/.test(response.headers.get('content-type') ?? '');
    return {
      status: response.status,
      body: !text ? null : json ? JSON.parse(text) : text,
      headers: response.headers,
    };
  }
}

const isEndless = ({ headers }: Response) => headers.get('content-type')?.startsWith('text/event-stream') ?? false;
