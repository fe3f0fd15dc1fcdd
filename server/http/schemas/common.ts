// Schemas that several resources share.
import { z } from 'zod';
import type { Param, Said } from '../../../core/refusals/say.ts';
import { parseCrs } from '../../gdal/crs/crs.ts';

export const IsoDate = z.iso.date('a day as YYYY-MM-DD');
export const IsoTime = z.iso.datetime();
/** Codes of geographies, zones, statistics and plans in a path. */
export const Code = z.string().min(1).max(200);
/** Code of a zone as an operation names it; it stands in CSV and GeoJSON, so control characters are refused. */
export const ZoneCode = z.string().min(1).max(64).regex(/^[^\p{Cc}]+$/u, 'no control characters');
export const Version = z.int().min(0);

export const Names = z.strictObject({ de: z.string(), en: z.string() }).meta({ id: 'Names' });

export const Cell = z
  .discriminatedUnion('state', [
    z.strictObject({ state: z.literal('value'), value: z.int() }),
    z.strictObject({ state: z.literal('atLeast'), value: z.int() }),
    z.strictObject({ state: z.literal('withheld') }),
    z.strictObject({ state: z.literal('missing') }),
  ])
  .meta({ id: 'Cell', description: 'What may be seen of a number. Withheld and missing carry none.' });

/** What is wrong or what would do, for who puts it into words: a code and the texts and numbers in it, which may be said by a code themselves. */
export const SaidSchema = z
  .strictObject({ reason: z.string().meta({ description: 'One of core/refusals/reasons.ts' }), get params() { return SaidParams; } })
  .meta({ id: 'Said' });
const SaidParams: z.ZodType<Said['params']> = z.record(z.string(), z.union([z.string(), z.number(), z.lazy(() => SaidSchema), z.array(z.union([z.string(), z.lazy(() => SaidSchema)]))]) as z.ZodType<Param>).meta({ id: 'SaidParams' });
/** Of an issue: `reason` and `params` say its `problem`, `remedy` its `accepted`. */
export const saidOfIssue = { reason: z.string().optional(), params: SaidParams.optional(), remedy: SaidSchema.optional() };

export const ProblemSchema = z
  .looseObject({
    type: z.string().meta({ description: 'urn:zuschnitt:problem:<code>' }),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    instance: z.string(),
    issues: z
      .array(
        z.strictObject({
          code: z.string().optional(),
          problem: z.string(),
          file: z.string().optional(),
          row: z.union([z.int(), z.string()]).optional(),
          field: z.string().optional(),
          accepted: z.string().optional(),
          ...saidOfIssue,
        }),
      )
      .optional(),
    version: z.int().optional().meta({ description: 'Current version of the plan (412 only).' }),
  })
  .meta({ id: 'Problem', description: 'RFC 9457' });

/** `crs=EPSG:25832`; the EPSG number, or undefined for CRS84. */
export const CrsParameter = z
  .string()
  .refine((text) => parseCrs(text) !== null, 'a CRS as EPSG:25832 or a URI of OGC')
  .optional()
  .meta({ description: 'CRS of the coordinates; CRS84 without it.' });

/** `a,b,c` as a list; names are checked where they are known. */
export const ListParameter = z
  .string()
  .min(1)
  .transform((text) => text.split(',').map((part) => part.trim()))
  .refine((parts) => parts.every((part) => part !== ''), 'names with commas between them');

const Geometry = z.looseObject({ type: z.string() });

/** A GeoJSON feature collection; `id` is the feature's own number or code. */
export function featureCollection(properties: z.ZodType, id: z.ZodType = z.string()) {
  return z.looseObject({
    type: z.literal('FeatureCollection'),
    features: z.array(
      z.strictObject({ type: z.literal('Feature'), id, geometry: Geometry.nullable(), properties }),
    ),
  });
}
