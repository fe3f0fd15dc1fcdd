// Routes of new housing that a planner draws for a plan of catchments; its forecast takes it up. No counts.
import type { Polygon } from 'geojson';
import { z } from 'zod';
import { checkDrawnHousing, sharesOfArea, sharesOfBlocks, type AreaShares } from '../../core/schools/drawn-housing.ts';
import { STAFF } from '../auth/roles.ts';
import { transformer } from '../gdal/crs/crs.ts';
import { problem } from '../problem.ts';
import type { OpenPlan } from '../workspace/plans/plan-desk.ts';
import type { HttpContext } from './context.ts';
import { requirePlan } from './plan-json.ts';
import { refusalToProblem } from './refusals.ts';
import { ok, route, type Route } from './route.ts';
import { Code } from './schemas/common.ts';
import { DrawnHousingList, DrawnHousingSchema, PutHousing } from './schemas/plan-housing.ts';

/** More areas than a town plans at once. */
const MOST_AREAS = 200;

export function planHousingRoutes({ workspace }: HttpContext): Route[] {
  const desk = () => workspace.schools.housing;
  const parameters = z.strictObject({ plan: Code, housing: Code });

  async function requireDraft(plan: string): Promise<OpenPlan> {
    const open = await requirePlan(workspace, plan);
    if (open.draft.life !== 'draft') throw refusalToProblem({ code: 'NOT_DRAFT', state: open.draft.life });
    return open;
  }

  /** In the plane of the blocks. */
  const toPlane = (area: Polygon): Polygon => {
    const project = transformer(4326, workspace.municipality.epsg);
    return { type: 'Polygon', coordinates: area.coordinates.map((ring) => ring.map(([longitude, latitude]) => project(longitude!, latitude!))) };
  };

  return [
    route({
      method: 'get',
      path: '/plans/{plan}/housing',
      id: 'listPlanHousing',
      tag: 'Schools',
      summary: 'New housing that was drawn for the plan, with the blocks that it lies in; its forecast takes it up',
      roles: STAFF,
      parameters: z.strictObject({ plan: Code }),
      replies: { 200: { description: 'Areas by id', schema: DrawnHousingList } },
      handle: async ({ parameters: { plan } }) => {
        await requirePlan(workspace, plan);
        return ok({ housing: await desk().list(plan) });
      },
    }),
    route({
      method: 'put',
      path: '/plans/{plan}/housing/{housing}',
      id: 'putPlanHousing',
      tag: 'Schools',
      summary: 'Draws an area of new housing for a plan that is a draft, or changes it: an area or a choice of blocks, dwellings, the year they are ready, children by age. Its children are shared out to the blocks by area',
      roles: ['planner', 'editor'],
      parameters,
      body: PutHousing,
      replies: { 200: { description: 'The area as it is kept', schema: DrawnHousingSchema } },
      handle: async ({ parameters: { plan, housing }, body: { area, blocks, ...numbers }, caller }) => {
        const open = await requireDraft(plan);
        const issues = checkDrawnHousing(numbers);
        if (issues.length > 0) throw problem('INVALID_INPUT', `${issues[0]!.field}: ${issues[0]!.problem}`, { issues });
        const known = await desk().list(plan);
        if (known.length >= MOST_AREAS && !known.some((one) => one.housing === housing)) throw problem('INVALID_INPUT', `housing: a plan has ${MOST_AREAS} areas at most`);
        const { coverage, positions } = await workspace.surface(open.head.blockSet);
        let shares: AreaShares;
        if (area !== null) shares = sharesOfArea(coverage, toPlane(area as Polygon));
        else {
          const unknown = blocks.filter((block) => !positions.has(block));
          if (unknown.length > 0) throw problem('INVALID_INPUT', `blocks: there is no block ${unknown[0]!}`, { issues: [{ field: 'blocks', problem: `there is no block ${unknown.slice(0, 5).join(', ')}`, accepted: 'ids of blocks of the plan' }] });
          shares = sharesOfBlocks(coverage, blocks.map((block) => positions.get(block)!));
        }
        if (!shares.ok) throw problem('INVALID_INPUT', `area: ${shares.detail}`, { issues: [{ field: 'area', problem: shares.detail, accepted: shares.problem === 'IN_NO_BLOCK' ? 'an area that lies in blocks of the plan' : 'a polygon whose lines do not cross' }] });
        const kept = { housing, ...numbers, area: area as Polygon | null, blocks: shares.blocks, shares: shares.shares };
        await desk().put(plan, kept, caller.account!);
        return ok(kept);
      },
    }),
    route({
      method: 'delete',
      path: '/plans/{plan}/housing/{housing}',
      id: 'removePlanHousing',
      tag: 'Schools',
      summary: 'Takes an area of new housing out of a plan that is a draft',
      roles: ['planner', 'editor'],
      parameters,
      replies: { 204: { description: 'Gone' } },
      handle: async ({ parameters: { plan, housing } }) => {
        await requireDraft(plan);
        if (!(await desk().list(plan)).some((one) => one.housing === housing)) throw problem('NOT_FOUND', 'the plan has no housing of this id');
        await desk().remove(plan, housing);
        return { status: 204 };
      },
    }),
  ];
}
