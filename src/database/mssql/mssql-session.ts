import mssql from 'mssql';
import type { DataSource, EntityManager } from 'typeorm';
import { WriteOutsideTransaction } from '../transaction.errors';
import type { Session, SqlParameters, SqlRow, SqlTable, SqlValue } from '../session';

/** What a statement runs on: any connection of the pool, or that of a transaction. */
export type Target = mssql.ConnectionPool | mssql.Transaction;

const TABLE_TYPES = {
  int: mssql.Int(),
  bigint: mssql.BigInt(),
  text: mssql.NVarChar(mssql.MAX),
  instant: mssql.DateTime2(3),
};

const MAX_SHORT_TEXT = 4_000;

/** Statements of ours over the driver itself: typed parameters, instants to the millisecond, counters as numbers. */
export async function execute(target: Target, sql: string, parameters: SqlParameters): Promise<SqlRow[]> {
  // The constructor takes either; its overloads do not say so.
  const request = new mssql.Request(target as mssql.Transaction);
  bind(request, parameters);
  const { recordset } = await request.query<SqlRow>(isList(parameters) ? numbered(sql) : sql);
  // Absent where nothing was selected and nothing put out.
  return (recordset as mssql.IRecordSet<SqlRow> | undefined) ? withNumbers(recordset) : [];
}

/** `?` in their order, as the driver names them. No literal in a statement of ours holds one. */
function numbered(sql: string): string {
  let index = 0;
  return sql.replace(/\?/g, () => `@p${index++}`);
}

function bind(request: mssql.Request, parameters: SqlParameters): void {
  const named = isList(parameters)
    ? parameters.map((value, index): [string, SqlValue] => [`p${index}`, value])
    : Object.entries(parameters);
  for (const [name, value] of named) {
    if (value instanceof Date) request.input(name, mssql.DateTime2(3), value);
    else if (typeof value === 'string' || value === null) request.input(name, textType(value ?? ''), value);
    else if (typeof value === 'object' && !Buffer.isBuffer(value)) request.input(name, tableOf(value));
    else request.input(name, value);
  }
}

/** One of two, whatever the length: the server keeps a plan for every declaration of the parameters. */
const textType = ({ length }: string) => mssql.NVarChar(length <= MAX_SHORT_TEXT ? MAX_SHORT_TEXT : mssql.MAX);

const isList = (parameters: SqlParameters): parameters is readonly SqlValue[] => Array.isArray(parameters);

function tableOf({ type, columns, rows }: SqlTable): mssql.Table {
  const table = new mssql.Table(type);
  for (const [name, kind] of Object.entries(columns)) table.columns.add(name, TABLE_TYPES[kind], { nullable: true });
  for (const row of rows) table.rows.add(...row);
  return table;
}

/** The driver gives 64 bits as text. */
function withNumbers(rows: mssql.IRecordSet<SqlRow>): SqlRow[] {
  const counters = Object.values(rows.columns)
    .filter(({ type }) => type === mssql.BigInt)
    .map(({ name }) => name);
  if (counters.length > 0) {
    for (const row of rows) {
      for (const name of counters) if (typeof row[name] === 'string') row[name] = Number(row[name]);
    }
  }
  return [...rows];
}

/** Reads on any connection of the pool: with READ_COMMITTED_SNAPSHOT, each statement sees what is committed then. */
export class MssqlReader implements Session {
  constructor(
    readonly manager: EntityManager,
    private readonly pool: mssql.ConnectionPool,
  ) {}

  async query(sql: string, parameters: SqlParameters): Promise<SqlRow[]> {
    refuseWrite(sql);
    return execute(this.pool, sql, parameters);
  }

  queryMany(sql: string, parameters: SqlParameters): Promise<SqlRow[]> {
    return this.query(sql, parameters);
  }
}

const WRITE = /\b(insert|update|delete|merge|truncate|create|alter|drop|exec|execute)\b/i;

/** Quoted identifiers and texts may hold any word, and a table variable is the statement's own. */
const HARMLESS = /"[^"]*"|\[[^\]]*\]|'[^']*'|\binsert into @\w+/gi;

/** SQL Server lets any connection write; the words that do are refused. @throws WriteOutsideTransaction */
export function refuseWrite(sql: string): void {
  if (WRITE.test(sql.replace(HARMLESS, ''))) throw new WriteOutsideTransaction();
}

export function poolOf(dataSource: DataSource): mssql.ConnectionPool {
  // TypeORM's driver keeps the connected pool here and does not type it.
  return (dataSource.driver as unknown as { master: mssql.ConnectionPool }).master;
}
