import { Injectable, Logger } from '@nestjs/common';
import { SchedulerRegistry } from '@nestjs/schedule';

/** Repeats work at fixed intervals, one run at a time each; a failure is logged and the next run tries again. */
@Injectable()
export class Timetable {
  private readonly logger = new Logger(Timetable.name);
  private readonly running = new Map<string, Promise<void>>();

  constructor(private readonly scheduler: SchedulerRegistry) {}

  every(name: string, ms: number, work: () => unknown): void {
    this.scheduler.addInterval(
      name,
      setInterval(() => this.run(name, work), ms),
    );
  }

  /** Stops every interval of `names` and waits for what runs. */
  async stop(names: readonly string[]): Promise<void> {
    for (const name of names) {
      if (this.scheduler.doesExist('interval', name)) this.scheduler.deleteInterval(name);
    }
    await Promise.all(names.map((name) => Promise.resolve(this.running.get(name))));
  }

  private run(name: string, work: () => unknown): void {
    if (this.running.has(name)) return;
    const done = Promise.resolve()
      .then(work)
      .catch((error: unknown) => this.logger.error({ err: error, upkeep: name }, 'upkeep failed'))
      .then(() => void this.running.delete(name));
    this.running.set(name, done);
  }
}
