import { Clock } from '../../src/common/clock';

/** Real time plus what a test adds. The database's clock follows, through `offsetMs`. */
export class TestClock extends Clock {
  private added = 0;
  private stepped = 0;

  /** The database's clock: what is added moves it, what is stepped does not. */
  readonly ofDatabase: Clock;

  constructor() {
    super();
    const offset = () => this.added;
    this.ofDatabase = new (class extends Clock {
      override get offsetMs(): number {
        return offset();
      }
    })();
  }

  /** One on which it is `instant` now. */
  static at(instant: Date | string): TestClock {
    const clock = new TestClock();
    clock.travelTo(instant);
    return clock;
  }

  override get offsetMs(): number {
    return this.added;
  }

  override now(): Date {
    return new Date(super.now().getTime() + this.stepped);
  }

  advance(ms: number): void {
    this.added += ms;
  }

  /** Sets the clock of this process wrong, as a hand or a bad time server does; the database's goes on as it was. */
  step(ms: number): void {
    this.stepped += ms;
  }

  /** Makes it `instant` now; time runs on from there. */
  travelTo(instant: Date | string): void {
    this.added = new Date(instant).getTime() - Date.now();
  }
}
