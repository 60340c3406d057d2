import { eventually } from './waiting';

export interface ReadEvent {
  name: string;
  id: number;
  data: any; // eslint-disable-line @typescript-eslint/no-explicit-any -- tests read events of every shape
}

export interface ReadOptions {
  token?: string;
  lastEventId?: number;
  headers?: Record<string, string>;
}

/** Reads server-sent events as a client does that sends headers, which EventSource does not. */
export class EventReader {
  readonly events: ReadEvent[] = [];
  /** Lines that are no event's, such as `retry: 2000` and the `:` of a beat. */
  readonly others: string[] = [];
  /** Whether the server has ended the stream. */
  hasEnded = false;

  private constructor(
    readonly response: Response,
    private readonly leaving: AbortController,
  ) {}

  /** Opens a stream; `url` may have a ticket in its query. The answer may turn out to be none. */
  static async open(url: string, { token, lastEventId, headers }: ReadOptions = {}): Promise<EventReader> {
    const leaving = new AbortController();
    const response = await fetch(url, {
      signal: leaving.signal,
      headers: {
        accept: 'text/event-stream',
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        ...(lastEventId !== undefined && { 'last-event-id': String(lastEventId) }),
        ...headers,
      },
    });
    const reader = new EventReader(response, leaving);
    if (response.ok) void reader.read();
    return reader;
  }

  get notifications(): ReadEvent[] {
    return this.events.filter(({ name }) => name === 'notification');
  }

  /** The last event's id. */
  get lastEventId(): number {
    return this.events.at(-1)?.id ?? 0;
  }

  /** The unread count as it was told last. */
  get unread(): number | undefined {
    return this.events.findLast(({ name }) => name === 'unread')?.data.count;
  }

  /** Resolves once `holds`, with the reader itself. */
  async until(what: string, holds: (reader: this) => boolean): Promise<this> {
    await eventually(`${what}; read: ${JSON.stringify(this.events.slice(-5))}`, () => holds(this));
    return this;
  }

  /** Resolves when it is told how things stand. */
  greeted(): Promise<this> {
    return this.until('the stream greets', ({ unread }) => unread !== undefined);
  }

  ended(): Promise<this> {
    return this.until('the stream ends', ({ hasEnded }) => hasEnded);
  }

  /** Goes away without a word. */
  leave(): void {
    this.leaving.abort();
  }

  private async read(): Promise<void> {
    let rest = '';
    const decoder = new TextDecoder();
    try {
      for await (const chunk of this.response.body ?? []) {
        const blocks = (rest + decoder.decode(chunk, { stream: true })).split('\n\n');
        rest = blocks.pop() ?? '';
        for (const block of blocks) this.take(block);
      }
      this.hasEnded = true;
    } catch {
      // Broken off by either side.
      this.hasEnded = !this.leaving.signal.aborted;
    }
  }

  private take(block: string): void {
    const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(block)?.[1];
    const [name, data] = [field('event'), field('data')];
    if (name === undefined || data === undefined) this.others.push(block);
    else this.events.push({ name, id: Number(field('id')), data: JSON.parse(data) });
  }
}
