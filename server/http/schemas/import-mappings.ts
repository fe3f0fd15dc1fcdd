// Schemas of saved table mappings, and of a look at a table under one.
import { z } from 'zod';
import { SIGN_MEANINGS } from '../../../core/tables/official-signs.ts';
import { mappingName, readingRules, tableMapping } from '../../imports/table-mapping-schema.ts';
import { IsoDate, IsoTime } from './common.ts';
import { ImportIssue } from './jobs.ts';

export const MappingParameter = z.strictObject({ name: mappingName });

/** As it is kept, with everything that a mapping may leave out. */
const WholeMapping = z.looseObject({ format: z.string(), version: z.int() }).meta({ description: 'A TableMapping with all of its parts' });

export const SavedTableMapping = z.strictObject({ name: z.string(), mapping: WholeMapping, savedAt: IsoTime, savedBy: z.string() }).meta({ id: 'SavedTableMapping' });
export const SavedTableMappings = z.strictObject({ mappings: z.array(SavedTableMapping) }).meta({ id: 'SavedTableMappings' });
export const TableMappingBody = tableMapping;

export const TableLookBody = z
  .strictObject({
    mapping: tableMapping.optional().meta({ description: 'What the columns mean; absent: a proposal is made and nothing else' }),
    reading: readingRules.default({}).meta({ description: 'Sheet, encoding, separator, decimal sign, header, where somebody knows better' }),
    codebook: z.strictObject({ file: z.string().min(1).max(200), text: z.string().max(2 ** 20) }).optional().meta({ description: 'Of a file of fixed width: CSV, JSON or YAML by the extension' }),
    referenceDate: IsoDate.optional().meta({ description: 'The day, where the mapping leaves it to whoever brings the file' }),
  })
  .meta({ id: 'TableLookBody' });

const count = z.int().min(0);
const counts = <T extends string>(keys: readonly [T, ...T[]]) => z.partialRecord(z.enum(keys), count);

const Column = z
  .strictObject({
    name: z.string(),
    empty: count,
    distinct: count,
    leadingZeros: z.boolean(),
    examples: z.array(z.string()),
    numbers: count,
    days: count,
    signs: counts(SIGN_MEANINGS),
    marks: counts(['limited', 'revised', 'preliminary', 'estimated']),
    values: z.array(z.strictObject({ value: z.string(), label: z.string().nullable(), rows: count })).nullable(),
  })
  .meta({ id: 'TableColumn' });

const Reading = z
  .strictObject({
    kind: z.enum(['delimited', 'fixed', 'sheet']),
    encoding: z.string().nullable(),
    separator: z.string().nullable(),
    decimal: z.enum(['.', ',']).nullable(),
    decimalOpen: z.boolean().meta({ description: 'Numbers can be read both ways, and somebody has to say' }),
    titles: z.array(z.string()),
    titleDay: IsoDate.nullable(),
    headerRow: count,
    headerRows: count,
    notes: z.array(z.string()),
    rows: count,
    columns: z.array(Column),
  })
  .meta({ id: 'TableReading' });

const Figure = z.union([z.strictObject({ state: z.literal('value'), value: count }), z.strictObject({ state: z.enum(['withheld', 'missing']) })]);

const Outcome = z
  .strictObject({
    rows: count,
    unassignableRows: count,
    totalRows: count,
    fields: z.strictObject({ values: count, zeros: count, withheld: count, missing: counts(['blank', 'nothing', 'blocked', 'unreliable', 'later', 'limited']), marks: counts(['limited', 'revised', 'preliminary', 'estimated']), left: count, absent: count }),
    unmatched: z.array(z.strictObject({ row: count, id: z.string() })),
    unmatchedRows: count,
    dates: z.array(
      z.strictObject({
        date: IsoDate,
        blocks: count,
        missingBlocks: count,
        statistics: z.array(z.strictObject({ statistic: z.string(), sum: count, elsewhere: count.nullable(), total: count.nullable(), withheld: count, unknown: count })),
      }),
    ),
    first: z.array(z.strictObject({ row: count, id: z.string(), figures: z.array(Figure) })),
  })
  .meta({ id: 'TableOutcome', description: "Numbers of the sender's own file" });

export const TableLook = z
  .strictObject({
    reading: Reading.nullable(),
    form: z.enum(['long', 'wide']).nullable(),
    proposal: WholeMapping.nullable(),
    codebook: readingRules.shape.codebook.unwrap().nullable(),
    sheets: z.array(z.string()),
    outcome: Outcome.nullable(),
    problems: z.array(ImportIssue),
  })
  .meta({ id: 'TableLook' });
