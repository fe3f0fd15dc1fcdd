// The schema of a table mapping: what a saved or uploaded one has to look like.
import { z } from 'zod';
import { SIGN_MEANINGS } from '../../core/tables/official-signs.ts';
import { TABLE_MAPPING_FORMAT, TABLE_MAPPING_VERSION } from '../../core/tables/table-mapping.ts';

const column = z.string().min(1).max(300);
const texts = z.array(z.string().max(300)).max(1000);
const yearDay = z
  .string()
  .regex(/^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, 'month and day as MM-DD')
  .default('12-31');
const code = z.string().regex(/^[\w.-]{1,64}$/, 'letters, digits, _ . -');

const codebook = z.strictObject({
  columns: z
    .array(z.strictObject({ name: column, from: z.int().min(1).max(100_000), width: z.int().min(1).max(100_000), values: z.record(z.string(), z.string()).optional() }))
    .min(1)
    .max(4096),
});

export const readingRules = z.strictObject({
  sheet: z.string().min(1).optional(),
  encoding: z.enum(['utf-8', 'utf-16', 'windows-1252']).optional(),
  separator: z.string().length(1).optional(),
  decimal: z.enum(['.', ',']).optional(),
  headerRow: z.int().min(0).optional(),
  headerRows: z.int().min(1).max(5).optional(),
  lastRow: z.int().min(1).optional(),
  codebook: codebook.optional(),
});

export const tableMapping = z
  .strictObject({
    format: z.literal(TABLE_MAPPING_FORMAT),
    version: z.literal(TABLE_MAPPING_VERSION),
    title: z.string().max(300).optional(),
    reading: readingRules.default({}),
    area: z.strictObject({
      columns: z.array(column).min(1).max(8),
      join: z.string().max(8).default(''),
      pad: z.int().min(0).max(40).default(0),
      unassignable: texts.default([]),
      totals: texts.default([]),
    }),
    date: z.discriminatedUnion('from', [
      z.strictObject({ from: z.literal('given') }),
      z.strictObject({ from: z.literal('column'), column, yearDay }),
      z.strictObject({ from: z.literal('header'), yearDay }),
    ]),
    values: z.union([z.literal('rows'), z.array(z.strictObject({ column, measure: z.string().min(1).max(300) })).min(1).max(4096)]),
    categories: z.array(column).max(12).default([]),
    rules: z
      .array(z.strictObject({ statistic: code.nullable(), measure: z.string().min(1).max(300).optional(), when: z.record(column, texts.min(1)).default({}) }))
      .min(1)
      .max(5000),
    otherwise: z.enum(['refuse', 'leave']).default('refuse'),
    absent: z.enum(['missing', 'zero']).default('missing'),
    signs: z
      .strictObject({
        nothing: z.enum(['zero', 'missing']).default('zero'),
        blank: z.enum(['zero', 'missing']).default('missing'),
        limited: z.enum(['keep', 'drop']).default('keep'),
        others: z.record(z.string().min(1).max(40), z.enum(SIGN_MEANINGS)).default({}),
      })
      .prefault({}),
    unmatched: z.enum(['refuse', 'unlocated']).default('refuse'),
    source: z.string().min(1).max(300).optional(),
    statistics: z.record(code, z.strictObject({ de: z.string().min(1), en: z.string().min(1), unit: z.string().min(1).optional() })).default({}),
  })
  .meta({ id: 'TableMapping' });

/** Name under which a mapping is saved. */
export const mappingName = z.string().regex(/^[\p{L}\p{N}][\p{L}\p{N} ._()-]{0,79}$/u, 'letters, digits, spaces, . _ - ( ), at most 80');
