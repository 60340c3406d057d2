import { Clock } from '../../src/common/clock';

/** Real time plus what a test adds. The database's clock follows, through `offsetMs`. */
export class TestClock extends Clock {
  private added = 0;

  override get offsetMs(): number {
    return this.added;
  }

  advance(ms: number): void {
    this.added += ms;
  }

  /** Makes it `instant` now; time runs on from there. */
  travelTo(instant: Date | string): void {
    this.added = new Date(instant).getTime() - Date.now();
  }
}
