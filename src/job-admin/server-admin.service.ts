import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '../common/clock';
import { JOB_FIGURES, type JobFigures } from '../jobs/store/job-figures';
import { isAlive } from '../jobs/upkeep/alive';
import type { ServerView } from './server.dto';

/** The servers as Admins see them over HTTP. */
@Injectable()
export class ServerAdminService {
  constructor(
    @Inject(JOB_FIGURES) private readonly figures: JobFigures,
    private readonly clock: Clock,
  ) {}

  async list(): Promise<ServerView[]> {
    const now = this.clock.now();
    const servers = await this.figures.servers();
    return servers.map((server) => ({
      id: server.id,
      name: server.host,
      pid: server.pid,
      role: server.role,
      queues: [...server.queues],
      workers: server.workers,
      running: server.running,
      startedAt: server.startedAt.toISOString(),
      heartbeatAt: server.heartbeatAt.toISOString(),
      alive: isAlive(server, now),
    }));
  }
}
