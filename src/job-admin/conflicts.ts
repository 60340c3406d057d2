import { ApiConflictResponse } from '@nestjs/swagger';
import { PROBLEM_JSON } from '../common/problem';

/** Tells in the OpenAPI document when a route answers 409. */
export const Conflicts = (description: string) =>
  ApiConflictResponse({
    description,
    content: { [PROBLEM_JSON]: { schema: { $ref: '#/components/schemas/Problem' } } },
  });
