// What a plan nests in: the cut of the parent geography that is in force on the plan's day, or the plan that goes along with it.
import type { ParentZones } from '../../../core/plan/questions/nesting.ts';
import type { Plan } from '../../db/queries/plans.ts';
import { isValidOn } from '../catalogue.ts';
import { carryOver } from '../releases/public-totals.ts';
import type { ResidentVersion, Surface, Workspace } from '../workspace.ts';


/** By cut and stand: an open plan asks with every step. */
const carried = new WeakMap<ResidentVersion, Map<number, Promise<ParentZones>>>();

/**
 * The cut of the parent geography on the plan's day (else today, else the newest). null where the geography has no parent, or the
 * parent no cut. A cut over another stand is carried over by where most of a block lay.
 */
export async function parentCut(workspace: Workspace, { geography, validFrom }: Pick<Plan, 'geography' | 'validFrom'>, surface: Surface, today: string): Promise<ParentZones | null> {
  const { geographies } = workspace.catalogue;
  const parent = geographies.find((row) => row.geography === geography)?.parent ?? null;
  const versions = geographies.find((row) => row.geography === parent)?.versions ?? [];
  const row = versions.find((one) => isValidOn(one, validFrom ?? today)) ?? versions.at(-1);
  const cut = row === undefined ? null : await workspace.version(row.geography, row.version);
  if (cut === null) return null;
  const known = carried.get(cut) ?? new Map<number, Promise<ParentZones>>();
  carried.set(cut, known);
  let zones = known.get(surface.blockSet);
  if (zones === undefined) {
    zones = carryOver(workspace, cut.assignment, cut.surface, surface).then((assignment) => ({ assignment, zones: cut.zoneList.map(({ zone }) => zone) }));
    known.set(surface.blockSet, zones);
    zones.catch(() => known.delete(surface.blockSet));
  }
  return zones;
}
