import { Param, type PipeTransform } from '@nestjs/common';
import { DomainError } from '../domain-error';

const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** An address that no route serves, or whose ids can be no one's. */
export class NothingHere extends DomainError {
  constructor() {
    super('not-found', 'not-found', 'There is nothing at this address.');
  }
}

class PathIdPipe implements PipeTransform<string, number> {
  transform(value: string): number {
    if (!/^\d{1,15}$/.test(value)) throw new NothingHere();
    return Number(value);
  }
}

class PathUuidPipe implements PipeTransform<string, string> {
  transform(value: string): string {
    if (!UUID.test(value)) throw new NothingHere();
    return value.toLowerCase();
  }
}

const pathId = new PathIdPipe();
const pathUuid = new PathUuidPipe();

/** The counted id in a route's path, as a number. What is not 1 to 15 digits names nothing: 404. */
export const PathId = (name = 'id') => Param(name, pathId);

/** The UUID in a route's path, in lower case. What is none names nothing: 404. */
export const PathUuid = (name = 'id') => Param(name, pathUuid);
