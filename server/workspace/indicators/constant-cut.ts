// A statistic at every date in one cut, from the blocks that it was counted in: for who may see block counts.
import { type BlockLink, type BlockShares, type CutSums, linkedBlocks, sumsInCut, wholeBlocks } from '../../../core/statistics/constant-cut.ts';
import type { CountSet } from '../../db/queries/counts.ts';
import { listLineageTo } from '../../db/queries/block-lineage.ts';
import { isValidOn } from '../catalogue.ts';
import type { ResidentVersion, Workspace } from '../workspace.ts';

export interface CutDate {
  readonly date: string;
  /** Stand of blocks that the counts are of. */
  readonly blockSet: number;
  readonly source: string;
  readonly sums: CutSums;
  /** What the source could not place in a block; null where it does not say. */
  readonly unlocated: number | null;
}

/**
 * Ascending by date. Of every date the stand that was valid then, since a recount that somebody stored does not tell what of it was apportioned; where that has no counts,
 * the cut's own stand, then the newest other. A date whose stand has no recorded lineage to the cut's is left out.
 */
export async function seriesInCut(workspace: Workspace, cut: ResidentVersion, statistic: string): Promise<readonly CutDate[]> {
  const sets = workspace.catalogue.countSets.filter(({ statistics }) => statistics.includes(statistic));
  const stands = new Map<number, BlockShares | null>();
  const dates: CutDate[] = [];
  for (const date of [...new Set(sets.map(({ referenceDate }) => referenceDate))].toSorted()) {
    for (const set of byStand(workspace, sets.filter(({ referenceDate }) => referenceDate === date), cut.blockSet)) {
      let shares = stands.get(set.blockSet);
      if (shares === undefined) stands.set(set.blockSet, (shares = await sharesOf(workspace, set.blockSet, cut)));
      if (shares === null) continue;
      const table = (await workspace.counts(set.blockSet, date))!;
      const unlocated = set.unlocated[set.statistics.indexOf(statistic)] ?? null;
      dates.push({ date, blockSet: set.blockSet, source: set.source, sums: sumsInCut(table, statistic, shares, cut.zoneList.length), unlocated });
      break;
    }
  }
  return dates;
}

/** One set a stand (a later one counts), the best stand first. */
function byStand({ catalogue }: Workspace, sets: readonly CountSet[], own: number): CountSet[] {
  const rank = ({ blockSet, referenceDate }: CountSet) => {
    const stand = catalogue.blockSets.find((row) => row.blockSet === blockSet)!;
    return isValidOn(stand, referenceDate) ? 0 : blockSet === own ? 1 : 2;
  };
  const newest = new Map(sets.map((set) => [set.blockSet, set]));
  return [...newest.values()].toSorted((a, b) => rank(a) - rank(b) || b.blockSet - a.blockSet);
}

/** null: nothing is recorded between the two stands. */
async function sharesOf(workspace: Workspace, blockSet: number, cut: ResidentVersion): Promise<BlockShares | null> {
  if (blockSet === cut.blockSet) return wholeBlocks(cut.assignment);
  const forward = blockSet < cut.blockSet;
  const { db, municipality } = workspace;
  const rows = (await listLineageTo(db, municipality.municipality, Math.max(blockSet, cut.blockSet))).filter(({ fromSet }) => fromSet === Math.min(blockSet, cut.blockSet));
  if (rows.length === 0) return null;
  const [here, there] = [await workspace.surface(blockSet), cut.surface];
  const links = rows.flatMap(({ fromBlock, toBlock, weight }): BlockLink[] => {
    const [block, other] = forward ? [here.positions.get(fromBlock), there.positions.get(toBlock)] : [here.positions.get(toBlock), there.positions.get(fromBlock)];
    if (block === undefined || other === undefined) return [];
    // Backwards a block is made of parts of earlier ones; how its people are spread over them nobody recorded, so their areas decide.
    return [{ block, other, weight: forward ? weight : weight * there.sourceAreaM2[other]! }];
  });
  return linkedBlocks(here.coverage.blockCount, links, cut.assignment);
}
