export type Dialect = 'sqlite';
