import { DatabaseTransport } from '../../src/jobs/transport/database-transport';
import { jobTransportContract } from './job-transport.contract';

jobTransportContract('database', () => {
  const transport = new DatabaseTransport();
  return Promise.resolve({ transport, stop: () => transport.close() });
});
