// The stand of blocks that a plan with cuts makes when it is adopted: fragments are blocks of it, and everything on the stand before goes along.
import { dissolve } from '../../../core/coverage/dissolve.ts';
import { ringsFromCoverage } from '../../../core/coverage/rings-from-coverage.ts';
import { fragmentCounts } from '../../../core/plan/fragment-counts.ts';
import type { PlanSurface } from '../../../core/plan/surface.ts';
import { nearPairsOf, patchedRings } from '../../../core/plan/surface/surface-topology.ts';
import { createCountTable, setCount } from '../../../core/statistics/counts.ts';
import type { Queryable } from '../../db/database.ts';
import { insertBlockNear } from '../../db/queries/block-near.ts';
import { closeBlockSet, insertBlockSet } from '../../db/queries/block-sets.ts';
import type { BlockSource } from '../../db/block-copy-rows.ts';
import { insertBlocks, insertLineage, readSourceRings, type Lineage } from '../../db/queries/blocks.ts';
import { insertBlockCounts, insertCountSet, listBlockCounts, type BlockCounts, type CountSet } from '../../db/queries/counts.ts';
import { endGeographyVersion, insertGeographyVersion } from '../../db/queries/geographies.ts';
import { appendPlanRebase } from '../../db/queries/plans.ts';
import { insertProtectedCopy, listProtectedCopies, type StoredCopy } from '../../db/queries/protected-copies.ts';
import { insertAssignments, insertZones } from '../../db/queries/zones.ts';
import { outlineToWkb } from '../../db/wkb.ts';
import { recordStep } from '../releases/ledger.ts';
import { rebaseOnCut } from './cut-stand-plans.ts';
import type { OpenPlan } from './plan-desk.ts';
import { digestOf } from '../protected-copies.ts';
import type { ResidentVersion, Workspace } from '../workspace.ts';

/** A message of them is some 2 MB. */
const LINEAGE_ROWS = 20_000;

/** A count set over the stand before, shared out to the new blocks, with its protected copies likewise. */
interface SharedCounts {
  readonly set: CountSet;
  readonly rows: readonly BlockCounts[];
  readonly copies: readonly StoredCopy[];
}

/** What was read before the transaction. */
export interface CutStand {
  readonly from: number;
  readonly surface: PlanSurface;
  readonly source: BlockSource | null;
  /** Cuts of other geographies that hold on the day or later. */
  readonly versions: readonly ResidentVersion[];
  /** Other open plans on the stand before, for the day or later. */
  readonly plans: readonly OpenPlan[];
  readonly counts: readonly SharedCounts[];
}

/** Somebody changed one of the plans that go along; thrown to take the transaction back. */
export class PlanOvertaken extends Error {
  constructor(readonly plan: string) {
    super('a plan was changed while the stand before it ended');
  }
}

/** `plans`: heads and states of all plans. Makes what protected copies are missing: later ones would be a second rounding of the same counts. */
export async function readCutStand(workspace: Workspace, { head, draft }: OpenPlan, validFrom: string, plans: readonly OpenPlan[]): Promise<CutStand> {
  const { catalogue, db } = workspace;
  const { municipality } = workspace.municipality;
  const { surface } = draft.state;
  const stand = await workspace.surface(head.blockSet);
  const versions: ResidentVersion[] = [];
  for (const { geography, versions: rows } of catalogue.geographies) {
    if (geography === head.geography) continue;
    for (const row of rows) {
      if (row.blockSet !== head.blockSet || (row.validTo !== null && (row.validTo <= validFrom || row.validTo <= row.validFrom))) continue;
      versions.push((await workspace.version(geography, row.version))!);
    }
  }
  const counts: SharedCounts[] = [];
  for (const set of catalogue.countSets.filter(({ blockSet }) => blockSet === head.blockSet)) {
    await workspace.copies.table(head.blockSet, set.referenceDate);
    const stored = await listProtectedCopies(db, municipality, set.countSet);
    counts.push({ set, rows: await sharedRows(workspace, set, surface, stand.positions), copies: stored.map((copy) => ({ ...copy, counts: shareOut(copy.counts, surface) })) });
  }
  return {
    from: head.blockSet,
    surface,
    source: stand.sourceAreaM2 === stand.coverage.blockAreaM2 ? null : await sourceOf(workspace, head.blockSet, surface),
    versions,
    plans: plans.filter(({ head: other }) => other.plan !== head.plan && other.blockSet === head.blockSet && !['adopted', 'rejected'].includes(other.state) && (other.validFrom === null || other.validFrom >= validFrom)),
    counts,
  };
}

/**
 * Inside the caller's transaction: blocks with their lineage, cuts of other geographies, counts with their copies. Returns the new stand and
 * the numbers of the cuts that go on, by `version geography` and by geography.
 */
