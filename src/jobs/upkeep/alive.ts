import type { ServerFigures } from '../store/job-figures';
import { SILENCE_MS } from './reconciler';

/** Whether its heartbeat is so young that nobody takes over what it runs. */
export const isAlive = ({ heartbeatAt }: Pick<ServerFigures, 'heartbeatAt'>, now: Date): boolean =>
  now.getTime() - heartbeatAt.getTime() <= SILENCE_MS;
