import { Injectable } from '@nestjs/common';
import { Histogram, Registry } from 'prom-client';
import type { ServedRequest } from '../common/http/request-log';

/** Seconds: from what costs nothing to what nobody waits for. */
const BOUNDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
/** Streams last for as long as someone listens, which says nothing of how fast they are served. */
const STREAM = /\/stream$/;

/** Measures how requests are served, by the template of their route: an address may name a person. */
@Injectable()
export class ServedRequests {
  readonly registry = new Registry();
  private readonly durations = new Histogram({
    name: 'medano_http_request_duration_seconds',
    help: 'How long requests took in this process, by route template.',
    labelNames: ['method', 'route', 'status'] as const,
    buckets: BOUNDS,
    registers: [this.registry],
  });

  add({ method, route, status, ms }: ServedRequest): void {
    if (route !== null && STREAM.test(route)) return;
    const known = ['GET', 'POST', 'PUT', 'DELETE', 'HEAD', 'OPTIONS'].includes(method);
    this.durations.observe(
      {
        method: known ? method : 'other',
        route: route ?? 'none',
        status: status === null ? 'aborted' : String(status),
      },
      ms / 1000,
    );
  }
}
