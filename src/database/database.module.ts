import { Global, Logger, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DataSource, type DataSourceOptions } from 'typeorm';
import { Config } from '../config/config';
import { CONNECTIONS, Database } from './database';
import type * as OnServer from './mssql/mssql-connections';
import type { Connections } from './session';
import { isRetryable } from './sql-error';
import { SqliteConnections } from './sqlite/sqlite-connections';

/** What each kind of database has besides: its schema, which a start brings up to date. */
type Migrated = Connections & { migrate(): Promise<readonly string[]> };

/** SQL Server's driver takes long to load: not where nobody speaks to one. */
function mssqlConnections() {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- at the time when it is needed
  return (require('./mssql/mssql-connections') as typeof OnServer).MssqlConnections;
}

function optionsFor({ database }: Config): DataSourceOptions {
  return database.dialect === 'sqlite'
    ? SqliteConnections.readingOptions(database.file)
    : mssqlConnections().options(database);
}

function open({ database, production }: Config, dataSource: DataSource): Promise<Migrated> {
  return database.dialect === 'sqlite'
    ? SqliteConnections.open(database.file, dataSource, { exclusive: production })
    : mssqlConnections().open(database, dataSource);
}

/** Opens the writing side and applies what is missing of the migrations before anything else can use the database. */
async function openDatabase(config: Config, dataSource: DataSource): Promise<Connections> {
  const connections = await open(config, dataSource);
  const applied = await connections.migrate();
  if (applied.length > 0) new Logger(Database.name).log({ applied }, 'migrations applied');
  return connections;
}

/**
 * `Database` for the application's own code. Of the embedded database, the data source that `@nestjs/typeorm` registers is the
 * reading one: what an extension injects from it sees committed rows and refuses to write past `Database.transaction`.
 */
@Global()
@Module({
  imports: [
    TypeOrmModule.forRootAsync({
      inject: [Config],
      // Another process that starts at this moment holds the file while it sets the journal up; a server may start later.
      useFactory: (config: Config) => ({
        ...optionsFor(config),
        retryAttempts: 50,
        retryDelay: 100,
        toRetry: isRetryable,
      }),
    }),
  ],
  providers: [{ provide: CONNECTIONS, inject: [Config, DataSource], useFactory: openDatabase }, Database],
  exports: [Database],
})
export class DatabaseModule {}
