// The audit of a release: what follows from zone totals of several partitions of the blocks, statistic by statistic.
import { gatherAtoms } from './atoms.ts';
import { auditDifferences, type DifferencingFinding, type WithheldZones } from './differencing.ts';
import { auditManyDifferences } from './many-geographies.ts';
import type { ProgramSolver } from './program.ts';

/** One published division of the blocks: a version of a geography. `zoneOf` by block position, -1 outside. */
export interface Partition {
  readonly zoneOf: Int32Array;
  readonly zoneCount: number;
}

/** Blocks with the same zone in every partition. Row-major: `zone[width * atom + partition]`; `blocks[atom]` ascending. */
export interface AtomBlocks {
  readonly width: number;
  readonly zone: Int32Array;
  readonly atomOfBlock: Uint32Array;
  readonly blocks: readonly Uint32Array[];
}

/**
 * Prepared once for all statistics and reference dates of a release. Partitions are all that was ever published for the
 * same date: every version of a geography is a partition of its own, whether it was released before, printed elsewhere or
 * is asked for now; zones that a release withholds are named in `findings`.
 */
export class ReleaseAudit {
  private readonly zones: Int32Array[];
  private readonly zoneCounts: readonly number[];
  private gathered: AtomBlocks | null = null;

  constructor(partitions: readonly Partition[], private readonly solver: ProgramSolver) {
    this.zones = partitions.map(({ zoneOf }) => zoneOf.slice());
    this.zoneCounts = partitions.map(({ zoneCount }) => zoneCount);
  }

  /** What the atoms in findings are; after a move they are numbered anew. */
  get atoms(): AtomBlocks {
    return (this.gathered ??= blocksOfAtoms(this.zones, this.zoneCounts));
  }

  /**
   * Every atom of which a union below `threshold` follows from totals that are not withheld, ascending by atom. `counts` by
   * block, whole numbers from 0; a complement (residents less a group) is a count of its own. `withheld` by partition: 1 by zone
   * where the total is not published, null where all are.
   */
  findings(counts: Int32Array, withheld: WithheldZones, threshold: number): readonly DifferencingFinding[] {
    const { width, zone, atomOfBlock, blocks } = this.atoms;
    const count = new Float64Array(blocks.length);
    counts.forEach((held, block) => (count[atomOfBlock[block]!]! += held));
    const atoms = { width, zoneCounts: this.zoneCounts, zone, count };
    return width === 2 ? auditDifferences(atoms, threshold, withheld) : auditManyDifferences(atoms, threshold, withheld, this.solver);
  }

  /** Blocks change to zone `to` (-1: none) of one partition. */
  move(partition: number, blocks: ArrayLike<number>, to: number): void {
    if (!(to >= -1 && to < this.zoneCounts[partition]!)) throw new RangeError(`partition ${partition} has no zone ${to}`);
    for (let i = 0; i < blocks.length; i++) this.zones[partition]![blocks[i]!] = to;
    this.gathered = null;
  }
}

function blocksOfAtoms(zones: readonly Int32Array[], zoneCounts: readonly number[]): AtomBlocks {
  const { atoms, atomOfRow } = gatherAtoms(zones, zoneCounts, new Uint8Array(zones[0]?.length ?? 0));
  const blocks: number[][] = Array.from(atoms.count, () => []);
  atomOfRow.forEach((atom, block) => blocks[atom]!.push(block));
  return { width: atoms.width, zone: atoms.zone, atomOfBlock: atomOfRow, blocks: blocks.map((of) => Uint32Array.from(of)) };
}
