import { getMetadataArgsStorage } from 'typeorm';
import {
  BigIdColumn,
  BooleanColumn,
  ExactTextColumn,
  InstantColumn,
  JobsEntity,
  JsonColumn,
  LongTextColumn,
  TextColumn,
  completeColumns,
} from './columns';

class Sample {
  @TextColumn(20, { nullable: true })
  name: string | null;

  @ExactTextColumn(30)
  key: string;

  @LongTextColumn()
  text: string;

  @InstantColumn({ nullable: true })
  at: Date | null;

  @JsonColumn({ nullable: true })
  data: unknown;

  @BigIdColumn()
  jobId: number;

  @BooleanColumn({ default: false })
  flag: boolean;
}

interface Stored {
  type?: unknown;
  collation?: unknown;
  length?: unknown;
  nullable?: boolean;
  default?: unknown;
  transformer?: { to: (value: unknown) => unknown; from: (value: unknown) => unknown };
}

describe('columns', () => {
  const optionsOf = (property: keyof Sample): Stored =>
    getMetadataArgsStorage().columns.find((column) => column.target === Sample && column.propertyName === property)
      ?.options as Stored; // what the decorators above stored
  const transformerOf = (property: keyof Sample) => {
    const { transformer } = optionsOf(property);
    if (!transformer) throw new Error(`Column ${property} has no transformer.`);
    return transformer;
  };

  beforeAll(() => completeColumns('sqlite'));

  it('have the types of the embedded database, and keep what was asked of them', () => {
    expect(optionsOf('name')).toMatchObject({ type: 'varchar', length: 20, nullable: true });
    expect(optionsOf('text')).toMatchObject({ type: 'text' });
    expect(optionsOf('at')).toMatchObject({ type: 'text', nullable: true });
    expect(optionsOf('jobId')).toMatchObject({ type: 'integer' });
    expect(optionsOf('flag')).toMatchObject({ type: 'boolean', default: false });
  });

  it('have the types of SQL Server when a data source of it is built', () => {
    completeColumns('mssql');
    expect(optionsOf('name')).toMatchObject({ type: 'nvarchar', length: 20, nullable: true });
    expect(optionsOf('key')).toMatchObject({ type: 'nvarchar', length: 30, collation: 'Latin1_General_100_BIN2' });
    expect(optionsOf('text')).toMatchObject({ type: 'nvarchar', length: 'MAX' });
    expect(optionsOf('at')).toMatchObject({ type: 'datetime2', precision: 3, transformer: undefined });
    expect(optionsOf('jobId')).toMatchObject({ type: 'bigint' });
    expect(transformerOf('jobId').from('9007199254740991')).toBe(Number.MAX_SAFE_INTEGER);
    expect(optionsOf('flag')).toMatchObject({ type: 'bit', default: false });
  });

  it('may be completed again, for the next data source', () => {
    completeColumns('sqlite');
    expect(optionsOf('key')).toMatchObject({ type: 'varchar', collation: undefined });
    expect(optionsOf('text')).toMatchObject({ type: 'text', length: '' });
    expect(optionsOf('name')).toMatchObject({ type: 'varchar', length: 20 });
  });

  it('store an instant as text that sorts as time does, and give the same instant back', () => {
    const { to, from } = transformerOf('at');
    const instant = new Date('2027-01-05T12:00:00.007Z');
    expect(to(instant)).toBe('2027-01-05T12:00:00.007Z');
    expect(from(to(instant))).toEqual(instant);
    expect([to(null), from(null)]).toEqual([null, null]);
  });

  it('leave the operators of a query alone', () => {
    const operator = { type: 'lessThan', value: 1 };
    expect(transformerOf('at').to(operator)).toBe(operator);
  });

  it('store any JSON value, and give it back', () => {
    const { to, from } = transformerOf('data');
    for (const value of [{ a: [1, 'ș', null] }, [], 'text', 0, false]) expect(from(to(value))).toEqual(value);
    expect([to(null), from(null), to(undefined)]).toEqual([null, null, undefined]);
  });

  it('belong to tables whose names say that they are the engine’s', () => {
    @JobsEntity('Sample')
    class SampleRow {}
    const place = () => {
      const table = getMetadataArgsStorage().tables.find(({ target }) => target === SampleRow);
      return { database: table?.database, schema: table?.schema, name: table?.name };
    };
    completeColumns('sqlite');
    expect(place()).toEqual({ database: undefined, schema: undefined, name: 'jobs_Sample' });
    completeColumns('mssql');
    expect(place()).toEqual({ database: undefined, schema: 'jobs', name: 'Sample' });
    completeColumns('mssql', 'MedanoJobs');
    expect(place()).toEqual({ database: 'MedanoJobs', schema: 'jobs', name: 'Sample' });
  });
});
