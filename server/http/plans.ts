// Routes that read plans, and the one that starts one.
import { z } from 'zod';
import { dissolve } from '../../core/coverage/dissolve.ts';
import { STAFF } from '../auth/roles.ts';
import { problem } from '../problem.ts';
import type { OpenPlan } from '../workspace/plans/plan-desk.ts';
import { numbersOf, type ViewedStatistic } from '../workspace/plans/plan-report.ts';
import { today, type HttpContext } from './context.ts';
import { CountQuery, countView } from './count-view.ts';
import { csv } from './csv.ts';
import { featureReply, zoneGeometry } from './geojson.ts';
import { historyJson, planJson, planSummary, requirePlan, requirePlanAt, zoneSlots } from './plan-json.ts';
import { refusalToProblem } from './refusals.ts';
import { ok, route, type Route } from './route.ts';
import { ZoneProperties } from './schemas/catalogue.ts';
import { Code, CrsParameter, featureCollection } from './schemas/common.ts';
import { CreatePlan, Plan, PlanBlocks, PlanCounts, PlanHistory, Plans } from './schemas/plans.ts';

const PlanParameter = z.strictObject({ plan: Code });
const VersionParameter = z.string().regex(/^\d{1,9}$/, 'a version of the plan').transform(Number).optional().meta({ description: 'The plan as it was then; as it is now without it' });
const ETAG = { ETag: 'Version of the plan' };

