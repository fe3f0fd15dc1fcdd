// What published releases show of all zones of a cut as one: a number of its own, audited with theirs, and shown though one of them is withheld.
import type { ResidentVersion, Workspace } from '../workspace.ts';
import { type Shown, shownOf } from './released-cells.ts';

/** Cuts of one zone over the same stand that takes exactly the blocks which this cut's zones take; the newest release first. */
export async function wholesOf(workspace: Workspace, cut: ResidentVersion): Promise<readonly Shown[]> {
  const list = workspace.releases.list();
  const found: Shown[] = [];
  for (const { geography, versions } of workspace.catalogue.geographies) {
    for (const { version, blockSet, zones } of versions) {
      if (zones !== 1 || blockSet !== cut.blockSet) continue;
      const shown = shownOf(list, geography, version);
      if (shown.length === 0) continue;
      const whole = (await workspace.version(geography, version))!;
      if (whole.assignment.every((zone, block) => zone >= 0 === cut.assignment[block]! >= 0)) found.push(...shown);
    }
  }
  return found.toSorted((a, b) => b.release.number - a.release.number);
}
