// The route that tells what lies elsewhere in a plan than in its base, in another plan or in a named version.
import { z } from 'zod';
import { UNASSIGNED } from '../../core/coverage/coverage.ts';
import { protectCount } from '../../core/disclosure/threshold.ts';
import { planDifference, type Flow } from '../../core/plan/questions/difference.ts';
import { createPlanState, type PlanState } from '../../core/plan/plan-state.ts';
import { createCountTable, type CountTable } from '../../core/statistics/counts.ts';
import { STAFF } from '../auth/roles.ts';
import { problem } from '../problem.ts';
import type { OpenPlan } from '../workspace/plans/plan-desk.ts';
import { numbersOf, type CountView, type PlanCell } from '../workspace/plans/plan-report.ts';
import type { HttpContext } from './context.ts';
import { CountQuery, countView } from './count-view.ts';
import { requirePlanAt } from './plan-json.ts';
import { ok, route, type Route } from './route.ts';
import { Code } from './schemas/common.ts';
import { PlanDifference } from './schemas/plan-difference.ts';

const With = z
  .string()
  .regex(/^(base|plan:[^@]{1,200}(@\d{1,9})?|snapshot:.{1,200})$/, 'accepted: base, plan:ID, plan:ID@VERSION or snapshot:ID')
  .default('base')
  .meta({ description: 'base, plan:ID, plan:ID@VERSION or snapshot:ID' });

/** One of the two, by the zones that it has. */
interface Side {
  readonly kind: 'base' | 'plan' | 'snapshot';
  readonly plan: string | null;
  readonly version: number | null;
  readonly title: string;
  readonly state: PlanState;
}

export function planDifferenceRoutes({ workspace }: HttpContext): Route[] {
  async function otherSide(named: string, { head, draft }: OpenPlan): Promise<Side> {
    if (named === 'base') {
      const { surface, zones, assignment } = draft.base;
      const cut = workspace.catalogue.geographies.find(({ geography }) => geography === head.geography)?.versions.find(({ version }) => version === head.baseVersion);
      return { kind: 'base', plan: null, version: head.baseVersion, title: cut?.title ?? '', state: createPlanState(surface, zones, assignment) };
    }
    const [kind, id] = [named.slice(0, named.indexOf(':')), named.slice(named.indexOf(':') + 1)];
    if (kind === 'snapshot') {
      const found = await workspace.planVersions.find(id);
      if (found === null) throw problem('UNKNOWN_SNAPSHOT', 'with: no plan has a named version with this id');
      const other = await requireComparable(found.plan, found.version, head);
      return { kind, plan: found.plan, version: found.version, title: found.name, state: other.draft.state };
    }
    const [plan, version] = id.split('@') as [string, string | undefined];
    const other = await requireComparable(plan, version === undefined ? undefined : Number(version), head);
    return { kind: 'plan', plan, version: other.draft.version, title: other.head.name, state: other.draft.state };
  }

  async function requireComparable(plan: string, version: number | undefined, { geography, blockSet }: OpenPlan['head']): Promise<OpenPlan> {
    const other = await requirePlanAt(workspace, plan, version);
    if (other.head.geography !== geography) throw problem('NOT_COMPARABLE', `with: the other plan is of ${other.head.geography}, this one of ${geography}`);
    if (other.head.blockSet !== blockSet) throw problem('NOT_COMPARABLE', 'with: the other plan is drawn on the blocks of another day');
    return other;
  }

  return [
    route({
      method: 'get',
      path: '/plans/{plan}/difference',
      id: 'getPlanDifference',
      tag: 'Plans',
      summary: 'What lies in another zone than in the base, another plan or a named version: from–to rows with blocks, area and counts; of the protected copy for who has no clearance',
      roles: STAFF,
      parameters: z.strictObject({ plan: Code }),
      query: CountQuery.extend({
        with: With,
        version: z.string().regex(/^\d{1,9}$/, 'a version of the plan').transform(Number).optional().meta({ description: 'The plan as it was then; as it is now without it' }),
        blocks: z.enum(['true', 'false']).default('false').meta({ description: 'Also the zone of every block on both sides' }),
      }),
      replies: { 200: { description: 'The difference', schema: PlanDifference } },
      handle: async ({ parameters, query: { with: named, version, blocks, ...query }, caller }) => {
        const open = await requirePlanAt(workspace, parameters.plan, version);
        const { head, draft } = open;
        const a = await otherSide(named, open);
        const b: Side = { kind: 'plan', plan: head.plan, version: draft.version, title: head.name, state: draft.state };
        // A row may hold a single block: who sees true counts of it is written down like who sees counts by block.
        const view = await countView(workspace, head.blockSet, query, caller, { what: `difference of plan ${head.plan} with ${named}` });
        const flows = planDifference(a.state, b.state, tableOf(view, draft.base.surface.baseCount));
        return ok({
          a: sideJson(a),
          b: sideJson(b),
          numbers: numbersOf(view),
          referenceDate: view?.referenceDate ?? null,
          rows: flows.map((flow) => rowJson(flow, view)),
          ...(blocks === 'true' ? { blocks: { a: zoneByBlock(a.state), b: zoneByBlock(b.state) } } : {}),
        });
      },
    }),
  ];
}

/** Counts by base block in the columns of the view, each from the table that the reader may see. */
function tableOf(view: CountView | null, blockCount: number): CountTable {
  const columns = view?.columns ?? [];
  const table = createCountTable(columns.map(({ statistic }) => statistic), blockCount);
  const width = columns.length;
  columns.forEach(({ statistic, table: seen }, column) => {
    const from = seen?.columns.indexOf(statistic) ?? -1;
    if (seen === null || from < 0) return;
    for (let block = 0; block < blockCount; block++) {
      const at = block * seen.columns.length + from;
      table.values[block * width + column] = seen.values[at]!;
      table.known[block * width + column] = seen.known[at]!;
    }
  });
  return table;
}

function rowJson({ from, to, blocks, parts, areaM2, moved }: Flow, view: CountView | null) {
  const cells = (view?.columns ?? []).map(({ statistic, approximate, rules }, column): [string, PlanCell] => {
    const { sum, unknown } = moved[column]!;
    const cell = protectCount(sum, unknown, blocks.length + parts.length, rules);
    return [statistic, approximate ? { ...cell, approximate } : cell];
  });
  return { from, to, blocks: blocks.length, parts: parts.length, areaM2: areaM2 ?? 0, cells: Object.fromEntries(cells) };
}

function sideJson({ kind, plan, version, title, state }: Side) {
  return { kind, plan, version, title, zones: state.zones.flatMap((zone) => (zone === null ? [] : [{ zone: zone.zone, name: zone.name }])) };
}

/** Several parts of one block in several zones. */
const SEVERAL = -2;

function zoneByBlock({ surface, assignment, zones }: PlanState): number[] {
  let next = 0;
  const index = zones.map((zone) => (zone === null ? UNASSIGNED : next++));
  const indexOf = (position: number) => index[assignment[position]!] ?? UNASSIGNED;
  return Array.from({ length: surface.baseCount }, (_, base) => {
    const pieces = surface.piecesOf(base).map(indexOf);
    return pieces.every((of) => of === pieces[0]) ? pieces[0]! : SEVERAL;
  });
}
