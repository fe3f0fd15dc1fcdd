// From which zones of the cut before the zones of a cut have arisen, by the blocks that they share.
import { UNASSIGNED } from '../../../core/coverage/coverage.ts';
import { listLineageTo } from '../../db/queries/block-lineage.ts';
import type { ResidentVersion, Workspace } from '../workspace.ts';

/** Land that a redrawn border leaves on the other side is no origin: a zone names those that a thousandth of it was in. */
const LEAST_SHARE = 0.001;

/**
 * By zone of `after` the positions of zones of `before`, the larger part of its land first. Blocks of another stand are followed by
 * the lineage that is stored, or by their ids where none is.
 */
export async function zonesBefore(workspace: Workspace, before: ResidentVersion, after: ResidentVersion): Promise<number[][]> {
  const shares = after.zoneList.map(() => new Map<number, number>());
  const { coverage } = after.surface;
  const take = (position: number, from: number, weight: number) => {
    const [zone, origin] = [after.assignment[position]!, before.assignment[from]!];
    if (zone === UNASSIGNED || origin === UNASSIGNED) return;
    shares[zone]!.set(origin, (shares[zone]!.get(origin) ?? 0) + weight);
  };
  if (before.blockSet === after.blockSet) coverage.blockAreaM2.forEach((areaM2, position) => take(position, position, areaM2));
  else {
    const rows = (await listLineageTo(workspace.db, workspace.municipality.municipality, after.blockSet)).filter(({ fromSet }) => fromSet === before.blockSet);
    const pairs = rows.length > 0 ? rows : coverage.ids.map((id) => ({ fromBlock: id, toBlock: id, weight: 1 }));
    for (const { fromBlock, toBlock, weight } of pairs) {
      const from = before.surface.positions.get(fromBlock);
      const position = after.surface.positions.get(toBlock);
      if (from !== undefined && position !== undefined) take(position, from, weight * before.surface.coverage.blockAreaM2[from]!);
    }
  }
  return shares.map((own) => {
    const all = [...own.values()].reduce((sum, share) => sum + share, 0);
    return [...own].filter(([, share]) => share >= LEAST_SHARE * all).toSorted((a, b) => b[1] - a[1] || a[0] - b[0]).map(([zone]) => zone);
  });
}
