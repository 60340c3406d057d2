import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { ApiClient } from './client';
import { freePort } from './redis';
import type { TestDatabase } from './test-database';
import { eventually } from './waiting';

const ROOT = path.join(__dirname, '..', '..');

/** The application as it is started by hand, in a process of its own. */
export class ServerProcess {
  readonly http: ApiClient;

  private constructor(
    private readonly process: ChildProcess,
    readonly port: number,
  ) {
    this.http = new ApiClient(`http://127.0.0.1:${port}`);
  }

  /** Resolves when it listens. */
  static async start({ url, folder }: TestDatabase, env: Record<string, string> = {}): Promise<ServerProcess> {
    const port = await freePort();
    const place = { NODE_ENV: 'test', DATA_DIR: folder, DATABASE_URL: url, HOST: '127.0.0.1', PORT: String(port) };
    const server = new ServerProcess(
      spawn(
        process.execPath,
        ['-r', path.join(ROOT, 'test/support/swc-register.cjs'), path.join(ROOT, 'src/main.ts')],
        { cwd: folder, env: { ...process.env, ...place, ...env }, stdio: 'ignore' },
      ),
      port,
    );
    await eventually('it listens', () =>
      server.http.get('/health/live').then(
        ({ status }) => status === 200,
        () => false,
      ),
    );
    return server;
  }

  get pid(): number {
    return this.process.pid ?? 0;
  }

  /** Tells it to stop; its exit code, null when something else ended it. */
  async stop(): Promise<number | null> {
    const ended = once(this.process, 'exit') as Promise<[number | null]>;
    this.process.kill('SIGTERM');
    return (await ended)[0];
  }

  /** Ends it at once where it still runs. */
  kill(): void {
    if (this.process.exitCode === null) this.process.kill('SIGKILL');
  }
}
