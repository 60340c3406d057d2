import { RequestMethod } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants';
import type { DiscoveryService, MetadataScanner, Reflector } from '@nestjs/core';
import { ACCESS, type Access } from './access';

/** A route of a controller, as Nest's metadata describe it. */
export interface Route {
  method: string;
  /** Without the prefix `api`, and without a slash at either end. */
  path: string;
  /** `Controller.method`. */
  handler: string;
  access: Access | undefined;
}

/** Every route of every controller of the application. */
export function routesOf(discovery: DiscoveryService, scanner: MetadataScanner, reflector: Reflector): Route[] {
  return discovery.getControllers().flatMap(({ metatype, name }) => {
    if (!metatype) return [];
    const prototype = metatype.prototype as Record<string, object>; // of a class, whose methods are functions
    return scanner.getAllMethodNames(prototype).flatMap((method) => {
      const handler = prototype[method];
      if (!handler || !Reflect.hasMetadata(METHOD_METADATA, handler)) return [];
      const access = reflector.getAllAndOverride<Access | undefined>(ACCESS, [handler as () => unknown, metatype]);
      const verb = RequestMethod[Reflect.getMetadata(METHOD_METADATA, handler) as RequestMethod];
      return pathsOf(metatype, handler).map((path) => ({ method: verb, path, handler: `${name}.${method}`, access }));
    });
  });
}

function pathsOf(controller: object, handler: object): string[] {
  // A string or several, as given to @Controller and to @Get and its kin.
  const declared = (target: object) => [Reflect.getMetadata(PATH_METADATA, target) as string | string[]].flat();
  return declared(controller).flatMap((prefix) =>
    declared(handler).map((path) => `${prefix}/${path}`.split('/').filter(Boolean).join('/')),
  );
}
