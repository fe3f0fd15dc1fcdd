// Versions of plans that are used again: given a name, returned to as one step, or begun anew from as a branch.
import { randomUUID } from 'node:crypto';
import type { RestoreState } from '../../../core/plan/operations.ts';
import type { PlanState } from '../../../core/plan/plan-state.ts';
import { findSnapshot, insertSnapshot, listSnapshots, type PlanSnapshot } from '../../db/queries/plan-snapshots.ts';
import { copyPlanHousing } from '../../db/queries/plan-housing.ts';
import { appendPlanEvent, insertPlan } from '../../db/queries/plans.ts';
import type { OpenPlan } from './plan-desk.ts';
import { PlanDraft } from './plan-draft.ts';
import type { Workspace } from '../workspace.ts';

/** The state as the one step that leads to it from whatever a plan on the same blocks is. */
export function stateAsStep({ zones, assignment, surface, lockedBlocks }: PlanState): RestoreState {
  const blocks = zones.map((): string[] => []);
  assignment.forEach((slot, position) => {
    if (slot >= 0) blocks[slot]!.push(surface.ids[position]!);
  });
  return { type: 'restoreState', zones: [...zones], blocks, cuts: surface.cuts, lockedBlocks: [...lockedBlocks] };
}

export class PlanVersions {
  constructor(private readonly workspace: Workspace) {}

  /** Names of versions of a plan, oldest first. */
  named(plan: string): Promise<readonly PlanSnapshot[]> {
    return listSnapshots(this.workspace.db, this.municipality, plan);
  }

  /** Of whatever plan; null for an id that nobody has. */
  find(snapshot: string): Promise<PlanSnapshot | null> {
    return findSnapshot(this.workspace.db, this.municipality, snapshot);
  }

  /** Null where the plan has a version of this name. */
  async name({ head, draft }: OpenPlan, name: string, account: string): Promise<PlanSnapshot | null> {
    return insertSnapshot(this.workspace.db, this.municipality, { snapshot: randomUUID(), plan: head.plan, name, version: draft.version, account });
  }

  /**
   * A new plan over the same base that begins as the origin is, or was. Its beginning is one event of its own (ADR 0114): the origin's
   * events stay the origin's, and who takes the beginning back stands on the base.
   */
  async branch(origin: OpenPlan, wish: { readonly name: string; readonly validFrom: string | null }, account: string): Promise<OpenPlan> {
    const { head, draft } = origin;
    const plan = randomUUID();
    const prepared = new PlanDraft(draft.base, []).prepare({ kind: 'operation', operation: stateAsStep(draft.state) });
    if (!prepared.ok) throw new RangeError(`a plan does not fit its own base: ${prepared.refusal.code}`);
    const { geography, baseVersion, blockSet } = head;
    const row = { plan, geography, name: wish.name, baseVersion, blockSet, validFrom: wish.validFrom ?? head.validFrom, createdBy: account };
    await this.workspace.db.transaction(async (tx) => {
      await insertPlan(tx, this.municipality, row, { plan: head.plan, version: draft.version });
      await copyPlanHousing(tx, this.municipality, head.plan, plan, account);
      if (!prepared.idle) await appendPlanEvent(tx, this.municipality, plan, 0, { state: 'draft' }, { account, ...prepared.fields });
    });
    return (await this.workspace.plans.find(plan))!;
  }

  private get municipality(): string {
    return this.workspace.municipality.municipality;
  }
}
