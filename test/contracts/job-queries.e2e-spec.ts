import { openSqliteQueries } from '../support/bare-queries';
import { jobQueriesContract } from './job-queries.contract';

jobQueriesContract('SQLite', openSqliteQueries);
