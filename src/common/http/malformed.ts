import { createZodValidationPipe } from 'nestjs-zod';
import { ZodError } from 'zod';
import { DomainError } from '../domain-error';

type Issue = ZodError['issues'][number];

/** Input that is not of the form it should have; `errors` has the sentences by field. */
export class Malformed extends DomainError {
  constructor(errors: Record<string, string[]>) {
    super('malformed', 'malformed', `The input is not valid: ${Object.keys(errors).join(', ')}.`, { errors });
  }

  static from({ issues }: ZodError): Malformed {
    const errors = new Map<string, string[]>();
    for (const issue of issues) {
      const field = issue.path.map(String).join('.') || 'body';
      errors.set(field, [...(errors.get(field) ?? []), sentenceOf(issue)]);
    }
    return new Malformed(Object.fromEntries(errors));
  }
}

function sentenceOf({ code, message }: Issue): string {
  if (code === 'invalid_type' && message.endsWith('received undefined')) return 'This is required.';
  return message.endsWith('.') ? message : `${message}.`;
}

/** Parses every parameter whose type is a DTO made of a schema. */
export const ValidationPipe = createZodValidationPipe({
  createValidationException: (error) => (error instanceof ZodError ? Malformed.from(error) : (error as Error)), // parse throws nothing else
});
