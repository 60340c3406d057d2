import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import type { z } from 'zod';
import { HANDLES_JOB, type BatchJobHandler, type JobHandler } from './handles-job';
import type { JobDefinition } from './job-definition';

export type BoundHandler =
  { readonly kind: 'one'; readonly handler: JobHandler } | { readonly kind: 'many'; readonly handler: BatchJobHandler };

export interface BoundJob {
  readonly definition: JobDefinition;
  readonly bound: BoundHandler;
}

/** Which class handles which job, complete and unambiguous once the application has started. */
@Injectable()
export class JobRegistry implements OnModuleInit {
  private readonly jobs = new Map<string, BoundJob>();

  constructor(private readonly discovery: DiscoveryService) {}

  /** @throws Error with a sentence that says what to write, when a definition has no handler, more than one or a wrong one. */
  onModuleInit(): void {
    const providers = this.discovery.getProviders();
    const definitions = new Set(
      providers.filter(({ token }) => isDefinitions(token)).flatMap(({ instance }) => instance as JobDefinition[]),
    );
    const names = new Set<string>();
    for (const definition of definitions) {
      if (names.has(definition.name)) throw new Error(`Two jobs are named ${definition.name}; rename one.`);
      names.add(definition.name);
      this.jobs.set(definition.name, { definition, bound: this.handlerOf(definition, providers) });
    }
    for (const { metatype } of providers) {
      const handled = handledBy(metatype);
      if (handled && !definitions.has(handled)) {
        throw new Error(`Job ${handled.name} has a handler but is not declared; add it to JobsModule.forFeature([…]).`);
      }
    }
  }

  find(type: string): BoundJob | undefined {
    return this.jobs.get(type);
  }

  all(): readonly BoundJob[] {
    return [...this.jobs.values()];
  }

  /** @throws Error when the job was never declared with `JobsModule.forFeature`. */
  assertDeclared<P extends z.ZodType>(definition: JobDefinition<P>): void {
    if (this.jobs.get(definition.name)?.definition !== definition) {
      throw new Error(`Job ${definition.name} is not declared; add it to JobsModule.forFeature([…]).`);
    }
  }

  private handlerOf(definition: JobDefinition, providers: ReturnType<DiscoveryService['getProviders']>): BoundHandler {
    const classes = providers.filter(({ metatype }) => handledBy(metatype) === definition);
    const [found, second] = classes;
    if (!found) {
      throw new Error(
        `Job ${definition.name} has no handler; write a class with @HandlesJob and add it to its module's providers.`,
      );
    }
    if (second && second.metatype !== found.metatype) {
      throw new Error(
        `Job ${definition.name} has two handlers, ${String(found.name)} and ${String(second.name)}; keep one.`,
      );
    }
    if (!found.isDependencyTreeStatic()) {
      throw new Error(
        `${String(found.name)} cannot handle ${definition.name}: it exists per request; inject only singletons.`,
      );
    }
    const instance = found.instance as JobHandler | BatchJobHandler; // @HandlesJob compiles on no other class
    if ('handleMany' in instance) return { kind: 'many', handler: instance };
    if (definition.batch > 1) {
      throw new Error(
        `Job ${definition.name} is declared with batch ${definition.batch}, but ${String(found.name)} has no handleMany; write it, or leave batch out.`,
      );
    }
    return { kind: 'one', handler: instance };
  }
}

function handledBy(metatype: unknown): JobDefinition | undefined {
  if (typeof metatype !== 'function') return undefined;
  return Reflect.getMetadata(HANDLES_JOB, metatype) as JobDefinition | undefined; // set by @HandlesJob only
}

function isDefinitions(token: unknown): boolean {
  return typeof token === 'string' && token.startsWith('job-definitions:');
}
