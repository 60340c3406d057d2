import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DiscoveryService, MetadataScanner, Reflector } from '@nestjs/core';
import { type Route, routesOf } from './routes';

export class UndeclaredAccess extends Error {
  override readonly name = 'UndeclaredAccess';
  constructor(routes: readonly Route[]) {
    const named = routes.map(({ method, path, handler }) => `  ${method} ${path} (${handler})`);
    super(`These routes do not declare who may call them, by @Roles, @SignedIn or @Anyone:\n${named.join('\n')}`);
  }
}

/** Denies by default: the application does not start while a route declares nobody. */
@Injectable()
export class AccessCheck implements OnModuleInit {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
    private readonly reflector: Reflector,
  ) {}

  /** @throws UndeclaredAccess */
  onModuleInit(): void {
    const undeclared = this.routes().filter(({ access }) => access === undefined);
    if (undeclared.length > 0) throw new UndeclaredAccess(undeclared);
  }

  routes(): Route[] {
    return routesOf(this.discovery, this.scanner, this.reflector);
  }
}
