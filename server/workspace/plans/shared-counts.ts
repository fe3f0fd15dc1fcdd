// Which counts of a stand of blocks are shares: those that an adopted plan shared out to the fragments of the blocks that it cut.
import { listLineageTo } from '../../db/queries/block-lineage.ts';
import type { Surface, Workspace } from '../workspace.ts';

/** By stand: its blocks with several of them from one block of the stand before. Lineage never changes. */
const fragments = new WeakMap<Surface, Promise<Fragments | null>>();

interface Fragments {
  readonly from: number;
  /** By position of the stand: position in the stand before of the block that was cut, -1 where none was. */
  readonly cutFrom: Int32Array;
  /** By position of the stand: the block of the stand before. */
  readonly before: Int32Array;
}

/**
 * By block position: the block that was counted, where the count of the date is a share of it, else -1; null where all blocks were counted. Positions are those
 * of the stand on which it was counted. A date is shared out where the stand is a plan's and the stand before has counts of it as well: counts that came later for
 * the same date are taken for shares too, which finds too much rather than too little.
 */
export async function sharedFrom(workspace: Workspace, blockSet: number, referenceDate: string): Promise<Int32Array | null> {
  const { blockSets } = workspace.catalogue;
  if (blockSets.find((row) => row.blockSet === blockSet)?.source.startsWith('plan ') !== true) return null;
  const surface = await workspace.surface(blockSet);
  let reading = fragments.get(surface);
  if (reading === undefined) {
    fragments.set(surface, (reading = readFragments(workspace, surface)));
    reading.catch(() => fragments.delete(surface));
  }
  const made = await reading;
  if (made === null || !workspace.referenceDates(made.from).includes(referenceDate)) return null;
  const { cutFrom, before, from } = made;
  const earlier = await sharedFrom(workspace, from, referenceDate);
  // What was a share on the stand before is one of the same block; blocks that only this stand cut get numbers behind all of these.
  if (earlier === null) return cutFrom;
  const room = earlier.reduce((most, of) => Math.max(most, of), -1) + 1;
  return Int32Array.from(cutFrom, (own, block) => {
    const there = before[block]! < 0 ? -1 : earlier[before[block]!]!;
    return there >= 0 ? there : own < 0 ? -1 : room + own;
  });
}

async function readFragments(workspace: Workspace, { blockSet, positions, coverage }: Surface): Promise<Fragments | null> {
  const rows = await listLineageTo(workspace.db, workspace.municipality.municipality, blockSet);
  const from = rows.reduce((newest, { fromSet }) => Math.max(newest, fromSet), -1);
  if (from < 0) return null;
  const stand = await workspace.surface(from);
  const before = new Int32Array(coverage.blockCount).fill(-1);
  const pieces = new Map<number, number>();
  for (const { fromSet, fromBlock, toBlock } of rows) {
    const [base, piece] = [stand.positions.get(fromBlock), positions.get(toBlock)];
    if (fromSet !== from || base === undefined || piece === undefined) continue;
    before[piece] = base;
    pieces.set(base, (pieces.get(base) ?? 0) + 1);
  }
  return { from, before, cutFrom: before.map((base) => (base >= 0 && pieces.get(base)! > 1 ? base : -1)) };
}
