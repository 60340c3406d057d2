import { type IntervalHistogram, monitorEventLoopDelay } from 'node:perf_hooks';
import { Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { Clock } from './clock';

const NS_PER_MS = 1e6;
/** How often it is measured, which the measured delay contains. */
const RESOLUTION_MS = 20;
/** Of how long the figures tell, at least. */
const SPAN_MS = 60_000;

/** Milliseconds. */
export interface LoopDelay {
  mean: number;
  p99: number;
  max: number;
}

const NONE: LoopDelay = { mean: 0, p99: 0, max: 0 };

/** How late the turns of this process's event loop are: it runs nothing else while something keeps it busy. */
@Injectable()
export class EventLoop implements OnModuleInit, OnApplicationShutdown {
  private readonly histogram: IntervalHistogram = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  private startedAt = 0;
  private last: LoopDelay | null = null;

  constructor(private readonly clock: Clock) {}

  onModuleInit(): void {
    this.histogram.enable();
    this.startedAt = this.uptimeMs();
  }

  onApplicationShutdown(): void {
    this.histogram.disable();
  }

  /** Of the last minute or two. */
  delay(): LoopDelay {
    const now = this.uptimeMs();
    const present = this.measured();
    if (now - this.startedAt < SPAN_MS) return worseOf(present, this.last ?? NONE);
    this.last = present;
    this.histogram.reset();
    this.startedAt = now;
    return present;
  }

  /** Passes evenly, whatever the machine's clock is set to. */
  private uptimeMs(): number {
    return performance.now() + this.clock.offsetMs;
  }

  private measured(): LoopDelay {
    if (this.histogram.count === 0) return NONE;
    const late = (ns: number) => Math.max(0, ns / NS_PER_MS - RESOLUTION_MS);
    return { mean: late(this.histogram.mean), p99: late(this.histogram.percentile(99)), max: late(this.histogram.max) };
  }
}

const worseOf = (a: LoopDelay, b: LoopDelay): LoopDelay => ({
  mean: Math.max(a.mean, b.mean),
  p99: Math.max(a.p99, b.p99),
  max: Math.max(a.max, b.max),
});
