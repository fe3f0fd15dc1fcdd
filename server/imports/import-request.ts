// What an import asks for: the kind of data, the day it counts from, and which column is what.
import { z } from 'zod';
import { say, type Said } from '../../core/refusals/say.ts';
import { InputError } from '../gdal/input-error.ts';
import { mappingName, tableMapping } from './table-mapping-schema.ts';

export const IMPORT_KINDS = ['blocks', 'zones', 'counts', 'addresses', 'schools', 'network', 'published', 'layer', 'table'] as const;
export type ImportKind = (typeof IMPORT_KINDS)[number];

const day = z.iso.date('a day as YYYY-MM-DD');
const column = z.string().min(1);
const names = z.strictObject({ de: z.string().min(1), en: z.string().min(1) });

const layerName = z.string().regex(/^[\w.-]{1,64}$/, 'letters, digits, _ . -');
const metres = z.number().positive();
const barriers = z.array(layerName).min(1);

/** Blocks that nearly touch: vertices within the tolerance become one, overlaps and narrow gaps go to a neighbour. */
const repairRules = z.strictObject({
  /** Default: from the data. */
  toleranceM: metres.optional(),
  overlaps: z.enum(['longest-border', 'largest', 'smallest', 'order']).default('longest-border'),
  /** Enclosed places up to this width are closed; default 1 m. */
  gapWidthM: z.number().nonnegative().optional(),
});
export type RepairRules = z.infer<typeof repairRules>;

/** What becomes of the space that no block covers: left alone, stepped over, or shared out among the blocks. */
const emptyRules = z.discriminatedUnion('method', [
  z.strictObject({ method: z.literal('keep') }),
  z.strictObject({ method: z.literal('near'), distanceM: metres, barriers: barriers.optional() }),
  z.strictObject({
    method: z.literal('tessellate'),
    /** The municipality: zones of a geography, the polygons of a reference layer, or the convex hull of the blocks. */
    boundary: z.union([z.literal('hull'), z.strictObject({ geography: layerName }), z.strictObject({ layer: layerName })]),
    barriers: barriers.optional(),
  }),
]);
export type EmptyRules = z.infer<typeof emptyRules>;

/** Columns of the file, by what they hold. Which are needed depends on the kind; see `docs/` and `zuschnitt import --help`. */
export const importMapping = z.strictObject({
  /** Id of a block, address or school; for counts the id of the block. */
  id: column.optional(),
  /** Zones: the code of the zone. Schools: codes of their catchments, with ; between several. */
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
  /** Layer or sheet, where the file has several. */
  sourceLayer: z.string().min(1).optional(),
  /** Of a CSV, where it is not what its bytes suggest. */
  encoding: z.enum(['utf-8', 'utf-16', 'windows-1252']).optional(),
  /** Decimal sign of all numbers, where the columns do not tell. */
  decimal: z.enum(['.', ',']).optional(),
  /** Rows to take: column -> value. */
  where: z.record(column, z.string()).optional(),
  street: column.optional(),
  houseNumber: column.optional(),
  weight: column.optional(),
  /** Schools and other facilities: entry classes a year (Züge), children in one, or the product of both; kind, address, first day and the day after the last. */
  classesPerYear: column.optional(),
  classSize: column.optional(),
  placesPerYear: column.optional(),
  type: column.optional(),
  address: column.optional(),
  opens: column.optional(),
  closes: column.optional(),
  /** Blocks: without it, blocks that overlap or leave gaps are refused. */
  repair: repairRules.optional(),
  empty: emptyRules.optional(),
  /** Counts: how the table writes "nothing", "unknown" and the like. */
  signs: z.enum(['destatis']).optional(),
  /** Zones from polygons: what decides where a block goes that a border cuts, always whole (default: centroid). */
  apportion: z.enum(['centroid', 'majority', 'refuse']).optional(),
  /** Counts of rows whose block is not stored: refused (default), or added to what could not be placed, so that none is lost. */
  unmatched: z.enum(['refuse', 'unlocated']).optional(),
  /** Number of the block set that zones or counts belong to; default: the one valid on the day. */
  blockSet: z.int().positive().optional(),
  /** Published: the version of the geography; default: the one valid on the day that was counted. */
  version: z.int().min(0).optional(),
  /** Published: the day on which it appeared. */
  publishedOn: day.optional(),
  /** Published, with the zone of every block: statistics whose totals appeared for these zones. */
  totals: z.array(column).min(1).optional(),
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
  /** Name of the reference layer that a file of kind layer becomes: rail, river … */
  layer: layerName.optional(),
  /** What a dry run gave for its changes; without it nothing is stored that changes blocks, versions or plans. */
  accept: z.string().regex(/^[0-9a-f]{64}$/, 'the token of a dry run').optional(),
  mapping: importMapping.default({}),
  /** Of a statistics table: what it holds, or the name under which that is saved. */
  table: tableMapping.optional(),
  savedMapping: mappingName.optional(),
  dryRun: z.boolean().default(false),
});
export type ImportRequest = z.infer<typeof importRequest>;

