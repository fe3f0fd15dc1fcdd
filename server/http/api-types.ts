// TypeScript types for the client from the OpenAPI document's schemas, and the table of its operations.
import type { JsonSchema, OpenApiDocument } from './openapi.ts';

/** The text of client/api-types.ts. Covers what our zod schemas give; a keyword that it does not know throws. */
export function apiTypes(document: OpenApiDocument): string {
  const lines = [
    '// Made from openapi.json by `npm run generate`; do not edit.',
    '',
    ...Object.entries(document.components.schemas).flatMap(([name, schema]) => [
      ...(typeof schema.description === 'string' ? [`/** ${schema.description} */`] : []),
      `export type ${name} = ${typeOf(schema, '')};`,
      '',
    ]),
    '/** By operation id: method, path template, JSON body and JSON answer (undefined where it is no JSON). */',
    'export interface Operations {',
  ];
  for (const [path, item] of Object.entries(document.paths)) {
    for (const [method, operation] of Object.entries(item)) {
      const { operationId, requestBody, responses } = operation as {
        operationId: string;
        requestBody?: { content: Record<string, { schema: JsonSchema }> };
        responses: Record<string, { content?: Record<string, { schema: JsonSchema }> }>;
      };
      const body = requestBody?.content['application/json']?.schema;
      const answer = Object.entries(responses)
        .filter(([status]) => status.startsWith('2'))
        .map(([, { content }]) => content?.['application/json']?.schema ?? content?.['application/geo+json']?.schema)
        .find((schema) => schema !== undefined);
      lines.push(
        `  readonly ${operationId}: {`,
        `    readonly method: '${method.toUpperCase()}';`,
        `    readonly path: '${path}';`,
        `    readonly body: ${body === undefined ? 'undefined' : typeOf(body, '    ')};`,
        `    readonly answer: ${answer === undefined ? 'undefined' : typeOf(answer, '    ')};`,
        '  };',
      );
    }
  }
  lines.push('}', '');
  return lines.join('\n');
}

const ANNOTATIONS = new Set(['description', 'format', 'pattern', 'minimum', 'maximum', 'minLength', 'maxLength', 'minItems', 'maxItems', 'default', 'title', 'id', 'exclusiveMinimum']);
const KNOWN = new Set([...ANNOTATIONS, '$ref', 'type', 'enum', 'anyOf', 'oneOf', 'allOf', 'properties', 'required', 'additionalProperties', 'items', 'nullable', 'discriminator', 'propertyNames', 'not']);

function typeOf(schema: JsonSchema, indent: string): string {
  const strange = Object.keys(schema).find((key) => !KNOWN.has(key));
  if (strange !== undefined) throw new Error(`no type is known for the keyword ${strange}`);
  const type = plainTypeOf(schema, indent);
  return schema.nullable === true ? `${type} | null` : type;
}

function plainTypeOf(schema: JsonSchema, indent: string): string {
  if (typeof schema.$ref === 'string') return schema.$ref.split('/').at(-1)!;
  if (Array.isArray(schema.enum)) return schema.enum.map((value) => literal(value)).join(' | ');
  const union = (schema.anyOf ?? schema.oneOf) as readonly JsonSchema[] | undefined;
  if (union !== undefined) return [...new Set(union.map((member) => typeOf(member, indent)))].join(' | ');
  if (Array.isArray(schema.allOf)) return (schema.allOf as JsonSchema[]).map((member) => typeOf(member, indent)).join(' & ');
  switch (schema.type) {
    case 'string':
    case 'boolean':
      return schema.type;
    case 'integer':
    case 'number':
      return 'number';
    case 'array': {
      const items = typeOf((schema.items ?? {}) as JsonSchema, indent);
      if (typeof schema.minItems === 'number' && schema.minItems === schema.maxItems && schema.minItems <= 6) {
        return `readonly [${Array.from({ length: schema.minItems }, () => items).join(', ')}]`;
      }
      return `readonly ${items.includes(' ') ? `(${items})` : items}[]`;
    }
    case 'object':
      return objectOf(schema, indent);
    default:
      return 'unknown';
  }
}

function objectOf(schema: JsonSchema, indent: string): string {
  const properties = Object.entries((schema.properties ?? {}) as Record<string, JsonSchema>);
  const required = new Set((schema.required ?? []) as string[]);
  const more = schema.additionalProperties;
  if (properties.length === 0) {
    const value = typeof more === 'object' && more !== null ? typeOf(more as JsonSchema, indent) : 'unknown';
    return `Readonly<Record<string, ${value}>>`;
  }
  const inner = `${indent}  `;
  const lines = properties.flatMap(([name, member]) => [
    ...(typeof member.description === 'string' ? [`${inner}/** ${member.description} */`] : []),
    `${inner}readonly ${/^[A-Za-z_$][\w$]*$/.test(name) ? name : literal(name)}${required.has(name) ? '' : '?'}: ${typeOf(member, inner)};`,
  ]);
  return `{\n${lines.join('\n')}\n${indent}}`;
}

function literal(value: unknown): string {
  return typeof value === 'string' ? `'${value.replace(/['\\]/g, '\\$&')}'` : JSON.stringify(value);
}
