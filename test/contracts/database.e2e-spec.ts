import { openBareDatabase } from '../support/bare-database';
import { databaseContract } from './database.contract';

databaseContract('SQLite', () => openBareDatabase());
