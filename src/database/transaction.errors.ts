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
