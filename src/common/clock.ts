/** The one home of the present moment; everything else receives it, so a test can move it. */
export class Clock {
  /** What tests add to the machine's clock and to the database's, in milliseconds; 0 in production. */
  get offsetMs(): number {
    return 0;
  }

  now(): Date {
    return new Date(Date.now() + this.offsetMs);
  }
}
