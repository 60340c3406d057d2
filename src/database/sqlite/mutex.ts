/** Hands out one turn at a time, in the order asked. */
export class Mutex {
  private tail: Promise<void> = Promise.resolve();

  /** Resolves when the turn has come, with the function that ends it. */
  async acquire(): Promise<() => void> {
    const before = this.tail;
    let release!: () => void; // assigned synchronously by the Promise constructor below
    this.tail = new Promise((resolve) => (release = resolve));
    await before;
    return release;
  }
}
