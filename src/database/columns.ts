import {
  Column,
  type ColumnOptions,
  Entity,
  type EntityOptions,
  PrimaryColumn,
  PrimaryGeneratedColumn,
  getMetadataArgsStorage,
} from 'typeorm';
import type { Dialect } from './dialect';

/** SQL Server's schema of the job tables; on SQLite the prefix of their names. */
export const JOBS_SCHEMA = 'jobs';

type PerDialect = Readonly<Record<Dialect, Partial<ColumnOptions>>>;
type Decorate = (options: ColumnOptions) => PropertyDecorator;

/** The declared columns, and the tables of the job engine, whose options depend on the dialect. */
const declared: { target: object; property: string | symbol; perDialect: PerDialect }[] = [];
const jobTables: { target: object; name: string }[] = [];

function column(options: ColumnOptions, perDialect: PerDialect, decorate: Decorate = Column): PropertyDecorator {
  return (prototype, property) => {
    decorate(options)(prototype, property);
    declared.push({ target: prototype.constructor, property, perDialect });
  };
}

/**
 * Completes every declared column and table for `dialect`; called before each data source is built, entities loaded.
 * `jobsDatabase` is the other database of the same server that holds the job tables, if any does.
 */
export function completeColumns(dialect: Dialect, jobsDatabase: string | null = null): void {
  const { columns, tables } = getMetadataArgsStorage();
  for (const { target, property, perDialect } of declared) {
    const stored = columns.find((column) => column.target === target && column.propertyName === property);
    if (stored) Object.assign(stored.options, perDialect[dialect]);
  }
  for (const { target, name } of jobTables) {
    const stored = tables.find((table) => table.target === target);
    const place =
      dialect === 'mssql'
        ? { name, schema: JOBS_SCHEMA, database: jobsDatabase ?? undefined }
        : { name: `${JOBS_SCHEMA}_${name}`, schema: undefined, database: undefined };
    if (stored) Object.assign(stored, place);
  }
}

const instantTransformer = {
  to: (value: unknown) => (value instanceof Date ? value.toISOString() : value),
  from: (value: unknown) => (typeof value === 'string' ? new Date(value) : value),
};

const jsonTransformer = {
  to: (value: unknown) => (value === null || value === undefined ? value : JSON.stringify(value)),
  from: (value: unknown): unknown => (typeof value === 'string' ? JSON.parse(value) : value),
};

/** SQL Server's driver returns 64 bits as text; counters here stay below 2^53. */
const bigIdTransformer = {
  to: (value: unknown) => value,
  from: (value: unknown) => (typeof value === 'string' ? Number(value) : value),
};

const TEXT: PerDialect = { sqlite: { type: 'varchar' }, mssql: { type: 'nvarchar' } };
const INT: PerDialect = { sqlite: { type: 'integer' }, mssql: { type: 'int' } };
const BIG_ID: PerDialect = {
  sqlite: { type: 'integer', transformer: undefined },
  mssql: { type: 'bigint', transformer: bigIdTransformer },
};

/** A UTC instant with milliseconds: `Date` in code, ISO 8601 text in SQLite, which sorts as time does. */
export const InstantColumn = (options: ColumnOptions = {}) =>
  column(options, {
    sqlite: { type: 'text', precision: undefined, transformer: instantTransformer },
    mssql: { type: 'datetime2', precision: 3, transformer: undefined },
  });

/** Unicode text of at most `length` characters. */
export const TextColumn = (length: number, options: ColumnOptions = {}) => column({ ...options, length }, TEXT);

/** As `TextColumn`, but letters are told apart exactly, whatever SQL Server's database holds for equal. */
export const ExactTextColumn = (length: number, options: ColumnOptions = {}) =>
  column(
    { ...options, length },
    {
      sqlite: { type: 'varchar', collation: undefined },
      mssql: { type: 'nvarchar', collation: 'Latin1_General_100_BIN2' },
    },
  );

/** Unicode text of any length. */
export const LongTextColumn = (options: ColumnOptions = {}) =>
  column(options, { sqlite: { type: 'text', length: '' }, mssql: { type: 'nvarchar', length: 'MAX' } });

/** A JSON document. */
export const JsonColumn = (options: ColumnOptions = {}) =>
  column(options, {
    sqlite: { type: 'text', length: '', transformer: jsonTransformer },
    mssql: { type: 'nvarchar', length: 'MAX', transformer: jsonTransformer },
  });

/** The id of a row whose table counts in 64 bits; a plain number in code. */
export const BigIdColumn = (options: ColumnOptions = {}) => column(options, BIG_ID);

export const IntColumn = (options: ColumnOptions = {}) => column(options, INT);

export const BooleanColumn = (options: ColumnOptions = {}) =>
  column(options, { sqlite: { type: 'boolean' }, mssql: { type: 'bit' } });

/** A primary key, or a part of one, of at most `length` characters. */
export const TextKey = (length: number) => column({ length }, TEXT, key);

/** A part of a primary key that is a whole number. */
export const IntKey = () => column({}, INT, key);

/** A part of a primary key that is the id of a row whose table counts in 64 bits. */
export const BigIdKey = () => column({}, BIG_ID, key);

/** A primary key that the database counts up. */
export const CountedId = () => column({}, INT, countedUp);

/** As `CountedId`, in 64 bits. */
export const CountedBigId = () => column({}, BIG_ID, countedUp);

function key({ length }: ColumnOptions): PropertyDecorator {
  return PrimaryColumn({ length });
}

function countedUp(): PropertyDecorator {
  return PrimaryGeneratedColumn('increment');
}

/** An entity of the job engine: schema `jobs` on SQL Server, prefix `jobs_` on SQLite. */
export const JobsEntity =
  (name: string, options: EntityOptions = {}): ClassDecorator =>
  (target) => {
    Entity(options)(target);
    jobTables.push({ target, name });
  };
