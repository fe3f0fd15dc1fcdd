// Routes of plans as files: out as CSV, GeoJSON, GeoPackage and a list of operations, in as CSV and as such a list.
import { z } from 'zod';
import type { Operation } from '../../core/plan/operations.ts';
import type { AssignmentReading } from '../../core/plan/read-assignment.ts';
import { STAFF } from '../auth/roles.ts';
import { InputError } from '../gdal/input-error.ts';
import { tableToGeoJson } from '../gdal/write-table.ts';
import { problem } from '../problem.ts';
import type { OpenPlan } from '../workspace/plans/plan-desk.ts';
import { assignmentRows, geoPackage, operationsInForce, planTable, readAssignmentFile, replayOperations, type OperationList } from '../workspace/plans/plan-files.ts';
import type { HttpContext } from './context.ts';
import { csv } from './csv.ts';
import { ifMatch, IF_MATCH_TAKEN } from './if-match.ts';
import { requirePlan, requirePlanAt } from './plan-json.ts';
import { refusalToProblem } from './refusals.ts';
import { route, type Reply, type Route } from './route.ts';
import { Code } from './schemas/common.ts';
import { FILE_FORMATS, ImportPlanFile, NAMED_ROWS, PlanFileReport } from './schemas/plan-files.ts';
import { PlanOperation } from './schemas/plans.ts';

const PlanParameter = z.strictObject({ plan: Code });

/** One operation a mistake can be in; the rest of a file is not looked at after it. */
const ListedOperations = z.union([z.strictObject({ format: z.literal('zuschnitt-operations'), version: z.literal(1), plan: z.unknown().optional(), operations: z.array(z.unknown()) }).transform(({ operations }) => operations), z.array(z.unknown())]);

export function planFileRoutes({ workspace }: HttpContext): Route[] {
  async function operationList({ head, draft }: OpenPlan): Promise<OperationList> {
    const carried = draft.rebase === null ? null : (await workspace.plans.at(head.plan, draft.firstVersion))!.draft.state;
    const { name, geography, baseVersion } = head;
    return { format: 'zuschnitt-operations', version: 1, plan: { name, geography, baseVersion, version: draft.version }, operations: operationsInForce(draft, carried) };
  }

  return [
    route({
      method: 'get',
      path: '/plans/{plan}/file',
      id: 'getPlanFile',
      tag: 'Plans',
      summary: 'The plan as a file: csv (block,zone,name), geojson (CRS84) or gpkg of zones or blocks, or its operations in force; no counts',
      roles: STAFF,
      parameters: PlanParameter,
      query: z.strictObject({
        format: z.enum(FILE_FORMATS),
        layer: z.enum(['zones', 'blocks']).default('zones').meta({ description: 'Of geojson and gpkg: outlines of zones, or of blocks with their zones' }),
        version: z.string().regex(/^\d{1,9}$/, 'a version of the plan').transform(Number).optional().meta({ description: 'The plan as it was then; as it is now without it' }),
      }),
      replies: { 200: { description: 'The file', mediaType: 'application/octet-stream', headers: { 'Content-Disposition': 'Its name' } } },
      handle: async ({ parameters: { plan }, query: { format, layer, version } }): Promise<Reply> => {
        const open = await requirePlanAt(workspace, plan, version);
        const stem = fileStem(open.head.name);
        const attachment = (name: string) => ({ 'Content-Disposition': `attachment; filename="${name}"` });
        if (format === 'csv') return csv(['block', 'zone', 'name'], assignmentRows(open.draft.state), `${stem}.csv`);
        if (format === 'operations') {
          const text = `${JSON.stringify(await operationList(open), null, 1)}\n`;
          return { status: 200, bytes: text, mediaType: 'application/json; charset=utf-8', headers: attachment(`${stem}-operations.json`) };
        }
        const table = planTable(open.draft, layer, workspace.municipality.epsg);
        if (format === 'geojson') return { status: 200, bytes: tableToGeoJson(table), mediaType: 'application/geo+json', headers: attachment(`${stem}-${layer}.geojson`) };
        return { status: 200, bytes: await geoPackage(table, layer), mediaType: 'application/geopackage+sqlite3', headers: attachment(`${stem}-${layer}.gpkg`) };
      },
    }),
    route({
      method: 'post',
      path: '/plans/{plan}/file',
      id: 'importPlanFile',
      tag: 'Plans',
      summary: 'Lays a table of blocks and zones, or a list of operations, onto a draft as one step that can be taken back; with dryRun only tells what it would do',
      roles: ['planner', 'editor'],
      parameters: PlanParameter,
      body: ImportPlanFile,
      headers: IF_MATCH_TAKEN,
      replies: { 200: { description: 'What was read and done', schema: PlanFileReport, headers: { ETag: 'Version of the plan' } } },
      handle: async ({ parameters: { plan }, body, caller, request }) => {
        const known = ifMatch(request, false);
        const { draft } = await requirePlan(workspace, plan);
        const { version } = draft;
        if (known !== null && known !== version) throw refusalToProblem({ code: 'VERSION_CONFLICT', version });
        if (draft.life !== 'draft') throw refusalToProblem({ code: 'NOT_DRAFT', state: draft.life });
        const bytes = body.base64 === undefined ? Buffer.from(body.text!, 'utf8') : Buffer.from(body.base64, 'base64');
        const read = body.format === 'csv' ? readAssignmentFile(bytes, body.file, body.columns, draft.state) : readOperations(bytes, body.file, draft);
        const report = { ...NOTHING_WRONG, ...read };
        const step = report.operation === null ? null : ({ kind: 'operation', operation: report.operation } as const);
        const prepared = step === null ? null : draft.prepare(step);
        if (prepared !== null && !prepared.ok) throw refusalToProblem(prepared.refusal);
        const moved = prepared?.outcome?.applied.moves.reduce((sum, { blocks }) => sum + blocks.length, 0) ?? 0;
        let now = version;
        if (step !== null && !body.dryRun) {
          // On the version that was read: what somebody drew meanwhile is not overwritten.
          const result = await workspace.plans.perform(plan, step, caller.account!, version);
          if (!result.ok) throw refusalToProblem(result.refusal);
          now = result.plan.draft.version;
        }
        return { status: 200, json: reportJson(report, { dryRun: body.dryRun, version: now, moved }), headers: { ETag: `"${now}"` } };
      },
    }),
  ];
}

