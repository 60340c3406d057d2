/** Lines told at start, given the address the application is reached at, such as `http://localhost:5000`. */
export type StartupNote = (url: string) => readonly string[];

/** Collects what is printed once the application listens. It goes to stdout past the logger: logs never hold secrets. */
export class StartupNotes {
  private readonly notes: StartupNote[] = [];

  add(note: StartupNote): void {
    this.notes.push(note);
  }

  lines(url: string): string[] {
    return this.notes.flatMap((note) => ['', ...note(url)]);
  }
}
