import { Injectable, Logger } from '@nestjs/common';
import type { Broadcast, Hear } from '../broadcast';
import { LocalBroadcast } from '../local-broadcast';
import { KEY_PREFIX, RedisConnections } from './redis-connections';
import { Tally } from './tally';

/**
 * Broadcasts by Redis' PUBLISH, over the two connections that the queues share. This process is told without Redis; what
 * comes back of its own is heard twice.
 */
@Injectable()
export class RedisBroadcast implements Broadcast {
  private readonly logger = new Logger(RedisBroadcast.name);
  private readonly here = new LocalBroadcast();
  private readonly losses = new Tally();

  constructor(private readonly redis: RedisConnections) {}

  get carries(): boolean {
    return this.redis.state === 'up';
  }

  send(channel: string, message: string): void {
    this.here.send(channel, message);
    if (!this.carries) return;
    this.redis
      .create('client')
      .publish(this.topicOf(channel), message)
      .catch((error: unknown) => this.lose(error));
  }

  listen(channel: string, hear: Hear): void {
    this.here.listen(channel, hear);
    const topic = this.topicOf(channel);
    const subscriber = this.redis.create('subscriber');
    subscriber.on('message', (from: string, message: string) => {
      if (from === topic) hear(message);
    });
    // Resolves once Redis is reached, and is repeated at every connection after that; refused when that never comes.
    subscriber.subscribe(topic).catch((error: unknown) => this.lose(error));
  }

  /** PUBLISH reaches every database of a server, each of which may be another clinic's. */
  private topicOf(channel: string): string {
    return `${KEY_PREFIX}:${this.redis.database}:${channel}`;
  }

  private lose(error: unknown): void {
    const reason = error instanceof Error ? error.message : String(error);
    this.losses.add(1, (lost) => this.logger.debug({ lost, reason }, 'messages to other processes were lost'));
  }
}
