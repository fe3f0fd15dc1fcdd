// Schemas of jobs and imports. A status is OGC API - Processes' statusInfo, with the findings of a file beside it.
import { z } from 'zod';
import { IMPORT_KINDS, importMapping } from '../../imports/import-request.ts';
import { tableMapping } from '../../imports/table-mapping-schema.ts';
import { JOB_STATES } from '../../db/queries/jobs.ts';
import { IsoDate, IsoTime, saidOfIssue } from './common.ts';

export const ImportIssue = z
  .strictObject({
    code: z.string().optional().meta({ description: 'NOT_ACCEPTED: a dry run gives the token that this needs' }),
    problem: z.string(),
    file: z.string().optional(),
    row: z.union([z.int(), z.string()]).optional(),
    field: z.string().optional(),
    accepted: z.string().optional(),
    ...saidOfIssue,
  })
  .meta({ id: 'ImportIssue' });

export const JobStatus = z
  .strictObject({
    jobID: z.string(),
    processID: z.string(),
    type: z.literal('process'),
    status: z.enum(JOB_STATES),
    progress: z.int().min(0).max(100),
    message: z.string(),
    created: IsoTime,
    finished: IsoTime.nullable(),
    issues: z.array(ImportIssue).optional().meta({ description: 'What a failed import found, at most 100' }),
    import: z
      .strictObject({ file: z.string(), kind: z.enum(IMPORT_KINDS), dryRun: z.boolean() })
      .optional()
      .meta({ description: 'What an import was asked for' }),
    best: z
      .strictObject({
        zones: z.array(z.string()),
        blockSet: z.int(),
        iterations: z.number(),
        measures: z.looseObject({}),
        assignment: z.array(z.int()).meta({ description: 'Index into zones by position of the block' }),
      })
      .optional()
      .meta({ description: 'Of a search for catchments that runs: the best so far' }),
  })
  .meta({ id: 'JobStatus' });

export const Jobs = z.strictObject({ jobs: z.array(JobStatus) }).meta({ id: 'Jobs' });

export const JobAccepted = z.strictObject({ job: z.string() }).meta({ id: 'JobAccepted' });

export const JobResult = z
  .looseObject({ kind: z.string(), dryRun: z.boolean(), stored: z.record(z.string(), z.union([z.int(), z.string()])).nullable(), report: z.looseObject({}) })
  .meta({ id: 'JobResult' });

/** The form of POST /imports, for the OpenAPI document; the handler reads it as a stream. */
export const ImportForm = z
  .strictObject({
    file: z.string().optional().meta({ format: 'binary', description: 'A table or vector file; a Shapefile or File Geodatabase zipped' }),
    preview: z.string().optional().meta({ description: 'In the place of the file: a preview of it that is kept' }),
    kind: z.enum(IMPORT_KINDS),
    geography: z.string().optional(),
    validFrom: IsoDate.optional(),
    referenceDate: IsoDate.optional(),
    layer: z.string().optional().meta({ description: 'Name of the reference layer; for kind layer' }),
    accept: z.string().optional().meta({ description: 'Token of a dry run, for blocks that were repaired or follow an earlier stand' }),
    mapping: importMapping.optional().meta({ description: 'JSON: which column holds what' }),
    table: tableMapping.optional().meta({ description: 'JSON, for kind table: what the columns of a statistics table mean' }),
    savedMapping: z.string().optional().meta({ description: 'In the place of table: the name of a saved mapping' }),
    dryRun: z.enum(['true', 'false']).optional(),
  })
  .meta({ id: 'ImportForm' });
