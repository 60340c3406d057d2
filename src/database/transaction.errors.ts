/** A statement reached a transaction that had already ended: something in its work was not awaited. */
export class TransactionClosed extends Error {
  override readonly name = 'TransactionClosed';
  constructor() {
    super('The transaction of this statement has ended; something in it was not awaited.');
  }
}

/** The work of a transaction outlived its budget and was rolled back. */
export class TransactionTimedOut extends Error {
  override readonly name = 'TransactionTimedOut';
  constructor(budgetMs: number) {
    super(`The transaction was rolled back after ${budgetMs} ms.`);
  }
}

/** The database stayed busy through every retry; nothing was written. */
export class DatabaseBusy extends Error {
  override readonly name = 'DatabaseBusy';
  constructor(cause?: unknown) {
    super('The database is busy; nothing was written.', { cause });
  }
}

/** A write was attempted outside `Database.transaction`. */
export class WriteOutsideTransaction extends Error {
  override readonly name = 'WriteOutsideTransaction';
  constructor() {
    super('Writes happen only inside Database.transaction.');
  }
}

/** A handler opened a transaction of its own instead of using its context. */
export class TransactionNotAllowed extends Error {
  override readonly name = 'TransactionNotAllowed';
  constructor() {
    super('Inside a job handler, write through ctx.write or ctx.complete.');
  }
}

/** The connection was lost while the database committed: nobody knows whether it has. */
export class OutcomeUnknown extends Error {
  override readonly name = 'OutcomeUnknown';
  constructor(cause?: unknown) {
    super('The connection was lost while the transaction was committed.', { cause });
  }
}

/** Others held a named lock for too long, or each waited for the other; running the whole transaction again may succeed. */
export class LockNotGranted extends Error {
  override readonly name = 'LockNotGranted';
  constructor(lock: string) {
    super(`The lock ${lock} was not granted in time.`);
  }
}

/** Readers would wait for writers, and deadlock with them. */
export class SnapshotReadsOff extends Error {
  override readonly name = 'SnapshotReadsOff';
  constructor(database: string) {
    super(
      `READ_COMMITTED_SNAPSHOT is off. Run: ALTER DATABASE [${database}] SET READ_COMMITTED_SNAPSHOT ON WITH ROLLBACK IMMEDIATE;`,
    );
  }
}
