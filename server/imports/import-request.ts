// What an import asks for: the kind of data, the day it counts from, and which column is what.
import { z } from 'zod';
import { InputError } from '../gdal/input-error.ts';

export const IMPORT_KINDS = ['blocks', 'zones', 'counts', 'addresses', 'schools', 'network'] as const;
export type ImportKind = (typeof IMPORT_KINDS)[number];

const day = z.iso.date('a day as YYYY-MM-DD');
const column = z.string().min(1);
const names = z.strictObject({ de: z.string().min(1), en: z.string().min(1) });

/** Columns of the file, by what they hold. Which are needed depends on the kind; see `docs/` and `zuschnitt import --help`. */
export const importMapping = z.strictObject({
  /** Id of a block, address or school; for counts the id of the block. */
  id: column.optional(),
  /** Zones: the code of the zone. */
  zone: column.optional(),
  /** Zones from a table: the column of the block. */
  block: column.optional(),
  name: column.optional(),
  /** Counts: columns to read, or column -> statistic. Default: every column but the id. */
  columns: z.union([z.array(column).min(1), z.record(column, z.string().min(1))]).optional(),
  /** Counts: what the id column holds in the row of what could not be placed in a block, such as "unbekannt". */
  unlocated: z.string().min(1).optional(),
  /** Points in a table, and squares of `cell` metres round them as blocks. */
  x: column.optional(),
  y: column.optional(),
  cell: z.number().positive().optional(),
  /** EPSG:n, for tables and for files that name no CRS or a wrong one. */
  sourceCrs: z.string().min(1).optional(),
  /** Rows to take: column -> value. */
  where: z.record(column, z.string()).optional(),
  street: column.optional(),
  houseNumber: column.optional(),
  weight: column.optional(),
  /** Number of the block set that zones or counts belong to; default: the one valid on the day. */
  blockSet: z.int().positive().optional(),
  /** Names of a geography that is new, and of the new version. */
  geographyName: names.optional(),
  title: z.string().min(1).optional(),
  source: z.string().min(1).optional(),
  /** Names and units of statistics that are new. */
  statistics: z.record(z.string().min(1), z.strictObject({ de: z.string().min(1), en: z.string().min(1), unit: z.string().min(1).default('count') })).optional(),
});
export type ImportMapping = z.infer<typeof importMapping>;

export const importRequest = z.strictObject({
  kind: z.enum(IMPORT_KINDS),
  geography: z.string().regex(/^[\w.-]{1,64}$/, 'letters, digits, _ . -').optional(),
  validFrom: day.optional(),
  referenceDate: day.optional(),
  mapping: importMapping.default({}),
  dryRun: z.boolean().default(false),
});
export type ImportRequest = z.infer<typeof importRequest>;

/** Parses fields as a form or a command line has them (texts; `mapping` as JSON). Throws InputError for the first wrong one. */
export function parseImportRequest(fields: Readonly<Record<string, string | undefined>>): ImportRequest {
  const { mapping, dryRun, ...rest } = fields;
  let columns: unknown = {};
  if (mapping !== undefined && mapping !== '') {
    try {
      columns = JSON.parse(mapping);
    } catch {
      throw new InputError({ field: 'mapping', problem: 'is not JSON', accepted: '{"id": "column", …}' });
    }
  }
  if (dryRun !== undefined && !['true', 'false', ''].includes(dryRun)) {
    throw new InputError({ field: 'dryRun', problem: `"${dryRun}" is neither`, accepted: 'true or false' });
  }
  const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined && value !== ''));
  const parsed = importRequest.safeParse({ ...given, mapping: columns, dryRun: dryRun === 'true' });
  if (parsed.success) return requireDays(parsed.data);
  const [issue] = parsed.error.issues;
  if (issue!.code === 'unrecognized_keys') {
    const shape = issue!.path.length === 0 ? importRequest.shape : importMapping.shape;
    throw new InputError({ field: [...issue!.path, issue!.keys[0]].map(String).join('.'), problem: 'is not known', accepted: Object.keys(shape).join(', ') });
  }
  throw new InputError({ field: issue!.path.map(String).join('.'), problem: issue!.message, ...(issue!.path[0] === 'kind' ? { accepted: IMPORT_KINDS.join(', ') } : {}) });
}

/** Which day and geography each kind cannot do without. */
function requireDays(request: ImportRequest): ImportRequest {
  const need = (field: 'geography' | 'validFrom' | 'referenceDate', accepted: string) => {
    if (request[field] === undefined) throw new InputError({ field, problem: `is needed for ${request.kind}`, accepted });
  };
  const { kind } = request;
  if (kind === 'blocks' || kind === 'zones') need('validFrom', 'the day from which this is valid, YYYY-MM-DD');
  if (kind === 'zones') need('geography', 'the code of the geography, new or known');
  if (kind === 'counts') need('referenceDate', 'the day that was counted, YYYY-MM-DD');
  return request;
}
