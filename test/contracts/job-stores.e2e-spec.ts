import { openSqliteStores } from '../support/bare-stores';
import { jobStoreContract } from './job-store.contract';

jobStoreContract('SQLite', openSqliteStores);