type Report = Omit<AssignmentReading, 'operation' | 'moved'> & { readonly operation: Operation | null };
const NOTHING_WRONG: Pick<Report, 'unknown' | 'duplicate' | 'locked' | 'missing'> = { unknown: [], duplicate: [], locked: [], missing: [] };

/** Throws InputError for what is no list of operations, and a problem for one that does not fit. */
function readOperations(bytes: Uint8Array, file: string, { state }: OpenPlan['draft']): Pick<Report, 'operation' | 'rows' | 'createdZones'> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    throw new InputError({ file, problem: 'is no JSON', accepted: 'a list of operations as GET /plans/{plan}/file?format=operations gives it' });
  }
  const list = ListedOperations.safeParse(parsed);
  if (!list.success) throw new InputError({ file, problem: 'is no list of operations', accepted: 'a list of operations as GET /plans/{plan}/file?format=operations gives it' });
  const operations = list.data.map((item, index): Operation => {
    const operation = PlanOperation.safeParse(item);
    if (operation.success) return operation.data;
    const [issue] = operation.error.issues;
    throw new InputError({ file, row: index + 1, field: issue!.path.map(String).join('.') || 'type', problem: issue!.message, accepted: 'an operation as POST /plans/{plan}/operations takes it' });
  });
  const replayed = replayOperations(state, operations);
  if (!replayed.ok) {
    const { details, code } = refusalToProblem(replayed.reason);
    const row = replayed.index + 1;
    throw problem('OPERATION_DOES_NOT_FIT', `operation ${row} of ${operations.length} (${operations[replayed.index]!.type}): ${details.detail}; nothing was changed`, {
      members: { index: replayed.index, reason: code },
      issues: [{ code, file, row, problem: details.detail }],
    });
  }
  return { operation: replayed.operation, rows: operations.length, createdZones: replayed.createdZones };
}

function reportJson({ rows, unknown, duplicate, locked, missing, createdZones }: Report, done: { readonly dryRun: boolean; readonly version: number; readonly moved: number }) {
  return {
    ...done,
    rows,
    unknown: unknown.slice(0, NAMED_ROWS),
    unknownRows: unknown.length,
    duplicate: duplicate.slice(0, NAMED_ROWS),
    duplicateRows: duplicate.length,
    locked: locked.slice(0, NAMED_ROWS),
    lockedRows: locked.length,
    missing: missing.length,
    missingBlocks: missing.slice(0, NAMED_ROWS),
    createdZones,
  };
}

/** Of the plan's name, what every file system and every header takes. */
function fileStem(name: string): string {
  const plain = name.replaceAll('ß', 'ss').normalize('NFKD').replaceAll(/\p{M}/gu, '').replaceAll(/[^\w.-]+/g, '-').replaceAll(/^[-.]+|[-.]+$/g, '');
  return plain.slice(0, 60) || 'plan';
}
