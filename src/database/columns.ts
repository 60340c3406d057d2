import {
  Column,
  type ColumnOptions,
  Entity,
  type EntityOptions,
  PrimaryGeneratedColumn,
  getMetadataArgsStorage,
} from 'typeorm';
import type { Dialect } from './dialect';

type PerDialect = Readonly<Record<Dialect, Partial<ColumnOptions>>>;

/** The declared columns whose options depend on the dialect. */
const declared: { target: object; property: string | symbol; perDialect: PerDialect }[] = [];

function column(options: ColumnOptions, perDialect: PerDialect): PropertyDecorator {
  return (prototype, property) => {
    Column(options)(prototype, property);
    declared.push({ target: prototype.constructor, property, perDialect });
  };
}

/** Completes every declared column for `dialect`; called before each data source is built, entities loaded. */
export function completeColumns(dialect: Dialect): void {
  const { columns } = getMetadataArgsStorage();
  for (const { target, property, perDialect } of declared) {
    const stored = columns.find((column) => column.target === target && column.propertyName === property);
    if (stored) Object.assign(stored.options, perDialect[dialect]);
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

/** A UTC instant with milliseconds: `Date` in code, ISO 8601 text in SQLite, which sorts as time does. */
export const InstantColumn = (options: ColumnOptions = {}) =>
  column(options, { sqlite: { type: 'text', transformer: instantTransformer } });

/** Unicode text of at most `length` characters. */
export const TextColumn = (length: number, options: ColumnOptions = {}) =>
  column({ ...options, length }, { sqlite: { type: 'varchar' } });

/** Unicode text of any length. */
export const LongTextColumn = (options: ColumnOptions = {}) => column(options, { sqlite: { type: 'text' } });

/** A JSON document. */
export const JsonColumn = (options: ColumnOptions = {}) =>
  column(options, { sqlite: { type: 'text', transformer: jsonTransformer } });

/** The id of a row whose table counts in 64 bits; a plain number in code. */
export const BigIdColumn = (options: ColumnOptions = {}) => column(options, { sqlite: { type: 'integer' } });

export const IntColumn = (options: ColumnOptions = {}) => column(options, { sqlite: { type: 'integer' } });

export const BooleanColumn = (options: ColumnOptions = {}) => column(options, { sqlite: { type: 'boolean' } });

/** A primary key that the database counts up. */
export const CountedId = () => PrimaryGeneratedColumn('increment');

/** An entity of the job engine: schema `jobs` on SQL Server, prefix `jobs_` on SQLite. */
export const JobsEntity = (name: string, options: EntityOptions = {}) => Entity({ ...options, name: `jobs_${name}` });
