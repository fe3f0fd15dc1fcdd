// A plan becomes a cut of its geography: rows of the version, its zones with their outlines, and which block lies in which.
import type { Queryable } from '../db/database.ts';
import { closeGeographyVersion, insertGeographyVersion } from '../db/queries/geographies.ts';
import type { Municipality } from '../db/queries/municipalities.ts';
import { insertAssignments, insertZones } from '../db/queries/zones.ts';
import { outlineToWkb } from '../db/wkb.ts';
import type { OpenPlan } from './plan-desk.ts';

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
