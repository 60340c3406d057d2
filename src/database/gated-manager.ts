import type { DataSource, EntityManager, QueryRunner } from 'typeorm';
import type { StatementGate } from './session';

/** What would begin or end the transaction past `Database`, after which writes would be committed one by one. */
const TRANSACTION_CONTROL = new Set<string | symbol>(['startTransaction', 'commitTransaction', 'rollbackTransaction']);
const refuseControl = () => Promise.reject(new Error('Use Database.transaction or Database.savepoint, not TypeORM’s.'));

/** A manager over `shared` whose every statement passes through `gate`, given the statement's text, first. */
export function gatedManager(
  dataSource: DataSource,
  shared: QueryRunner,
  gate: (sql: string) => StatementGate,
): EntityManager {
  const runner: QueryRunner = new Proxy(shared, {
    get(target, property, receiver) {
      if (property === 'query') {
        return (sql: string, parameters?: unknown[], structured?: boolean) =>
          gate(sql)(() => (structured ? target.query(sql, parameters, true) : target.query(sql, parameters)));
      }
      if (property === 'isTransactionActive') return true;
      if (property === 'manager') return manager;
      if (property === 'release') return () => Promise.resolve();
      if (TRANSACTION_CONTROL.has(property)) return refuseControl;
      return Reflect.get(target, property, receiver) as unknown;
    },
  });
  const manager = dataSource.createEntityManager(runner);
  return manager;
}
