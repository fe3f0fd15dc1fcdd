// Reads another plan, or an earlier version of one, onto the blocks of the plan on the desk.
import type { Api, PlanBlocks } from '../../api.ts';
import { otherPlan, type OtherPlan } from '../other-plan.ts';
import type { PlanZone } from '../../../core/plan/plan-state.ts';
import type { PlanSession } from '../session/plan-session.ts';

/** A plan over blocks of another stand cannot be laid over this one block by block. */
export class OtherBlocks extends Error {}

/** Throws ApiProblem, and OtherBlocks where the plan stands on other blocks. */
export async function planAt(api: Api, plan: string, session: PlanSession, title: string, version?: number): Promise<OtherPlan> {
  const blocks = await api.planBlocks(plan, version);
  if (blocks.blockSet !== session.blockSet) throw new OtherBlocks();
  return otherPlan(title, session.surface.root.withCuts(blocks.cuts), zonesBySlot(blocks.zones), blocks.assignment);
}

function zonesBySlot(rows: PlanBlocks['zones']): (PlanZone | null)[] {
  const zones: (PlanZone | null)[] = Array.from({ length: rows.reduce((most, { slot }) => Math.max(most, slot + 1), 0) }, () => null);
  for (const { slot, zone, name, locked } of rows) zones[slot] = { zone, name, locked };
  return zones;
}

/** The base version, which every plan carries with it. */
export function basePlan({ surface, baseZones, baseAssignment }: PlanSession, title: string): OtherPlan {
  return otherPlan(title, surface.root, baseZones.map(({ zone, name }) => ({ zone, name, locked: false })), baseAssignment.slice(0, surface.baseCount));
}
