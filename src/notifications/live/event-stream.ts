import type { Response } from 'express';

/** One event: `data` goes as JSON. A reader that comes back says in `Last-Event-ID` which it heard last. */
export interface StreamEvent {
  name: string;
  id: number;
  data: object;
}

/** An HTTP answer that goes on as server-sent events. */
export class EventStream {
  constructor(
    private readonly response: Response,
    /** How long a reader is to wait before it comes back. */
    private readonly retryMs: number,
  ) {}

  /** Whether the reader is behind: what is sent now would be kept here until it has read. */
  get isFull(): boolean {
    return this.response.writableNeedDrain;
  }

  /** Whether nothing more is sent; the reader may still be reading what was. */
  get hasEnded(): boolean {
    return this.response.writableEnded;
  }

  /** Whether the reader is gone. */
  get isClosed(): boolean {
    return this.response.destroyed;
  }

  onClose(then: () => void): void {
    this.response.once('close', then);
  }

  /** Tells each time that a reader who was behind has caught up. */
  onRoom(then: () => void): void {
    this.response.on('drain', then);
  }

  send({ name, id, data }: StreamEvent): void {
    this.write(`event: ${name}\nid: ${id}\ndata: ${JSON.stringify(data)}\n\n`);
  }

  /** Nothing but a sign of life, by which proxies and both ends notice that the other is gone. */
  beat(): void {
    this.write(':\n\n');
  }

  end(): void {
    if (this.hasEnded || this.isClosed) return;
    this.begin();
    this.response.end();
  }

  /** Lets go of a reader that does not read, and of what was kept for it. */
  cutOff(): void {
    this.response.destroy();
  }

  private write(text: string): void {
    if (this.hasEnded || this.isClosed) return;
    this.begin();
    this.response.write(text);
  }

  private begin(): void {
    if (this.response.headersSent) return;
    this.response.writeHead(200, {
      'Content-Type': 'text/event-stream; charset=utf-8',
      'Cache-Control': 'no-store',
      // To proxies in the manner of nginx: pass it on as it comes.
      'X-Accel-Buffering': 'no',
    });
    this.response.write(`retry: ${this.retryMs}\n\n`);
  }
}
