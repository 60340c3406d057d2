import { readFileSync } from 'node:fs';
import { type Server, createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { type BeforeApplicationShutdown, Injectable } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { limitConnections } from './common/http/connection-limits';
import { Ids } from './common/ids';
import { Config, ConfigurationError } from './config/config';

/** How long a request under way may take to end, in milliseconds. */
const DRAIN_MS = 2_000;

/** Serves the application over TLS beside plain HTTP, where HTTPS_PORT says so. */
@Injectable()
export class TlsListener implements BeforeApplicationShutdown {
  private server: Server | null = null;

  constructor(
    private readonly config: Config,
    private readonly host: HttpAdapterHost,
    private readonly ids: Ids,
  ) {}

  /** To be called once the application is ready. The port, which the system chose when the configured one is 0; null without TLS. */
  async listen(): Promise<number | null> {
    const { https, host } = this.config;
    if (!https) return null;
    const server = this.create(read('TLS_CERT_FILE', https.certFile), read('TLS_KEY_FILE', https.keyFile));
    limitConnections(server, this.ids);
    await listening(server, https.port, host);
    this.server = server;
    return (server.address() as AddressInfo).port; // what a server on a port has
  }

  /** Ends before the database does. */
  async beforeApplicationShutdown(): Promise<void> {
    const { server } = this;
    if (!server) return;
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeIdleConnections();
    const drain = setTimeout(() => server.closeAllConnections(), DRAIN_MS);
    await closed;
    clearTimeout(drain);
  }

  private create(cert: string, key: string): Server {
    try {
      // Express is a function that serves requests; the adapter does not type it.
      return createServer({ cert, key }, this.host.httpAdapter.getInstance<() => void>());
    } catch {
      throw new ConfigurationError('TLS_CERT_FILE and TLS_KEY_FILE must name a certificate and its key, as PEM.');
    }
  }
}

function read(variable: string, file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException; // node:fs throws nothing else
    throw new ConfigurationError(`${variable} names a file that cannot be read: ${file} (${code}).`);
  }
}

function listening(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', ({ code }: NodeJS.ErrnoException) => {
      reject(new ConfigurationError(`HTTPS_PORT: nothing can listen on port ${port} (${code}). Choose another.`));
    });
    server.listen(port, host, resolve);
  });
}
