// Reads another plan, or an earlier version of one, as zones by block id.
import type { BlockCut } from '../../../core/plan/surface/block-cut.ts';
import type { Api, PlanBlocks } from '../../api.ts';
import { otherPlan, type OtherPlan, type OtherZone } from '../other-plan.ts';
import type { PlanSession } from '../plan-session.ts';

/** A plan over blocks of another stand cannot be laid over this one block by block. */
export class OtherBlocks extends Error {}

/** Throws ApiProblem, and OtherBlocks where the plan stands on other blocks. */
export async function planAt(api: Api, plan: string, session: PlanSession, title: string, version?: number): Promise<OtherPlan> {
  const blocks = await api.planBlocks(plan, version);
  if (blocks.blockSet !== session.blockSet) throw new OtherBlocks();
  return planOf(blocks, session, title);
}

function planOf(blocks: PlanBlocks, session: PlanSession, title: string): OtherPlan {
  return otherPlan(title, zonesBySlot(blocks.zones), idsOf(blocks, baseIds(session)), blocks.assignment);
}

function zonesBySlot(rows: PlanBlocks['zones']): (OtherZone | null)[] {
  const zones: (OtherZone | null)[] = Array.from({ length: rows.reduce((most, { slot }) => Math.max(most, slot + 1), 0) }, () => null);
  for (const { slot, zone, name } of rows) zones[slot] = { zone, name };
  return zones;
}

/** Ids by position: the left side of a cut keeps the block's position, the right one comes at the end. */
function idsOf(blocks: PlanBlocks, baseIds: readonly string[]): readonly string[] {
  const { cuts = [] } = blocks as PlanBlocks & { readonly cuts?: readonly BlockCut[] };
  if (cuts.length === 0) return baseIds;
  const ids = [...baseIds];
  const positions = new Map(ids.map((id, position) => [id, position]));
  for (const { block, ids: [left, right] } of cuts) {
    const position = positions.get(block)!;
    ids[position] = left;
    positions.set(left, position).set(right, ids.length);
    ids.push(right);
  }
  return ids;
}

/** Ids of whole blocks by position. */
const baseIds = ({ coverage }: PlanSession): readonly string[] => coverage.ids;

/** The base version, which every plan carries with it. */
export function basePlan(session: PlanSession, title: string): OtherPlan {
  return otherPlan(title, session.baseZones, baseIds(session), session.baseAssignment);
}
