import type { INestApplication } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import type { NextFunction, Request, Response } from 'express';
import { cleanupOpenApiDoc } from 'nestjs-zod';
import { PROBLEM_JSON } from './common/problem';
import { version } from '../package.json';

type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;
type Parameter = Exclude<NonNullable<Operation['parameters']>[number], { $ref: string }>;
type SchemaObject = Exclude<NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>[string], { $ref: string }>;

const METHODS = ['get', 'put', 'post', 'delete'] as const;
const DESCRIBED = /^\/(api|health|metrics)(\/|$)/;

/** Swagger UI styles itself inline. */
const DOCS_POLICY =
  "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; frame-ancestors 'none'";

const problemSchema: SchemaObject = {
  type: 'object',
  description: 'RFC 9457. `message` repeats `detail`.',
  required: ['type', 'title', 'status', 'detail', 'instance', 'code', 'traceId', 'message'],
  properties: {
    type: { type: 'string', format: 'uri' },
    title: { type: 'string', description: 'A sentence about this kind of problem.' },
    status: { type: 'integer' },
    detail: { type: 'string', description: 'A sentence about this case.' },
    instance: { type: 'string', description: 'The path that was asked for.' },
    code: { type: 'string', description: 'The stable word to act on.' },
    traceId: { type: 'string', description: 'Names this request in the log.' },
    message: { type: 'string' },
    errors: {
      type: 'object',
      description: 'Field to sentences.',
      additionalProperties: { type: 'array', items: { type: 'string' } },
    },
  },
};

/** The OpenAPI 3.1 document of what `app` serves, the dashboard's pages aside. */
export function openApiDocument(app: INestApplication): OpenAPIObject {
  const head = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('MedanoClinic')
    .setDescription('Appointments, notifications and reminders of a clinic, and the jobs behind them.')
    .setVersion(version)
    .addServer('/')
    .addBearerAuth()
    .addCookieAuth('refresh', { type: 'apiKey', in: 'cookie' }, 'refresh')
    .build();
  const document = cleanupOpenApiDoc(withNamedSchemas(SwaggerModule.createDocument(app, head)), { version: '3.1' });
  const paths = Object.fromEntries(Object.entries(document.paths).filter(([path]) => DESCRIBED.test(path)));
  for (const path of Object.values(paths)) {
    for (const method of METHODS) {
      if (path[method]) complete(path[method]);
    }
  }
  const components = { ...document.components, schemas: { ...document.components?.schemas, Problem: problemSchema } };
  return { ...document, paths, components };
}

/**
 * Puts what a DTO's schema with an id (`.meta({ id })`) describes under that id. Zod writes such a schema as a reference to
 * a definition beside it, which nestjs-zod 5.5 takes for two schemas of one name.
 */
function withNamedSchemas(document: OpenAPIObject): OpenAPIObject {
  const schemas: Record<string, unknown> = {};
  const names = new Map<string, string>();
  for (const [name, schema] of Object.entries(document.components?.schemas ?? {})) {
    const root = 'properties' in schema ? (schema.properties?.root as NamedRoot | undefined) : undefined;
    const id = root?.$ref?.startsWith(DEFINITION) ? root.$ref.slice(DEFINITION.length) : undefined;
    if (id === undefined) schemas[name] = schema;
    else {
      names.set(component(name), component(id));
      Object.assign(schemas, root?.['x-nestjs_zod-$defs']);
    }
  }
  const named = { ...document, components: { ...document.components, schemas } };
  return JSON.parse(JSON.stringify(named), (key, value: unknown) => {
    // What every whole number of JavaScript keeps to says nothing.
    if ((key === 'minimum' || key === 'maximum') && Math.abs(Number(value)) === Number.MAX_SAFE_INTEGER)
      return undefined;
    if (key !== '$ref' || typeof value !== 'string') return value;
    return names.get(value) ?? value.replace(DEFINITION, component(''));
  }) as OpenAPIObject; // the same document with other references
}

/** What nestjs-zod makes of a schema with an id. */
interface NamedRoot {
  $ref?: string;
  'x-nestjs_zod-$defs'?: Record<string, unknown>;
}

const DEFINITION = '#/$defs/';
const component = (name: string) => `#/components/schemas/${name}`;

/** Adds to an operation what holds for all: its problems, the form of ids, the headers of pages. */
function complete(operation: Operation): void {
  const parameters = (operation.parameters ?? []).filter((each): each is Parameter => !('$ref' in each));
  for (const parameter of parameters) {
    if (parameter.in === 'path' && parameter.schema && 'type' in parameter.schema && parameter.schema.type === 'number')
      parameter.schema = { type: 'string', pattern: '^\\d{1,15}$' };
  }
  const { responses } = operation;
  if (operation.requestBody ?? parameters.some((each) => each.in === 'query')) {
    responses['400'] ??= problem('The input is not valid.');
  }
  if (operation.security?.length) {
    responses['401'] ??= problem('There is no valid sign-in.');
    responses['403'] ??= problem('The role does not allow it.');
  }
  if (parameters.some((each) => each.in === 'path'))
    responses['404'] ??= problem('It does not exist, or is not yours.');
  if (parameters.some((each) => each.name === 'If-Match')) responses['412'] ??= problem('It was changed meanwhile.');
  responses['default'] ??= problem('Any other problem.');
  if (parameters.some((each) => each.name === 'cursor')) describePages(responses['200']);
}

function problem(description: string): Operation['responses'][string] {
  return { description, content: { [PROBLEM_JSON]: { schema: { $ref: '#/components/schemas/Problem' } } } };
}

function describePages(response: Operation['responses'][string]): void {
  if (!response || '$ref' in response) return;
  response.headers = {
    Link: { description: 'The next page, as rel="next"; absent on the last.', schema: { type: 'string' } },
    'X-Total-Count': { description: 'How many there are in all, if `count=true`.', schema: { type: 'integer' } },
    ...response.headers,
  };
}

/** Serves the document at /api/openapi.json and its pages at /api/docs; it is built when first asked for. */
export function serveApiDocs(app: NestExpressApplication): void {
  app.use('/api/docs', (_request: Request, response: Response, next: NextFunction) => {
    response.setHeader('Content-Security-Policy', DOCS_POLICY);
    next();
  });
  SwaggerModule.setup('api/docs', app, () => openApiDocument(app), {
    jsonDocumentUrl: 'api/openapi.json',
    raw: ['json'],
    customSiteTitle: 'MedanoClinic API',
    swaggerOptions: { persistAuthorization: false },
  });
}
