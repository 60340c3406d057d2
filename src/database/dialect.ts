export type Dialect = 'sqlite' | 'mssql';
