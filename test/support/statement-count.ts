import { CONNECTIONS } from '../../src/database/database';
import type { Connections } from '../../src/database/session';
import type { TestEngine } from './engine';

const ASKING: ReadonlySet<unknown> = new Set(['query', 'savepoint', 'release', 'rollbackTo', 'commit', 'rollback']);

/** Counts what an engine asks of its database, each a round trip where that is a server: statements, BEGIN and COMMIT. */
export class StatementCount {
  private counted = 0;

  constructor(engine: TestEngine) {
    const connections = engine.get<Connections>(CONNECTIONS);
    const begin = connections.begin.bind(connections);
    Object.assign(connections, {
      reader: this.counting(connections.reader),
      begin: async (options?: { yields?: boolean }) => {
        this.counted++;
        return this.counting(await begin(options));
      },
    });
  }

  /** How many since this was last asked. */
  take(): number {
    const { counted } = this;
    this.counted = 0;
    return counted;
  }

  private counting<T extends object>(session: T): T {
    return new Proxy(session, {
      get: (target, name) => {
        const value: unknown = Reflect.get(target, name, target);
        if (typeof value !== 'function') return value;
        if (ASKING.has(name)) this.counted++;
        return value.bind(target) as unknown;
      },
    });
  }
}
