// A new block stand against the stored ones: what happened to each block, and what becomes of cuts and open plans.
import { buildCoverage } from '../../core/coverage/build-coverage.ts';
import { carryAssignment, matchBlocks, type Lineage } from '../../core/concordance/lineage.ts';
import { UNASSIGNED, type BlockRings, type Coverage } from '../../core/coverage/coverage.ts';
import { dissolve } from '../../core/coverage/dissolve.ts';
import type { PlanZone } from '../../core/plan/plan-state.ts';
import { outlineToWkb } from '../db/wkb.ts';
import type { PlanLifeState, Rebase } from '../workspace/plans/plan-events.ts';
import { MOST_ITEMS } from './block-findings.ts';

/** A stored set with the outlines of its source. */
export interface EarlierStand {
  readonly blockSet: number;
  readonly rings: BlockRings;
}

/** A cut that is valid beyond the day of the new stand. */
export interface OpenVersion {
  readonly geography: string;
  readonly version: number;
  readonly title: string;
  readonly blockSet: number;
  readonly zones: readonly { readonly zone: string; readonly name: string; readonly position: number }[];
  /** Index into `zones` by position in its set. */
  readonly assignment: Int32Array;
}

export interface OpenPlanState {
  readonly plan: string;
  readonly name: string;
  readonly geography: string;
  readonly baseVersion: number | null;
  /** Number of its events: what the plan was when it was read. */
  readonly version: number;
  readonly state: PlanLifeState;
  readonly blockSet: number;
  readonly zones: readonly (PlanZone | null)[];
  /** Slot by position in its set; `zones.length` for a block that the plan cut into fragments of several zones. */
  readonly assignment: Int32Array;
}

/** What the server read for the match. */
export interface StoredStands {
  /** The set that the new one follows; null where it is the first. */
  readonly newest: number | null;
  readonly stands: readonly EarlierStand[];
  readonly versions: readonly OpenVersion[];
  readonly plans: readonly OpenPlanState[];
}

export interface LineageItem {
  /** `renamed`: the same block under another id. `reused`: an id given to another place. */
  readonly relation: string;
  readonly from: readonly string[];
  readonly to: readonly string[];
  readonly shares: readonly { readonly from: string; readonly to: string; readonly share: number }[];
}

interface Ambiguous {
  readonly block: string;
  /** '' for no zone. */
  readonly zones: readonly string[];
  readonly shares: readonly number[];
}

export interface LineageReport {
  readonly fromSet: number;
  readonly same: number;
  readonly renamed: number;
  readonly split: number;
  readonly merged: number;
  readonly reshaped: number;
  readonly new: readonly string[];
  readonly gone: readonly string[];
  readonly items: readonly LineageItem[];
  /** `carried`: blocks that have their zone. */
  readonly versions: readonly { readonly geography: string; readonly version: number; readonly title: string; readonly carried: number; readonly unassigned: readonly string[]; readonly ambiguous: readonly Ambiguous[] }[];
  readonly plans: readonly { readonly plan: string; readonly name: string; readonly carried: number; readonly notCarried: Rebase['notCarried'] }[];
}

export interface MatchedStands {
  readonly report: LineageReport;
  /** Rows of app.block_lineage by earlier set. */
  readonly lineage: readonly { readonly fromSet: number; readonly rows: readonly { readonly fromBlock: string; readonly toBlock: string; readonly weight: number }[] }[];
  readonly versions: readonly CarriedVersion[];
  readonly plans: readonly (Pick<OpenPlanState, 'plan' | 'geography' | 'baseVersion' | 'version'> & { readonly rebase: Omit<Rebase, 'toSet'> })[];
}

export interface CarriedVersion {
  readonly geography: string;
  readonly version: number;
  readonly title: string;
  readonly zones: readonly { readonly zone: string; readonly name: string; readonly position: number; readonly wkb: Uint8Array | null }[];
  readonly placed: readonly { readonly block: string; readonly zone: string }[];
  readonly unassigned: readonly string[];
  readonly ambiguous: readonly Ambiguous[];
}

/** `source` is the new stand as its file draws it, `drawn` what zones are drawn with. The newest stored set is among the stands. */
export function matchStands(stored: StoredStands, source: Coverage, drawn: Coverage): MatchedStands | null {
  if (stored.newest === null) return null;
  const matched = new Map(stored.stands.map(({ blockSet, rings }) => [blockSet, { ids: rings.ids, lineage: lineageOf(rings, source) }]));
  const versions = stored.versions.map((version) => carryVersion(version, matched.get(version.blockSet)!.lineage, drawn));
  const plans = stored.plans.map((plan) => carryPlan(plan, matched.get(plan.blockSet)!.lineage, source.ids));
  const { ids, lineage } = matched.get(stored.newest)!;
  return {
    report: {
      ...reportLineage(stored.newest, lineage, ids, source.ids),
      versions: versions.map(({ geography, version, title, placed, unassigned, ambiguous }) => ({ geography, version, title, carried: placed.length, unassigned, ambiguous })),
      plans: plans.map(({ rebase }, i) => ({
        plan: stored.plans[i]!.plan,
        name: stored.plans[i]!.name,
        carried: rebase.blocks.reduce((sum, blocks) => sum + blocks.length, 0),
        notCarried: rebase.notCarried,
      })),
    },
    lineage: [...matched].map(([fromSet, one]) => ({ fromSet, rows: rowsOf(one.lineage, one.ids, source.ids) })),
    versions,
    plans,
  };
}

