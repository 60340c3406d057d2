import { Global, Logger, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { Config } from '../config/config';
import { CONNECTIONS, Database } from './database';
import { isRetryable } from './sql-error';
import { SqliteConnections } from './sqlite/sqlite-connections';

/** Opens the writing side and applies what is missing of the migrations before anything else can use the database. */
async function openDatabase(config: Config, reading: DataSource): Promise<SqliteConnections> {
  const connections = await SqliteConnections.open(config.database.file, reading, { exclusive: config.production });
  const applied = await connections.migrate();
  if (applied.length > 0) new Logger(Database.name).log({ applied }, 'migrations applied');
  return connections;
}

/**
 * `Database` for the application's own code. The data source that `@nestjs/typeorm` registers is the reading one: what an
 * extension injects from it sees committed rows and refuses to write past `Database.transaction`.
 */
@Global()
@Module({
  imports: [
    TypeOrmModule.forRootAsync({
      inject: [Config],
      // Another process that starts at this moment holds the file while it sets the journal up.
      useFactory: (config: Config) => ({
        ...SqliteConnections.readingOptions(config.database.file),
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
