// Routes that change plans: operations, undo and redo, the steps of its life, adoption.
import { z } from 'zod';
import type { Caller, Role } from '../auth/roles.ts';
import type { LifecycleKind, Step } from '../workspace/plans/plan-events.ts';
import type { HttpContext } from './context.ts';
import { CountQuery, countView } from './count-view.ts';
import { ifMatch, IF_MATCH_NEEDED, IF_MATCH_TAKEN } from './if-match.ts';
import { checkBeforeSubmit } from './plan-disclosure.ts';
import { changeJson, requirePlan } from './plan-json.ts';
import { refusalToProblem } from './refusals.ts';
import { route, type Call, type Reply, type Route } from './route.ts';
import { Code } from './schemas/common.ts';
import { Adopt, Adopted, PlanChange, PlanOperation } from './schemas/plans.ts';

const PlanParameter = z.strictObject({ plan: Code });
const OperationQuery = CountQuery.extend({
  upper: z.enum(['true', 'false']).optional().meta({ description: 'Moves the borders of the geography above too, in a plan of its own; both or neither' }),
});
const CHANGED = { 200: { description: 'What the step changed', schema: PlanChange, headers: { ETag: 'Version of the plan after the step' } } };
const DRAWS: readonly Role[] = ['planner', 'editor'];

type StepCall = Call<{ plan: string }, z.output<typeof CountQuery>>;

export function planStepRoutes({ workspace }: HttpContext): Route[] {
  async function perform({ parameters: { plan }, query, caller, request }: StepCall, step: Step, matchNeeded: boolean, upper = false): Promise<Reply> {
    const known = ifMatch(request, matchNeeded);
    const { head } = await requirePlan(workspace, plan);
    // Asked before the step: a wrong parameter must not leave a step done and an answer refused.
    const view = await countView(workspace, head.blockSet, query, caller, { what: `plan ${plan}` });
    const checked = step.kind === 'submit' ? await versionToSubmit(plan, known, caller) : known;
    const result = await workspace.plans.perform(plan, step, caller.account!, checked, upper);
    if (!result.ok) throw refusalToProblem(result.refusal);
    const json = { ...changeJson(result.plan, result.change, view), ...(result.upper === undefined ? {} : { upper: result.upper }) };
    return { status: 200, json, headers: { ETag: `"${json.version}"` } };
  }

  /** The version that was checked; a step that would be refused anyway is not checked, and costs no check. */
  async function versionToSubmit(plan: string, known: number | null, caller: Caller): Promise<number | null> {
    const open = await requirePlan(workspace, plan);
    const { draft } = open;
    if ((known !== null && known !== draft.version) || !draft.prepare({ kind: 'submit' }).ok) return known;
    const { version } = draft;
    await checkBeforeSubmit(workspace, open, caller);
    return version;
  }

  const stepRoute = (kind: 'undo' | 'redo' | LifecycleKind, id: string, summary: string, roles: readonly Role[]): Route =>
    route({
      method: 'post',
      path: `/plans/{plan}/${kind}`,
      id,
      tag: 'Plans',
      summary,
      roles,
      parameters: PlanParameter,
      query: CountQuery,
      headers: IF_MATCH_TAKEN,
      replies: CHANGED,
      handle: (call) => perform(call, { kind }, false),
    });

  return [
    route({
      method: 'post',
      path: '/plans/{plan}/operations',
      id: 'operateOnPlan',
      tag: 'Plans',
      summary: 'Does one operation; a stale If-Match changes nothing',
      roles: DRAWS,
      parameters: PlanParameter,
      query: OperationQuery,
      body: PlanOperation,
      headers: IF_MATCH_NEEDED,
      replies: CHANGED,
      handle: (call) => perform(call, { kind: 'operation', operation: call.body }, true, call.query.upper === 'true'),
    }),
    stepRoute('undo', 'undoPlanStep', 'Takes the newest operation in force back', DRAWS),
    stepRoute('redo', 'redoPlanStep', 'Brings the operation that was taken back last again', DRAWS),
    stepRoute('submit', 'submitPlan', 'Hands the draft in; it can be changed no more. Of somebody without clearance it is checked on true counts first, five times a day', DRAWS),
    stepRoute('approve', 'approvePlan', 'Approves a plan that was handed in', ['editor']),
    stepRoute('reject', 'rejectPlan', 'Turns a plan down', ['editor']),
    route({
      method: 'post',
      path: '/plans/{plan}/adopt',
      id: 'adoptPlan',
      tag: 'Plans',
      summary: 'Makes the plan a cut of its geography from a day on; the cut before it ends there',
      roles: ['editor'],
      parameters: PlanParameter,
      body: Adopt,
      headers: IF_MATCH_TAKEN,
      replies: { 201: { description: 'The new cut', schema: Adopted, headers: { Location: 'Its zones' } } },
      handle: async ({ parameters: { plan }, body: { validFrom }, caller, request }) => {
        const known = ifMatch(request, false);
        const { head } = await requirePlan(workspace, plan);
        const result = await workspace.plans.adopt(plan, validFrom, caller.account!, known);
        if (!result.ok) throw refusalToProblem(result.refusal);
        const { geography } = head;
        const location = `/geographies/${encodeURIComponent(geography)}/versions/${result.version}/zones`;
        return { status: 201, json: { geography, version: result.version, validFrom }, headers: { Location: location } };
      },
    }),
  ];
}