export async function storeCutStand(tx: Queryable, workspace: Workspace, stand: CutStand, { head }: OpenPlan, validFrom: string, account: string): Promise<{ readonly blockSet: number; readonly numbers: Map<string, number> }> {
  const { municipality, epsg } = workspace.municipality;
  const { surface, source, from } = stand;
  const { coverage, ids } = surface;
  const before = workspace.catalogue.blockSets.find(({ blockSet }) => blockSet === from)!;
  await closeBlockSet(tx, municipality, validFrom);
  const blockSet = await insertBlockSet(tx, municipality, { validFrom, validTo: null, source: `plan ${head.plan}`, repair: before.repair, empty: before.empty });
  await insertBlocks(tx, municipality, blockSet, epsg, ringsFromCoverage(coverage), source ?? undefined);
  // Without statistics each row's foreign key scans all blocks.
  await tx.query('analyze app.block');
  await insertBlockNear(tx, municipality, blockSet, ids, nearPairsOf(surface.neighbours));
  const lineage = ids.map((toBlock, position): Lineage => ({ fromBlock: surface.root.ids[surface.baseOf[position]!]!, toBlock, weight: Math.min(1, surface.share[position]!) }));
  for (let at = 0; at < lineage.length; at += LINEAGE_ROWS) await insertLineage(tx, municipality, from, blockSet, lineage.slice(at, at + LINEAGE_ROWS));

  const numbers = new Map<string, number>();
  for (const { geography, version, title, validFrom: began, validTo, plan, zoneList, assignment } of stand.versions) {
    // One that begins later begins then on the new blocks, and its predecessor holds on no day.
    const day = began > validFrom ? began : validFrom;
    await endGeographyVersion(tx, municipality, geography, version, day);
    const number = await insertGeographyVersion(tx, municipality, { geography, blockSet, title, validFrom: day, validTo, plan }, { fromVersion: version, unassigned: [], ambiguous: [] });
    const carried = Int32Array.from(surface.baseOf, (base) => assignment[base]!);
    const outlines = dissolve(coverage, carried, zoneList.length);
    await insertZones(tx, municipality, geography, number, epsg, zoneList.map((zone, slot) => ({ ...zone, wkb: outlineToWkb(outlines, slot) })));
    await insertAssignments(tx, municipality, geography, number, ids.flatMap((block, position) => (carried[position]! < 0 ? [] : [{ block, zone: zoneList[carried[position]!]!.zone }])));
    numbers.set(`${version} ${geography}`, number);
    numbers.set(geography, number);
  }

  for (const { set, rows, copies } of stand.counts) {
    const { referenceDate, statistics, unlocated, source: origin } = set;
    const countSet = await insertCountSet(tx, municipality, { blockSet, referenceDate, statistics, unlocated, source: origin });
    await insertBlockCounts(tx, municipality, countSet, rows);
    const made = copies.map((copy) => ({ ...copy, digest: digestOf(countSet, copy.statistic, copy.base, copy.counts) }));
    for (const copy of made) await insertProtectedCopy(tx, municipality, countSet, copy);
    if (made.length === 0) continue;
    await recordStep(tx, municipality, {
      account,
      action: 'protected-copy',
      subject: String(countSet),
      content: { referenceDate, blockSet, from: set.countSet, copies: made.map(({ statistic, base, digest: sha256 }) => ({ statistic, base, sha256 })) },
    });
  }
  return { blockSet, numbers };
}

/** After the adopted cut has its number. Throws PlanOvertaken. */
export async function carryPlans(tx: Queryable, { municipality: { municipality } }: Workspace, stand: CutStand, blockSet: number, numbers: ReadonlyMap<string, number>, account: string): Promise<void> {
  for (const { head, draft } of stand.plans) {
    const base = head.baseVersion === null ? null : (numbers.get(`${head.baseVersion} ${head.geography}`) ?? numbers.get(head.geography) ?? null);
    const rebase = { ...rebaseOnCut(draft, stand.surface), fromSet: stand.from, toSet: blockSet };
    if ((await appendPlanRebase(tx, municipality, head.plan, draft.version, base, rebase, account)) === null) throw new PlanOvertaken(head.plan);
  }
}

async function sharedRows(workspace: Workspace, set: CountSet, surface: PlanSurface, positions: ReadonlyMap<string, number>): Promise<BlockCounts[]> {
  const table = createCountTable(set.statistics, surface.baseCount);
  const counted = new Set<number>();
  for (const { block, counts } of await listBlockCounts(workspace.db, workspace.municipality.municipality, set.countSet)) {
    const position = positions.get(block);
    if (position === undefined) continue;
    counted.add(position);
    counts.forEach((count, column) => setCount(table, position, column, count));
  }
  const width = set.statistics.length;
  const { values, known } = fragmentCounts(table, surface).table;
  return surface.ids.flatMap((block, position) => {
    if (!counted.has(surface.baseOf[position]!)) return [];
    const at = position * width;
    return [{ block, counts: Array.from({ length: width }, (_, column) => (known[at + column] === 1 ? values[at + column]! : null)) }];
  });
}

function shareOut(counts: readonly (number | null)[], surface: PlanSurface): (number | null)[] {
  const table = createCountTable(['copy'], surface.baseCount);
  counts.forEach((count, position) => setCount(table, position, 0, count));
  const { values, known } = fragmentCounts(table, surface).table;
  return Array.from(values, (value, position) => (known[position] === 1 ? value : null));
}

/** Of a fragment the source drew no outline: it has the one that was cut, with its part of the source's area. */
async function sourceOf({ db, municipality }: Workspace, blockSet: number, surface: PlanSurface): Promise<BlockSource> {
  const rings = await readSourceRings(db, municipality.municipality, blockSet);
  const fragments = new Map(surface.ids.flatMap((_, position) => (surface.isFragment(position) ? [[position, surface.outline(position)] as const] : [])));
  return { rings: patchedRings(rings, surface.ids, fragments), areaM2: surface.sourceAreaM2 };
}
