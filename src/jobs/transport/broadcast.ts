export type Hear = (message: string) => void;

/**
 * Tells all processes what one of them has committed, as hints: a message may come twice, late or never, and whoever hears
 * it looks into the database. It holds ids and counts only, nothing about a patient. Sending neither waits nor throws.
 */
export interface Broadcast {
  /** Whether messages reach other processes at present. */
  readonly carries: boolean;
  /** Tells whoever listens, in this process at once. */
  send(channel: string, message: string): void;
  /** Tells `hear` from now on; one of each channel in a process. */
  listen(channel: string, hear: Hear): void;
}

export const BROADCAST = Symbol('broadcast');
