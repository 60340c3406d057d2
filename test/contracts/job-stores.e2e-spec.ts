import { openBareStores } from '../support/bare-stores';
import { TEST_DIALECT } from '../support/test-database';
import { jobStoreContract } from './job-store.contract';

jobStoreContract(TEST_DIALECT, openBareStores);
