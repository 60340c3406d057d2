import { openBareDatabase } from '../support/bare-database';
import { TEST_DIALECT } from '../support/test-database';
import { databaseContract } from './database.contract';

databaseContract(TEST_DIALECT, openBareDatabase);
