// Schemas of previews: what was understood of an uploaded file before anything is stored.
import { z } from 'zod';
import { IMPORT_KINDS } from '../../imports/import-request.ts';
import { IsoTime, saidOfIssue } from './common.ts';

const Box = z.array(z.number()).length(4);

export const PreviewIssue = z
  .strictObject({
    code: z.string(),
    file: z.string().optional(),
    row: z.union([z.int(), z.string()]).optional(),
    field: z.string().optional(),
    problem: z.string(),
    accepted: z.string().optional(),
    ...saidOfIssue,
    severity: z.enum(['error', 'warning']),
  })
  .meta({ id: 'PreviewIssue' });

const Column = z
  .strictObject({
    name: z.string(),
    type: z.enum(['integer', 'decimal', 'text', 'date', 'empty']),
    empty: z.int().meta({ description: 'Rows without a value' }),
    distinct: z.int().meta({ description: 'Different values, counted up to 100,000' }),
    leadingZeros: z.boolean(),
    samples: z.array(z.string()),
  })
  .meta({ id: 'PreviewColumn' });

const Crs = z
  .strictObject({
    named: z.string().nullable().meta({ description: 'What the file names or the request gave, EPSG:n' }),
    name: z.string().nullable(),
    confirmed: z.boolean().meta({ description: 'Whether the coordinates fit it' }),
    proposals: z.array(z.strictObject({ crs: z.string(), name: z.string(), inside: z.number(), reason: z.string() })).meta({ description: 'Best first' }),
  })
  .meta({ id: 'PreviewCrs' });

export const Preview = z
  .strictObject({
    preview: z.string(),
    expiresAt: IsoTime,
    file: z.string(),
    bytes: z.int(),
    format: z.string(),
    servedBy: z.enum(['own', 'native', 'wasm']),
    layers: z.array(z.strictObject({ layer: z.string(), features: z.int(), geometryType: z.string().nullable() })),
    layer: z.string().nullable(),
    encoding: z.string().nullable(),
    separator: z.string().nullable(),
    decimal: z.enum(['.', ',']).nullable().meta({ description: 'Of all number columns; null where none tells' }),
    geometryType: z.string().nullable(),
    features: z.int().meta({ description: 'Features, or rows of a table' }),
    crs: Crs,
    columns: z.array(Column),
    keyColumns: z.array(z.strictObject({ column: z.string(), reason: z.string() })).meta({ description: 'Best first' }),
    rows: z.array(z.array(z.string())).meta({ description: 'The first ten' }),
    shapes: z.looseObject({ type: z.literal('FeatureCollection') }).nullable().meta({ description: "The first 300, simplified, in the municipality's CRS under the best CRS" }),
    bounds: Box.nullable(),
    kindProposal: z.enum(IMPORT_KINDS).nullable(),
    issues: z.array(PreviewIssue),
    savedMapping: z
      .strictObject({ kind: z.string(), mapping: z.looseObject({}), savedAt: IsoTime, savedBy: z.string() })
      .nullable()
      .meta({ description: 'Of the last file with these columns' }),
    mappingKey: z.string(),
  })
  .meta({ id: 'Preview' });

export const PreviewForm = z
  .strictObject({ file: z.string().meta({ format: 'binary', description: 'Any file that POST /imports takes' }) })
  .meta({ id: 'PreviewForm' });

export const PreviewQuery = z.strictObject({
  layer: z.string().min(1).optional().meta({ description: 'Layer or sheet, where the file has several' }),
  sourceCrs: z.string().min(1).optional().meta({ description: 'EPSG:n in the place of what the file names' }),
  encoding: z.enum(['utf-8', 'utf-16', 'windows-1252']).optional().meta({ description: 'Of a CSV' }),
});
