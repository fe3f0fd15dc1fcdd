// Schemas of plans as files: what is exported, and what an import is told and tells.
import { z } from 'zod';
import { Version } from './common.ts';

/** Rows that are named; their numbers are told in full. */
export const NAMED_ROWS = 500;

export const FILE_FORMATS = ['csv', 'geojson', 'gpkg', 'operations'] as const;

export const ImportPlanFile = z
  .strictObject({
    format: z.enum(['csv', 'operations']),
    text: z.string().optional().meta({ description: 'The file as text' }),
    base64: z.string().regex(/^[A-Za-z0-9+/]*={0,2}$/, 'base64').optional().meta({ description: 'The file’s bytes instead of text: UTF-8, UTF-16 and Windows-1252 are told apart' }),
    file: z.string().max(200).default('file').meta({ description: 'Name of the file, for messages' }),
    columns: z
      .strictObject({ block: z.string().optional(), zone: z.string().optional(), name: z.string().optional() })
      .default({})
      .meta({ description: 'Of a CSV whose columns are not called block, zone and name' }),
    dryRun: z.boolean().default(false).meta({ description: 'Only tell what would be done' }),
  })
  .refine(({ text, base64 }) => (text === undefined) !== (base64 === undefined), { path: ['text'], message: 'either text or base64 is needed' })
  .meta({ id: 'ImportPlanFile' });

const Row = z.strictObject({ row: z.int(), block: z.string() });

export const PlanFileReport = z
  .strictObject({
    dryRun: z.boolean(),
    version: Version.meta({ description: 'Of the plan now' }),
    rows: z.int().meta({ description: 'Rows of the table, or operations of the list' }),
    moved: z.int().meta({ description: 'Blocks and fragments that go elsewhere' }),
    unknown: z.array(Row).meta({ description: `No blocks of the plan; left out. The first ${NAMED_ROWS}` }),
    unknownRows: z.int(),
    duplicate: z.array(z.strictObject({ row: z.int(), block: z.string(), first: z.int().meta({ description: 'Row that counts' }) })).meta({ description: `Named again. The first ${NAMED_ROWS}` }),
    duplicateRows: z.int(),
    locked: z.array(Row).meta({ description: `Not moved, since they or a zone are locked. The first ${NAMED_ROWS}` }),
    lockedRows: z.int(),
    missing: z.int().meta({ description: 'Blocks that no row names; they stay where they are' }),
    missingBlocks: z.array(z.string()).meta({ description: `The first ${NAMED_ROWS}` }),
    createdZones: z.array(z.string()),
  })
  .meta({ id: 'PlanFileReport' });
