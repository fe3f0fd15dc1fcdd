// A plan becomes a cut of its geography: rows of the version, its zones with their outlines, and which block lies in which.
import type { Queryable } from '../../db/database.ts';
import { closeGeographyVersion, insertGeographyVersion } from '../../db/queries/geographies.ts';
import type { Municipality } from '../../db/queries/municipalities.ts';
import { insertAssignments, insertZones } from '../../db/queries/zones.ts';
import { outlineToWkb } from '../../db/wkb.ts';
import type { Catalogue } from '../catalogue.ts';
import type { OpenPlan } from './plan-desk.ts';

/** `BLOCKS_ENDED`: the plan is drawn on blocks that have successors on that day; `FRAGMENTS_OPEN`: on blocks that have not begun before it. */
export interface AdoptRefusal {
  readonly code: 'VALIDITY_OVERLAP' | 'BLOCKS_ENDED' | 'FRAGMENTS_OPEN' | 'PLAN_OVERTAKEN';
  readonly detail: string;
}

/** Why a cut of these blocks cannot begin on a day: others are valid by then. */
export function blocksEnded({ blockSets }: Catalogue, blockSet: number, day: string): string | null {
  const own = blockSets.find((row) => row.blockSet === blockSet);
  return own?.validTo == null || day < own.validTo ? null : `the plan is drawn on blocks that are valid until ${own.validTo}; one made with a validFrom from that day on has the later ones`;
}

/** Why blocks cannot be replaced by their fragments from a day on. */
export function blocksBegunLater({ blockSets }: Catalogue, blockSet: number, day: string): string | null {
  const own = blockSets.find((row) => row.blockSet === blockSet)!;
  return own.validFrom < day ? null : `the blocks that it cuts are valid from ${own.validFrom}; fragments can take their place from a later day on`;
}

/** Why a cut cannot begin on a day: one that is closed holds on it, or an open one begins on it or later. */
export function overlappingCut({ geographies }: Catalogue, geography: string, day: string): string | null {
  const versions = geographies.find((row) => row.geography === geography)?.versions ?? [];
  const other = versions.find((row) => (row.validTo === null ? row.validFrom >= day : row.validTo > day));
  return other === undefined ? null : `version ${other.version} is valid from ${other.validFrom} to ${other.validTo ?? 'further notice'}`;
}

/**
 * In the caller's transaction; returns the version. The cut before it ends on the day. `blockSet`: the plan's own, or that which its cuts
 * made: fragments are blocks of it, by the same ids.
 */
export async function storeVersion(tx: Queryable, { municipality, epsg }: Municipality, { head, draft }: OpenPlan, validFrom: string, blockSet: number): Promise<number> {
  await closeGeographyVersion(tx, municipality, head.geography, validFrom);
  const row = { geography: head.geography, blockSet, title: head.name, validFrom, validTo: null, plan: head.plan };
  const version = await insertGeographyVersion(tx, municipality, row);
  const slots = [...draft.state.zones.keys()].filter((slot) => draft.state.zones[slot] !== null);
  const outlines = draft.dissolver.outlines(slots);
  const zones = slots.map((slot, position) => {
    const { zone, name } = draft.state.zones[slot]!;
    return { zone, name, position, wkb: outlineToWkb(outlines, position) };
  });
  await insertZones(tx, municipality, head.geography, version, epsg, zones);
  const assigned = draft.state.blockIds.flatMap((block, position) => {
    const zone = draft.state.zones[draft.state.assignment[position]!];
    return zone ? [{ block, zone: zone.zone }] : [];
  });
  await insertAssignments(tx, municipality, head.geography, version, assigned);
  return version;
}
