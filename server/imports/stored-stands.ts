// What is stored of earlier stands, cuts and open plans, as the match with a new stand needs it.
import { adjacency } from '../../core/coverage/adjacency.ts';
import { buildCoverage } from '../../core/coverage/build-coverage.ts';
import { UNASSIGNED, type BlockRings } from '../../core/coverage/coverage.ts';
import { joinPairs } from '../../core/coverage/near-adjacency.ts';
import type { PlanState } from '../../core/plan/plan-state.ts';
import { createSurface, surfaceOfIds, type PlanSurface } from '../../core/plan/surface.ts';
import { toPlaneOf } from '../../core/plan/to-plane.ts';
import type { Queryable } from '../db/database.ts';
import { readBlockNear } from '../db/queries/block-near.ts';
import { listBlockSets } from '../db/queries/block-sets.ts';
import { readBlockRings, readSourceRings } from '../db/queries/blocks.ts';
import { listGeographyVersions, type GeographyVersion } from '../db/queries/geographies.ts';
import type { Municipality } from '../db/queries/municipalities.ts';
import { listPlanEvents, listPlans, type Plan, type PlanEvent } from '../db/queries/plans.ts';
import { listAssignments, listZones } from '../db/queries/zones.ts';
import { crsDefinition } from '../gdal/crs/crs.ts';
import { PlanReplay } from '../workspace/plans/plan-replay.ts';
import type { OpenPlanState, OpenVersion, StoredStands } from './match-stands.ts';

/** Nothing that a new stand could follow. */
export const NO_STANDS: StoredStands = { newest: null, stands: [], versions: [], plans: [] };

/** Whether a plan lives on: not adopted, not rejected, and not for a day on which the earlier blocks still count. */
function isOpen({ state, validFrom }: Plan, day: string): boolean {
  return state !== 'adopted' && state !== 'rejected' && (validFrom === null || validFrom >= day);
}

/** Cuts that are valid on `day` or later, and open plans for then, each on the set that it was drawn on. */
export async function readStoredStands(db: Queryable, { municipality, epsg }: Pick<Municipality, 'municipality' | 'epsg'>, day: string): Promise<StoredStands> {
  const newest = (await listBlockSets(db, municipality)).at(-1);
  if (newest === undefined) return NO_STANDS;
  const rings = new Map<number, BlockRings>();
  const ringsOf = async (blockSet: number) => {
    const known = rings.get(blockSet);
    if (known !== undefined) return known;
    const read = await readSourceRings(db, municipality, blockSet);
    rings.set(blockSet, read);
    return read;
  };
  await ringsOf(newest.blockSet);
  const rows = await listGeographyVersions(db, municipality);
  const readVersion = async ({ geography, version, title, blockSet }: GeographyVersion): Promise<OpenVersion> => {
    const { ids } = await ringsOf(blockSet);
    const zones = (await listZones(db, municipality, geography, version)).map(({ zone, name, position }) => ({ zone, name, position }));
    const slots = new Map(zones.map(({ zone }, slot) => [zone, slot]));
    const positions = new Map(ids.map((id, position) => [id, position]));
    const assignment = new Int32Array(ids.length).fill(UNASSIGNED);
    for (const { block, zone } of await listAssignments(db, municipality, geography, version)) {
      const position = positions.get(block);
      if (position !== undefined) assignment[position] = slots.get(zone)!;
    }
    return { geography, version, title, blockSet, zones, assignment };
  };
  const versions: OpenVersion[] = [];
  for (const row of rows) if (row.validTo === null || (row.validTo > day && row.validTo > row.validFrom)) versions.push(await readVersion(row));

  const plans: OpenPlanState[] = [];
  for (const plan of await listPlans(db, municipality)) {
    if (!isOpen(plan, day)) continue;
    const { ids } = await ringsOf(plan.blockSet);
    const base = rows.find((row) => row.geography === plan.geography && row.version === plan.baseVersion);
    const begun = base === undefined ? null : await readVersion(base);
    const events = await listPlanEvents(db, municipality, plan.plan);
    const surface = events.some(cuts) ? await drawnSurface(db, { municipality, epsg }, plan.blockSet) : surfaceOfIds(ids);
    const zones = begun?.zones.map(({ zone, name }) => ({ zone, name, locked: false })) ?? [];
    const replay = new PlanReplay({ surface, zones, assignment: begun?.assignment ?? new Int32Array(ids.length).fill(UNASSIGNED) }, events);
    const { plan: id, name, geography, baseVersion, blockSet } = plan;
    plans.push({ plan: id, name, geography, baseVersion, blockSet, version: replay.version, state: replay.life, zones: replay.state.zones, assignment: wholeBlocks(replay.state) });
  }
  return { newest: newest.blockSet, stands: [...rings].map(([blockSet, own]) => ({ blockSet, rings: own })), versions, plans };
}

/** Whether an event cut or healed blocks. */
const cuts = ({ inverse }: Pick<PlanEvent, 'inverse'>): boolean => (inverse?.cuts ?? null) !== null;

/** The blocks of a stand to draw on, for plans that cut some of them. */
async function drawnSurface(db: Queryable, { municipality, epsg }: Pick<Municipality, 'municipality' | 'epsg'>, blockSet: number): Promise<PlanSurface> {
  const built = buildCoverage(await readBlockRings(db, municipality, blockSet));
  if (!built.ok) throw new Error(`the stored blocks are no coverage: ${built.issues[0]?.detail}`);
  const pairs = await readBlockNear(db, municipality, blockSet);
  const edges = adjacency(built.coverage);
  return createSurface({ coverage: built.coverage, neighbours: pairs.length === 0 ? edges : joinPairs(edges, pairs), toPlane: toPlaneOf(crsDefinition(epsg)!) });
}

/** Slots by block of the stand; the number of slots for a block whose fragments are in several. */
function wholeBlocks({ surface, assignment, zones }: PlanState): Int32Array {
  const slots = assignment.slice(0, surface.baseCount);
  surface.baseOf.forEach((base, position) => {
    if (assignment[position] !== assignment[base]) slots[base] = zones.length;
  });
  return slots;
}
