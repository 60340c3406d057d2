import { Injectable } from '@nestjs/common';
import type { Broadcast, Hear } from './broadcast';

/** No broker: only this process is told; others find by their own looks what was committed. */
@Injectable()
export class LocalBroadcast implements Broadcast {
  readonly carries: boolean = false;
  private readonly listeners = new Map<string, Hear>();

  send(channel: string, message: string): void {
    this.listeners.get(channel)?.(message);
  }

  listen(channel: string, hear: Hear): void {
    this.listeners.set(channel, hear);
  }
}
