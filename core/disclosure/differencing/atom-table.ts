// Atoms of partitions that change block by block: an atom keeps its number for as long as it has a block.
import { gatherAtoms } from './atoms.ts';

/** One published division of the blocks: a version of a geography. `zoneOf` by block position, -1 outside. */
export interface Partition {
  readonly zoneOf: Int32Array;
  readonly zoneCount: number;
}

/**
 * Blocks with the same zone in every partition. Row-major: `zone[width * atom + partition]`; `blocks[atom]` ascending. A number without
 * blocks is vacant, in no zone, and may be given to a later atom.
 */
export interface AtomBlocks {
  readonly width: number;
  readonly zone: Int32Array;
  readonly atomOfBlock: Uint32Array;
  readonly blocks: readonly Uint32Array[];
}

/** Which atoms there are, and where every block is. Whoever moves a block back finds the atoms under their old numbers where nobody took them. */
export class AtomTable {
  readonly width: number;
  readonly zoneCounts: readonly number[];
  readonly atomOfBlock: Uint32Array;
  /** Row-major, with room for more atoms than there are. */
  private zoneRows: Int32Array;
  private readonly blockCount: number[];
  private readonly atomByZones = new Map<string, number>();
  private readonly vacant: number[] = [];
  private view: AtomBlocks | null = null;
  /** Counts up whenever an atom comes or goes; moves between atoms that stay leave it. */
  revision = 0;

  constructor(partitions: readonly Partition[]) {
    this.width = partitions.length;
    this.zoneCounts = partitions.map(({ zoneCount }) => zoneCount);
    const blocks = partitions[0]?.zoneOf.length ?? 0;
    if (partitions.some(({ zoneOf }) => zoneOf.length !== blocks)) throw new RangeError('partitions of one release are of the same blocks');
    const { atoms, atomOfRow } = gatherAtoms(partitions.map(({ zoneOf }) => zoneOf), this.zoneCounts, new Uint8Array(blocks));
    this.atomOfBlock = atomOfRow;
    this.zoneRows = atoms.zone;
    this.blockCount = Array.from(atoms.count, () => 0);
    for (const atom of atomOfRow) this.blockCount[atom]!++;
    for (let atom = 0; atom < this.size; atom++) this.atomByZones.set(this.row(atom).join(), atom);
  }

  get size(): number {
    return this.blockCount.length;
  }

  /** Zones by atom and partition. */
  get zone(): Int32Array {
    return this.zoneRows.subarray(0, this.width * this.size);
  }

  /** What the numbers mean now; valid until a block is moved. */
  get atoms(): AtomBlocks {
    return (this.view ??= { width: this.width, zone: this.zone.slice(), atomOfBlock: this.atomOfBlock.slice(), blocks: this.blocksOfAtoms() });
  }

  /** Sums by atom of a count by block. */
  sums(counts: ArrayLike<number>): Float64Array {
    const sums = new Float64Array(this.size);
    for (let block = 0; block < this.atomOfBlock.length; block++) sums[this.atomOfBlock[block]!]! += counts[block]!;
    return sums;
  }

  move(partition: number, blocks: ArrayLike<number>, to: number): void {
    if (!(to >= -1 && to < this.zoneCounts[partition]!)) throw new RangeError(`partition ${partition} has no zone ${to}`);
    this.view = null;
    for (let i = 0; i < blocks.length; i++) {
      const from = this.atomOfBlock[blocks[i]!]!;
      const zones = Array.from(this.row(from));
      if (zones[partition] === to) continue;
      zones[partition] = to;
      if (--this.blockCount[from]! === 0) this.leave(from);
      const into = this.atomByZones.get(zones.join()) ?? this.enter(zones);
      this.blockCount[into]!++;
      this.atomOfBlock[blocks[i]!] = into;
    }
  }

  private row(atom: number): Int32Array {
    return this.zoneRows.subarray(this.width * atom, this.width * (atom + 1));
  }

  private leave(atom: number): void {
    this.atomByZones.delete(this.row(atom).join());
    this.row(atom).fill(-1);
    this.vacant.push(atom);
    this.revision++;
  }

  private enter(zones: readonly number[]): number {
    const atom = this.vacant.pop() ?? this.blockCount.push(0) - 1;
    if (this.zoneRows.length < this.width * this.size) {
      const roomier = new Int32Array(2 * this.width * this.size);
      roomier.set(this.zoneRows);
      this.zoneRows = roomier;
    }
    this.row(atom).set(zones);
    this.atomByZones.set(zones.join(), atom);
    this.revision++;
    return atom;
  }

  private blocksOfAtoms(): Uint32Array[] {
    const blocks = this.blockCount.map((count) => new Uint32Array(count));
    const filled = new Uint32Array(this.size);
    this.atomOfBlock.forEach((atom, block) => (blocks[atom]![filled[atom]!++] = block));
    return blocks;
  }
}
