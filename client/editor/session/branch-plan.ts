// A plan of one's own from what is on the screen: neither of two versions is lost.
import { UNASSIGNED } from '../../../core/coverage/coverage.ts';
import type { RestoreState } from '../../../core/plan/operation.ts';
import type { Api } from '../../api.ts';
import type { Desk } from '../open-desk.ts';

/**
 * Makes a branch of the plan as the server has it, then puts the state of the screen into it as one step: zones, blocks, cuts and
 * locks, those of steps that were never sent too. Returns the branch's id; throws ApiProblem.
 */
export async function branchOff(api: Api, desk: Desk, name: string): Promise<string> {
  const { session } = desk.controller;
  const waits = session.steps.length > 0;
  const state = waits ? stateOf(desk) : null;
  const { plan, version } = await api.createPlan({ geography: desk.plan.geography, name, from: { plan: desk.plan.plan, version: session.version } });
  if (state !== null) await api.operate(plan, version, state as Parameters<Api['operate']>[2]);
  return plan;
}

function stateOf({ controller }: Desk): RestoreState {
  const { state } = controller.session;
  const blocks: string[][] = state.zones.map(() => []);
  state.assignment.forEach((slot, position) => {
    if (slot !== UNASSIGNED) blocks[slot]!.push(state.blockIds[position]!);
  });
  return { type: 'restoreState', zones: [...state.zones], blocks, cuts: state.surface.cuts, lockedBlocks: [...state.lockedBlocks] };
}