export function planRoutes({ workspace }: HttpContext): Route[] {
  async function begin({ geography, name, validFrom: day, from }: z.output<typeof CreatePlan>, account: string): Promise<OpenPlan> {
    const validFrom = day ?? null;
    if (from !== undefined) {
      const origin = await requirePlanAt(workspace, from.plan, from.version);
      if (geography !== undefined && geography !== origin.head.geography) throw problem('UNKNOWN_GEOGRAPHY', `geography: the plan to branch from is of ${origin.head.geography}`);
      return workspace.planVersions.branch(origin, { name, validFrom }, account);
    }
    const created = await workspace.plans.create({ geography: geography!, name, validFrom }, account, today());
    if (!created.ok) throw refusalToProblem(created.refusal);
    return created.plan;
  }

  return [
    route({
      method: 'get',
      path: '/plans',
      id: 'listPlans',
      tag: 'Plans',
      summary: 'All plans, oldest first',
      roles: STAFF,
      replies: { 200: { description: 'Plans', schema: Plans } },
      handle: () => ok({ plans: workspace.plans.list().map(planSummary) }),
    }),
    route({
      method: 'post',
      path: '/plans',
      id: 'createPlan',
      tag: 'Plans',
      summary: 'Starts a plan on the cut that is valid on `validFrom`, else today; without a cut on the bare blocks; with `from` as a branch of another plan',
      roles: ['planner', 'editor'],
      query: CountQuery,
      body: CreatePlan,
      replies: { 201: { description: 'The plan', schema: Plan, headers: { ...ETAG, Location: 'The plan' } } },
      handle: async ({ body, query, caller }) => {
        const plan = await begin(body, caller.account!);
        const { head } = plan;
        const view = await countView(workspace, head.blockSet, query, caller, { what: `plan ${head.plan}` });
        return { status: 201, json: planJson(plan, view), headers: { Location: `/plans/${head.plan}`, ETag: `"${plan.draft.version}"` } };
      },
    }),
    route({
      method: 'get',
      path: '/plans/{plan}',
      id: 'getPlan',
      tag: 'Plans',
      summary: 'A plan with a row a zone and everything worth a look',
      roles: STAFF,
      parameters: PlanParameter,
      query: CountQuery,
      replies: { 200: { description: 'The plan', schema: Plan, headers: ETAG } },
      handle: async ({ parameters, query, caller }) => {
        const open = await requirePlan(workspace, parameters.plan);
        const view = await countView(workspace, open.head.blockSet, query, caller, { what: `plan ${open.head.plan}` });
        return ok(planJson(open, view), { ETag: `"${open.draft.version}"` });
      },
    }),
    route({
      method: 'get',
      path: '/plans/{plan}/blocks',
      id: 'getPlanBlocks',
      tag: 'Plans',
      summary: 'Which block lies in which zone, now (or at a version) and in the base; as CSV block,zone with format=csv',
      roles: STAFF,
      parameters: PlanParameter,
      query: z.strictObject({ format: z.enum(['json', 'csv']).default('json'), version: VersionParameter }),
      replies: { 200: { description: 'The assignment', schema: PlanBlocks, headers: ETAG } },
      handle: async ({ parameters, query }) => {
        const { head, draft } = await requirePlanAt(workspace, parameters.plan, query.version);
        const { zones, assignment, blockIds } = draft.state;
        if (query.format === 'csv') {
          const rows = blockIds.map((block, position) => [block, zones[assignment[position]!]?.zone ?? '']);
          return csv(['block', 'zone'], rows, `plan-${head.plan}.csv`);
        }
        const json = {
          plan: head.plan,
          version: draft.version,
          blockSet: head.blockSet,
          zones: zoneSlots(zones),
          assignment: [...assignment],
          baseAssignment: [...draft.base.assignment],
          baseZones: zoneSlots(draft.base.zones),
          cuts: draft.state.surface.cuts,
          fragments: blockIds.slice(draft.state.surface.baseCount),
          lockedBlocks: [...draft.state.lockedBlocks],
          canUndo: draft.canUndo,
          canRedo: draft.canRedo,
        };
        return ok(json, { ETag: `"${draft.version}"` });
      },
    }),
    route({
      method: 'get',
      path: '/plans/{plan}/zones',
      id: 'getPlanZones',
      tag: 'Plans',
      summary: 'Outlines of a plan’s zones',
      roles: STAFF,
      parameters: PlanParameter,
      query: z.strictObject({ crs: CrsParameter, version: VersionParameter }),
      replies: { 200: { description: 'GeoJSON', mediaType: 'application/geo+json', schema: featureCollection(ZoneProperties), headers: { 'Content-Crs': 'CRS of the coordinates' } } },
      handle: async ({ parameters, query }) => {
        const { draft } = await requirePlanAt(workspace, parameters.plan, query.version);
        const rows = zoneSlots(draft.state.zones);
        // Dissolved anew: where a ring begins hangs on the strokes before in a dissolver that lives on, and the same plan has the same bytes.
        const outlines = dissolve(draft.state.surface.coverage, draft.state.assignment, draft.state.zones.length);
        const features = rows.map(({ slot, zone, name }, i) => ({ id: zone, geometry: zoneGeometry(outlines, slot), properties: { zone, name, position: i } }));
        return featureReply(features, workspace.municipality.epsg, query.crs, 'no-store');
      },
    }),
    route({
      method: 'get',
      path: '/plans/{plan}/counts',
      id: 'getPlanCounts',
      tag: 'Plans',
      summary: 'Counts by block, for the sums that the editor shows while drawing; of the protected copy for who has no clearance',
      roles: STAFF,
      parameters: PlanParameter,
      query: CountQuery,
      replies: { 200: { description: 'Counts', schema: PlanCounts } },
      handle: async ({ parameters, query, caller }) => {
        const { head } = await requirePlan(workspace, parameters.plan);
        const view = await countView(workspace, head.blockSet, query, caller, { what: `counts of plan ${head.plan}` });
        if (view === null) throw problem('UNKNOWN_REFERENCE_DATE', 'there are no counts over the blocks of this plan');
        return ok({ referenceDate: view.referenceDate, numbers: numbersOf(view), columns: view.columns.map((of) => ({ statistic: of.statistic, base: of.base, values: valuesOf(of) })) });
      },
    }),
    route({
      method: 'get',
      path: '/plans/{plan}/history',
      id: 'getPlanHistory',
      tag: 'Plans',
      summary: 'What was done to a plan, step by step',
      roles: STAFF,
      parameters: PlanParameter,
      replies: { 200: { description: 'Events, oldest first', schema: PlanHistory } },
      handle: async ({ parameters }) => ok({ events: historyJson((await requirePlan(workspace, parameters.plan)).draft) }),
    }),
  ];
}

/** By block position; null where unknown. */
function valuesOf({ statistic, table }: ViewedStatistic): (number | null)[] {
  const column = table?.columns.indexOf(statistic) ?? -1;
  const width = table?.columns.length ?? 0;
  return Array.from({ length: table?.blockCount ?? 0 }, (_, block) => {
    const at = block * width + column;
    return column >= 0 && table!.known[at] === 1 ? table!.values[at]! : null;
  });
}
