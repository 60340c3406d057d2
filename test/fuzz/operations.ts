/** As much of JSON Schema as the document speaks. */
export interface Schema {
  $ref?: string;
  type?: string;
  enum?: unknown[];
  const?: unknown;
  anyOf?: Schema[];
  oneOf?: Schema[];
  allOf?: Schema[];
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  minItems?: number;
  maxItems?: number;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  pattern?: string;
  format?: string;
}

export interface Parameter {
  in: string;
  name: string;
  required?: boolean;
  schema?: Schema;
}

/** An operation as the OpenAPI document describes it. */
export interface Operation {
  /** Such as `PUT /api/client/appointments/{id}`. */
  name: string;
  method: string;
  path: string;
  parameters: Parameter[];
  /** Of its JSON body; null when it takes none. */
  body: Schema | null;
}

interface Described {
  parameters?: Parameter[];
  requestBody?: { content: Record<string, { schema: Schema }> };
}

export interface Document {
  paths: Record<string, Record<string, Described>>;
  components: { schemas: Record<string, Schema> };
}

export function operationsOf(document: Document): Operation[] {
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([verb, { parameters = [], requestBody }]) => {
      const method = verb.toUpperCase();
      const body = requestBody?.content['application/json']?.schema;
      return {
        name: `${method} ${path}`,
        method,
        path,
        parameters: parameters.map((each) => ({
          ...each,
          ...(each.schema && { schema: resolved(each.schema, document) }),
        })),
        body: body ? resolved(body, document) : null,
      };
    }),
  );
}

/** The schema with what it refers to in place; the document has no cycles in what it takes. */
function resolved(schema: Schema, document: Document): Schema {
  const name = schema.$ref?.split('/').at(-1);
  if (name !== undefined) return resolved(document.components.schemas[name] ?? {}, document);
  const all = (schemas?: Schema[]) => schemas?.map((each) => resolved(each, document));
  const { anyOf, oneOf, allOf, items, properties, ...rest } = schema;
  return {
    ...rest,
    ...(anyOf && { anyOf: all(anyOf) }),
    ...(oneOf && { oneOf: all(oneOf) }),
    ...(allOf && { allOf: all(allOf) }),
    ...(items && { items: resolved(items, document) }),
    ...(properties && {
      properties: Object.fromEntries(Object.entries(properties).map(([key, each]) => [key, resolved(each, document)])),
    }),
  }; // the undefined ones are left out above
}
