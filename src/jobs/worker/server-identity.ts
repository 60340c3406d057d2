import { hostname } from 'node:os';
import { Injectable } from '@nestjs/common';
import { version } from '../../../package.json';
import { Ids } from '../../common/ids';
import { Config } from '../../config/config';
import { JobRegistry } from '../definition/job-registry';
import type { ServerRecord } from '../store/job-store';

/** Who this process is among the servers: new at every start, so that a predecessor's claims are never taken for its own. */
@Injectable()
export class ServerIdentity {
  readonly id: string;

  constructor(
    ids: Ids,
    private readonly config: Config,
    private readonly registry: JobRegistry,
  ) {
    this.id = `${hostname().slice(0, 40)}:${process.pid}:${ids.uuid().slice(0, 8)}`;
  }

  /** Whether this process runs jobs. */
  get isWorker(): boolean {
    return this.config.role !== 'api';
  }

  record(): ServerRecord {
    return {
      id: this.id,
      host: hostname(),
      pid: process.pid,
      role: this.config.role,
      queues: this.isWorker ? this.config.jobQueues : [],
      types: this.isWorker ? this.registry.all().map(({ definition }) => definition.name) : [],
      workers: this.isWorker ? this.config.jobWorkers : 0,
      version,
    };
  }
}
