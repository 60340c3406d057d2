import { TEST_DIALECT } from '../support/test-database';
import { sweepStoreContract } from './sweep-store.contract';

sweepStoreContract(TEST_DIALECT);
