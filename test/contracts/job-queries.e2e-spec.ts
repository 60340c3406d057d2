import { openBareStores } from '../support/bare-stores';
import { TEST_DIALECT } from '../support/test-database';
import { jobQueriesContract } from './job-queries.contract';

jobQueriesContract(TEST_DIALECT, openBareStores);
