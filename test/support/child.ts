import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { eventually } from './waiting';

export interface Answer {
  reply: number;
  value?: unknown;
  error?: string;
}

export interface News {
  news: string;
  [field: string]: unknown;
}

/** What a child sends: the answer to a request, or news of its own. */
export type FromChild = Answer | News;

export interface ToChild {
  request: number;
  ask: string;
  with: unknown;
}

/** A Node process of ours that runs a TypeScript file and talks over IPC. */
export class Child {
  readonly news: News[] = [];
  private readonly waiting = new Map<number, (answer: Answer) => void>();
  private readonly output: string[] = [];
  private requests = 0;

  private constructor(private readonly process: ChildProcess) {
    // Each question waits for the end too.
    process.setMaxListeners(0);
    process.on('message', (message: FromChild) => {
      if (isNews(message)) this.news.push(message);
      else this.waiting.get(message.reply)?.(message);
    });
    for (const stream of [process.stdout, process.stderr]) {
      stream?.on('data', (chunk: Buffer) => this.output.push(chunk.toString()));
    }
  }

  /** Starts `entry`, a file of this folder, or of the same folder in a copy of the project. */
  static start(entry: string, folder = __dirname): Child {
    return new Child(
      fork(path.join(folder, entry), [], {
        execArgv: ['--no-warnings', '--require', path.join(folder, 'swc-register.cjs')],
        stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      }),
    );
  }

  get pid(): number {
    return this.process.pid ?? 0;
  }

  get hasEnded(): boolean {
    return this.process.exitCode !== null || this.process.signalCode !== null;
  }

  /** @throws Error with what the child answered, or said last when it ended instead. */
  async ask<T = void>(ask: string, argument?: unknown): Promise<T> {
    const request = ++this.requests;
    const answer = new Promise<Answer>((resolve) => this.waiting.set(request, resolve));
    const ended = once(this.process, 'exit').then((): never => {
      throw new Error(`The child ended before it answered "${ask}": ${this.output.join('').slice(-2000)}`);
    });
    ended.catch(() => undefined);
    this.process.send({ request, ask, with: argument } satisfies ToChild);
    const { value, error } = await Promise.race([answer, ended]);
    this.waiting.delete(request);
    if (error !== undefined) throw new Error(error);
    return value as T; // what the entry answers to `ask`
  }

  /** Tells without awaiting an answer, so that a stopped child finds it when it goes on. */
  tell(ask: string, argument?: unknown): void {
    this.process.send({ request: 0, ask, with: argument } satisfies ToChild);
  }

  /** The first news of that name, once there is one. */
  hears(name: string): Promise<News> {
    return eventually(`news "${name}" of child ${this.pid}; it said: ${this.output.join('').slice(-2000)}`, () => {
      if (this.hasEnded && !this.news.some(({ news }) => news === name)) {
        throw new Error(`The child ended without "${name}": ${this.output.join('').slice(-2000)}`);
      }
      return this.news.find(({ news }) => news === name);
    });
  }

  signal(signal: NodeJS.Signals): void {
    this.process.kill(signal);
  }

  /** Exit code and signal, once it has ended. */
  async ended(): Promise<{ code: number | null; signal: NodeJS.Signals | null }> {
    if (!this.hasEnded) await once(this.process, 'exit');
    return { code: this.process.exitCode, signal: this.process.signalCode };
  }

  /** Ends it at once, as a power cut would. */
  async kill(): Promise<void> {
    if (!this.hasEnded) this.process.kill('SIGKILL');
    await this.ended();
  }
}

const isNews = (message: FromChild): message is News => 'news' in message;
