// The OpenAPI 3.0 document, made from the routes and their zod schemas; nothing in it is written by hand twice.
import { z } from 'zod';
import { PROBLEMS } from '../problem.ts';
import { ProblemSchema } from './schemas/common.ts';
import type { ReplyDescription, Route } from './route.ts';

export type JsonSchema = Readonly<Record<string, unknown>>;

export interface OpenApiDocument {
  readonly openapi: string;
  readonly info: Readonly<Record<string, unknown>>;
  readonly servers: readonly { readonly url: string }[];
  readonly tags: readonly { readonly name: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, JsonSchema>>; readonly securitySchemes: Readonly<Record<string, unknown>> };
}

/** Collects named schemas (`.meta({id})`) under components and points to them. */
class Components {
  readonly schemas: Record<string, JsonSchema> = {};

  /** `io`: what a client sends (`input`: defaults may be left out) or gets (`output`). */
  of(schema: z.ZodType, io: 'input' | 'output'): JsonSchema {
    const whole = z.toJSONSchema(schema, { target: 'openapi-3.0', io, unrepresentable: 'any', override: dropNoise });
    const { definitions, $schema: _, ...rest } = pointToComponents(whole) as { definitions?: Record<string, JsonSchema>; $schema?: unknown };
    for (const [name, definition] of Object.entries(definitions ?? {})) {
      const known = this.schemas[name];
      if (known !== undefined && JSON.stringify(known) !== JSON.stringify(definition)) throw new Error(`two schemas are named ${name}; one with defaults differs as input and output: give each a name`);
      this.schemas[name] = definition;
    }
    return rest;
  }
}

/** Bounds of safe integers say nothing, and the pattern of a date is 300 characters that `format` says in four. */
function dropNoise({ jsonSchema }: { jsonSchema: Record<string, unknown> }): void {
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
  if (jsonSchema.format === 'date' || jsonSchema.format === 'date-time') delete jsonSchema.pattern;
}

function pointToComponents(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(pointToComponents);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) =>
      key === '$ref' && typeof member === 'string'
        ? [key, member.replace('#/definitions/', '#/components/schemas/')]
        : [key, pointToComponents(member)],
    ),
  );
}

export function openApiDocument(routes: readonly Route[], version: string): OpenApiDocument {
  const components = new Components();
  const paths: Record<string, Record<string, unknown>> = {};
  for (const route of routes) {
    const item = (paths[route.path] ??= {});
    item[route.method] = operationOf(route, components);
  }
  components.of(ProblemSchema, 'output');
  return {
    openapi: '3.0.3',
    info: {
      title: 'Zuschnitt',
      version,
      description: `Redraws districts from blocks. Problem codes: ${Object.entries(PROBLEMS)
        .map(([code, [status, title]]) => `${code} (${status}): ${title}`)
        .join('; ')}.`,
      license: { name: 'EUPL-1.2', url: 'https://eupl.eu/1.2/en/' },
    },
    servers: [{ url: '/' }],
    tags: [...new Set(routes.map(({ tag }) => tag))].map((name) => ({ name })),
    paths,
    components: {
      schemas: Object.fromEntries(Object.entries(components.schemas).toSorted(([a], [b]) => (a < b ? -1 : 1))),
      securitySchemes: {
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: 'zuschnitt_session',
          description: 'A session of POST /sign-in; what changes something needs its CSRF token in the header Zuschnitt-CSRF as well. Behind TLS the name begins with __Host-',
        },
        token: { type: 'http', scheme: 'bearer', description: 'A token of `zuschnitt account token` or POST /accounts/{account}/tokens, for scripts' },
      },
    },
  };
}

function operationOf(route: Route, components: Components): Record<string, unknown> {
  const needs = route.roles.includes('viewer') ? 'everybody' : `one of the roles ${route.roles.join(', ')}`;
  const clearance = route.clearance === undefined ? '' : ` and the clearance ${route.clearance}`;
  const open = route.roles.includes('viewer') && route.clearance === undefined;
  return {
    operationId: route.id,
    tags: [route.tag],
    summary: route.summary,
    description: `For ${needs}${clearance}.`,
    'x-roles': route.roles,
    ...(route.clearance === undefined ? {} : { 'x-clearance': route.clearance }),
    security: open ? [{}, { session: [] }, { token: [] }] : [{ session: [] }, { token: [] }],
    parameters: parametersOf(route, components),
    ...requestBodyOf(route, components),
    responses: {
      ...Object.fromEntries(Object.entries(route.replies).map(([status, reply]) => [status, responseOf(reply, components)])),
      default: {
        description: 'A problem',
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    },
  };
}

function parametersOf(route: Route, components: Components): unknown[] {
  const of = (where: 'path' | 'query', object: z.ZodObject | undefined) =>
    Object.entries((object?.shape ?? {}) as Record<string, z.ZodType>).map(([name, schema]) => {
      const { description, ...rest } = components.of(schema, 'input');
      return {
        name,
        in: where,
        required: where === 'path' || !schema.safeParse(undefined).success,
        ...(description === undefined ? {} : { description }),
        schema: rest,
        ...(where === 'query' ? { style: 'form', explode: false } : {}),
      };
    });
  const headers = Object.entries(route.headers ?? {}).map(([name, { description, required }]) => ({
    name,
    in: 'header',
    required,
    description,
    schema: { type: 'string' },
  }));
  return [...of('path', route.parameters), ...of('query', route.query), ...headers];
}

function requestBodyOf(route: Route, components: Components): Record<string, unknown> {
  if (route.body !== undefined) {
    return { requestBody: { required: true, content: { 'application/json': { schema: components.of(route.body, 'input') } } } };
  }
  if (route.rawBody === undefined) return {};
  const { mediaType, description, schema } = route.rawBody;
  return {
    requestBody: {
      required: true,
      description,
      content: { [mediaType]: { schema: schema === undefined ? { type: 'object' } : components.of(schema, 'input') } },
    },
  };
}

function responseOf(reply: ReplyDescription, components: Components): Record<string, unknown> {
  const mediaType = reply.mediaType ?? 'application/json';
  const schema = reply.schema === undefined ? { type: 'string', format: 'binary' } : components.of(reply.schema, 'output');
  const hasBody = reply.schema !== undefined || reply.mediaType !== undefined;
  return {
    description: reply.description,
    ...(reply.headers === undefined
      ? {}
      : { headers: Object.fromEntries(Object.entries(reply.headers).map(([name, description]) => [name, { description, schema: { type: 'string' } }])) }),
    ...(hasBody ? { content: { [mediaType]: { schema } } } : {}),
  };
}
