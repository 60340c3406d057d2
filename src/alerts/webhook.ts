import { Injectable } from '@nestjs/common';
import { Config } from '../config/config';

/** Longer would hold up the watch, which is to look again in a minute, and the shutdown. */
const TIMEOUT_MS = 5_000;

/** Calls the addresses outside that are told of the system. @throws what `fetch` throws, Error for an answer that is none of 2xx. */
@Injectable()
export class Webhook {
  constructor(private readonly config: Config) {}

  /** Where there is nobody to be told, that is done at once. */
  async post(news: Readonly<Record<string, unknown>>): Promise<void> {
    const { alertWebhookUrl } = this.config;
    if (alertWebhookUrl === null) return;
    await call(alertWebhookUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(news),
    });
  }

  /** Says that the watch has looked. */
  async beat(): Promise<void> {
    const { heartbeatUrl } = this.config;
    if (heartbeatUrl !== null) await call(heartbeatUrl, { method: 'GET' });
  }
}

async function call(url: string, request: RequestInit): Promise<void> {
  const response = await fetch(url, { ...request, signal: AbortSignal.timeout(TIMEOUT_MS) });
  await response.body?.cancel();
  if (!response.ok) throw new Error(`The address answered ${response.status}.`);
}