function lineageOf(rings: BlockRings, after: Coverage): Lineage {
  const built = buildCoverage(rings);
  if (!built.ok) throw new Error(`the stored blocks are no coverage: ${built.issues[0]?.detail}`);
  const result = matchBlocks({ ids: rings.ids, coverage: built.coverage }, { ids: after.ids, coverage: after });
  if (!result.ok) throw new Error(`block stands cannot be matched: ${result.issues[0]?.detail}`);
  return result.lineage;
}

function rowsOf({ pairBefore, pairAfter, weight }: Lineage, before: readonly string[], after: readonly string[]) {
  return Array.from(pairBefore, (from, i) => ({ fromBlock: before[from]!, toBlock: after[pairAfter[i]!]!, weight: Math.min(1, weight[i]!) })).filter((row) => row.weight > 0);
}

function reportLineage(fromSet: number, lineage: Lineage, before: readonly string[], after: readonly string[]): Omit<LineageReport, 'versions' | 'plans'> {
  const { relation, renamed, groupOfBefore, groupOfAfter, pairBefore, pairAfter, shareOfBefore, reused } = lineage;
  const count = (wanted: string) => relation.filter((name) => name === wanted).length;
  const changed = (group: number) => relation[group] !== 'same' || renamed[group] === 1;
  const groups = new Map<number, { from: string[]; to: string[]; shares: { from: string; to: string; share: number }[] }>();
  relation.forEach((_, group) => {
    if (changed(group)) groups.set(group, { from: [], to: [], shares: [] });
  });
  groupOfBefore.forEach((group, block) => groups.get(group)?.from.push(before[block]!));
  groupOfAfter.forEach((group, block) => groups.get(group)?.to.push(after[block]!));
  pairBefore.forEach((block, i) => groups.get(groupOfBefore[block]!)?.shares.push({ from: before[block]!, to: after[pairAfter[i]!]!, share: shareOfBefore[i]! }));
  const items: LineageItem[] = [...groups].map(([group, found]) => ({ relation: renamed[group] === 1 ? 'renamed' : relation[group]!, ...found }));
  for (let i = 0; i < reused.length; i += 2) items.push({ relation: 'reused', from: [before[reused[i]!]!], to: [after[reused[i + 1]!]!], shares: [] });
  const idsOf = (wanted: string, groupOf: Uint32Array, ids: readonly string[]) => ids.filter((_, block) => relation[groupOf[block]!] === wanted);
  return {
    fromSet,
    same: count('same'),
    renamed: renamed.reduce((sum, is) => sum + is, 0),
    split: count('split'),
    merged: count('merged'),
    reshaped: count('reshaped'),
    new: idsOf('new', groupOfAfter, after),
    gone: idsOf('gone', groupOfBefore, before),
    items: items.slice(0, MOST_ITEMS),
  };
}

function carryVersion(version: OpenVersion, lineage: Lineage, drawn: Coverage): CarriedVersion {
  const { zones } = version;
  const carried = carryAssignment(lineage, version.assignment);
  const outlines = dissolve(drawn, carried.assignment, zones.length);
  return {
    geography: version.geography,
    version: version.version,
    title: version.title,
    zones: zones.map((zone, slot) => ({ ...zone, wkb: outlineToWkb(outlines, slot) })),
    placed: drawn.ids.flatMap((block, i) => (carried.assignment[i] === UNASSIGNED ? [] : [{ block, zone: zones[carried.assignment[i]!]!.zone }])),
    unassigned: Array.from(carried.unassigned, (block) => drawn.ids[block]!),
    ambiguous: carried.ambiguous.map(({ block, zones: slots, shares }) => ({
      block: drawn.ids[block]!,
      zones: slots.map((slot) => (slot === UNASSIGNED ? '' : zones[slot]!.zone)),
      shares: [...shares],
    })),
  };
}

function carryPlan(open: OpenPlanState, lineage: Lineage, ids: readonly string[]): MatchedStands['plans'][number] {
  const { plan, geography, baseVersion, version, state, zones, blockSet } = open;
  const carried = carryAssignment(lineage, open.assignment);
  const blocks: string[][] = zones.map(() => []);
  // Cuts end here: they were drawn on outlines that are gone. A block whose fragments were in one zone is carried as a whole.
  const several = carried.ambiguous.map(({ block }) => block);
  carried.assignment.forEach((slot, block) => {
    if (slot === zones.length) several.push(block);
    else if (slot !== UNASSIGNED) blocks[slot]!.push(ids[block]!);
  });
  const notCarried = [
    ...Array.from(carried.unassigned, (block) => ({ block: ids[block]!, reason: 'NEW' as const })),
    ...several.map((block) => ({ block: ids[block]!, reason: 'SEVERAL_ZONES' as const })),
  ];
  return { plan, geography, baseVersion, version, rebase: { fromSet: blockSet, state: notCarried.length > 0 ? 'draft' : state, zones, blocks, notCarried } };
}