/** Parses fields as a form or a command line has them (texts; `mapping` as JSON). Throws InputError for the first wrong one. */
export function parseImportRequest(fields: Readonly<Record<string, string | undefined>>): ImportRequest {
  const { mapping, table, dryRun, ...rest } = fields;
  const columns = jsonOf(mapping, 'mapping', '{"id": "column", …}') ?? {};
  const ofTable = jsonOf(table, 'table', 'a table mapping, {"format": "zuschnitt-table-mapping", "version": 1, …}');
  if (dryRun !== undefined && !['true', 'false', ''].includes(dryRun)) {
    throw new InputError({ field: 'dryRun', problem: say('NEITHER', { value: dryRun }), accepted: say('TAKE_TRUE_OR_FALSE') });
  }
  const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined && value !== ''));
  const parsed = importRequest.safeParse({ ...given, mapping: columns, ...(ofTable === undefined ? {} : { table: ofTable }), dryRun: dryRun === 'true' });
  if (parsed.success) return requireDays(parsed.data);
  const [issue] = parsed.error.issues;
  if (issue!.code === 'unrecognized_keys') {
    const shape = issue!.path.length === 0 ? importRequest.shape : issue!.path.length === 1 ? importMapping.shape : null;
    const accepted = shape === null ? {} : { accepted: say('TAKE_ONE_OF', { names: Object.keys(shape).join(', ') }) };
    throw new InputError({ field: [...issue!.path, issue!.keys[0]].map(String).join('.'), problem: say('FIELD_UNKNOWN'), ...accepted });
  }
  throw new InputError({ field: issue!.path.map(String).join('.'), problem: say('REQUEST_WRONG', { message: issue!.message }), ...(issue!.path[0] === 'kind' ? { accepted: say('TAKE_ONE_OF', { names: IMPORT_KINDS.join(', ') }) } : {}) });
}

function jsonOf(text: string | undefined, field: string, example: string): unknown {
  if (text === undefined || text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    throw new InputError({ field, problem: say('NOT_JSON'), accepted: say('TAKE_JSON', { example }) });
  }
}

/** Which day and geography each kind cannot do without. */
function requireDays(request: ImportRequest): ImportRequest {
  const need = (field: 'geography' | 'validFrom' | 'referenceDate' | 'layer', accepted: Said) => {
    if (request[field] === undefined) throw new InputError({ field, problem: say('FIELD_NEEDED', { kind: request.kind }), accepted });
  };
  const { kind } = request;
  if (kind === 'blocks' || kind === 'zones') need('validFrom', say('TAKE_VALID_FROM'));
  if (kind === 'zones') need('geography', say('TAKE_GEOGRAPHY_CODE'));
  if (kind === 'layer') need('layer', say('TAKE_LAYER_NAME'));
  if (kind === 'table' && (request.table === undefined) === (request.savedMapping === undefined)) {
    throw new InputError({ field: 'table', problem: request.table === undefined ? say('NEEDED_FOR_TABLE') : say('BESIDE_SAVED'), accepted: say('TAKE_TABLE_MAPPING') });
  }
  if (kind === 'counts' || kind === 'published') need('referenceDate', say('TAKE_DAY_COUNTED'));
  if (kind === 'published') {
    const { mapping } = request;
    if (mapping.block === undefined) need('geography', say('TAKE_GEOGRAPHY_OF_TOTALS'));
    const told = [['title', say('TAKE_TITLE')], ['source', say('TAKE_SOURCE')], ['publishedOn', say('TAKE_PUBLISHED_ON')]] as const;
    for (const [field, accepted] of told) if (mapping[field] === undefined) throw new InputError({ field: `mapping.${field}`, problem: say('NEEDED_FOR_PUBLISHED'), accepted });
  }
  return request;
}
