import { DataSource } from 'typeorm';
import { configFromEnvironment } from './src/config/environment';
import { dataSourceOptions } from './src/database/data-source-options';

/** For TypeORM's command line. */
export default new DataSource(dataSourceOptions(configFromEnvironment().database));
