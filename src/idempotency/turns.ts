/** Lets those who ask for the same name in one process go one after the other. */
export class Turns {
  private readonly running = new Map<string, Promise<void>>();

  /** Waits for the turn, up to `ms`; what is to be called when it is over, or null when the turn did not come. */
  async take(name: string, ms: number): Promise<(() => void) | null> {
    const until = performance.now() + ms;
    for (let other = this.running.get(name); other; other = this.running.get(name)) {
      if (!(await endsWithin(other, until - performance.now()))) return null;
    }
    let end: () => void = () => undefined;
    this.running.set(name, new Promise<void>((resolve) => (end = resolve)));
    return () => {
      this.running.delete(name);
      end();
    };
  }
}

async function endsWithin(turn: Promise<void>, ms: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), ms);
  });
  try {
    return await Promise.race([turn.then(() => true), late]);
  } finally {
    clearTimeout(timer);
  }
}
