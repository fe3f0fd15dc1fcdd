// Routes of named versions of a plan, and of returning to one.
import { z } from 'zod';
import { STAFF } from '../auth/roles.ts';
import type { PlanSnapshot } from '../db/queries/plan-snapshots.ts';
import { problem } from '../problem.ts';
import type { PlanDraft } from '../workspace/plans/plan-draft.ts';
import { stateAsStep } from '../workspace/plans/plan-versions.ts';
import type { HttpContext } from './context.ts';
import { CountQuery, countView } from './count-view.ts';
import { ifMatch, IF_MATCH_TAKEN } from './if-match.ts';
import { changeJson, requirePlan, requirePlanAt } from './plan-json.ts';
import { refusalToProblem } from './refusals.ts';
import { ok, route, type Route } from './route.ts';
import { Code } from './schemas/common.ts';
import { NameVersion, RestorePlan, Snapshot, Snapshots } from './schemas/plan-together.ts';
import { PlanChange } from './schemas/plans.ts';

const PlanParameter = z.strictObject({ plan: Code });

export function planSnapshotRoutes({ workspace }: HttpContext): Route[] {
  return [
    route({
      method: 'get',
      path: '/plans/{plan}/snapshots',
      id: 'listPlanSnapshots',
      tag: 'Plans',
      summary: 'Named versions of a plan, oldest first',
      roles: STAFF,
      parameters: PlanParameter,
      replies: { 200: { description: 'Names', schema: Snapshots } },
      handle: async ({ parameters: { plan } }) => {
        const { draft } = await requirePlan(workspace, plan);
        return ok({ snapshots: (await workspace.planVersions.named(plan)).map((row) => snapshotJson(row, draft)) });
      },
    }),
    route({
      method: 'post',
      path: '/plans/{plan}/snapshots',
      id: 'namePlanVersion',
      tag: 'Plans',
      summary: 'Gives the present version, or another, a name; everybody who has the plan open gets the event `snapshot`',
      roles: ['planner', 'editor'],
      parameters: PlanParameter,
      body: NameVersion,
      replies: { 201: { description: 'The named version', schema: Snapshot } },
      handle: async ({ parameters: { plan }, body: { name, version }, caller }) => {
        const open = await requirePlanAt(workspace, plan, version);
        const named = await workspace.planVersions.name(open, name, caller.account!);
        if (named === null) throw problem('SNAPSHOT_EXISTS', 'name: the plan has a version of this name already');
        const json = snapshotJson(named, open.draft);
        workspace.notices.tell(plan, { event: 'snapshot', data: json });
        return { status: 201, json };
      },
    }),
    route({
      method: 'post',
      path: '/plans/{plan}/restore',
      id: 'restorePlan',
      tag: 'Plans',
      summary: 'Makes a draft what it was at a version, as one step that can be taken back: zones, blocks, cuts and locks',
      roles: ['planner', 'editor'],
      parameters: PlanParameter,
      query: CountQuery,
      body: RestorePlan,
      headers: IF_MATCH_TAKEN,
      replies: { 200: { description: 'What the step changed', schema: PlanChange, headers: { ETag: 'Version of the plan after the step' } } },
      handle: async ({ parameters: { plan }, body, query, caller, request }) => {
        const known = ifMatch(request, false);
        const { head, draft } = await requirePlan(workspace, plan);
        const version = 'version' in body ? body.version : await versionOf(plan, body.snapshot);
        const then = await workspace.plans.at(plan, version);
        if (then === null) throw problem('VERSION_GONE', `version: the plan can go back to versions ${draft.firstVersion} to ${draft.version}; earlier ones are of blocks that it has no more`);
        // Asked before the step: a wrong parameter must not leave a step done and an answer refused.
        const view = await countView(workspace, head.blockSet, query, caller, { what: `plan ${plan}` });
        const result = await workspace.plans.perform(plan, { kind: 'operation', operation: stateAsStep(then.draft.state) }, caller.account!, known);
        if (!result.ok) throw refusalToProblem(result.refusal);
        const json = changeJson(result.plan, result.change, view);
        return { status: 200, json, headers: { ETag: `"${json.version}"` } };
      },
    }),
  ];

  async function versionOf(plan: string, snapshot: string): Promise<number> {
    const found = await workspace.planVersions.find(snapshot);
    if (found === null || found.plan !== plan) throw problem('UNKNOWN_SNAPSHOT', 'snapshot: the plan has no named version with this id; GET /plans/{plan}/snapshots lists them');
    return found.version;
  }
}

function snapshotJson({ snapshot, name, version, account, at }: PlanSnapshot, draft: PlanDraft) {
  return { snapshot, name, version, account, at: at.toISOString(), restorable: version >= draft.firstVersion };
}
