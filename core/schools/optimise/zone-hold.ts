// Whether a block may leave its zone or enter another without a zone coming apart; no allocation after the start.
import { UNASSIGNED } from '../../coverage/coverage.ts';
import type { OptimiseInput } from './optimise-input.ts';

/** Steps of a block that nothing leads to. */
export const NO_HOP = 0xffff;

/**
 * `mayLeave` looks at the block's neighbours of its own zone: they must reach each other without it. A breadth-first walk from the first
 * ends as soon as all are found, which is after some 10 blocks where the zone is no string; its marks are numbers that grow, so that
 * nothing is cleared. Pieces that are apart already are no neighbours of the block and stay as they are: the number of pieces never grows.
 */
export class ZoneHold {
  private readonly rookStart: Uint32Array;
  private readonly rook: Uint32Array;
  private readonly mark: Int32Array;
  private readonly wanted: Int32Array;
  private readonly queue: Int32Array;
  private stamp = 0;
  /** Zone × block: steps from the nearest school's block of the zone; null where that does not matter. */
  private readonly hops: Uint16Array | null;

  constructor(
    { neighbours, effects, schoolBlock, contiguity = 'zone' }: Pick<OptimiseInput, 'neighbours' | 'effects' | 'schoolBlock' | 'contiguity'>,
    private readonly assignment: Int32Array,
    private readonly blocksOf: Int32Array,
  ) {
    ({ rookStart: this.rookStart, rook: this.rook } = neighbours);
    this.mark = new Int32Array(neighbours.blockCount);
    this.wanted = new Int32Array(neighbours.blockCount);
    this.queue = new Int32Array(neighbours.blockCount);
    this.rule = contiguity;
    if (contiguity === 'closer-neighbour' && schoolBlock === undefined) throw new RangeError('a closer neighbour is one closer to the block of a school: schoolBlock is needed');
    this.hops = contiguity === 'closer-neighbour' ? hopsFromSchools(neighbours, effects.schools, schoolBlock!) : null;
  }

  private readonly rule: NonNullable<OptimiseInput['contiguity']>;

  /** A zone's last block does not leave: a zone that is gone cannot come back by moves over borders. */
  mayLeave(block: number): boolean {
    const zone = this.assignment[block]!;
    if (zone === UNASSIGNED || this.rule === 'free') return true;
    return this.hops === null ? this.staysWhole(block, zone) : this.nobodyRestsOn(block, zone);
  }

  mayEnter(block: number, zone: number): boolean {
    if (zone === UNASSIGNED || this.rule === 'free') return true;
    const { rookStart, rook, assignment, hops } = this;
    if (hops === null) {
      for (let i = rookStart[block]!; i < rookStart[block + 1]!; i++) if (assignment[rook[i]!] === zone) return true;
      return false;
    }
    return this.closerCount(block, zone, -1) > 0;
  }

  private staysWhole(block: number, zone: number): boolean {
    const { rookStart, rook, assignment, mark, wanted, queue } = this;
    const stamp = ++this.stamp;
    let first = -1;
    let open = 0;
    for (let i = rookStart[block]!; i < rookStart[block + 1]!; i++) {
      const other = rook[i]!;
      if (assignment[other] !== zone) continue;
      if (first < 0) first = other;
      else {
        wanted[other] = stamp;
        open++;
      }
    }
    if (first < 0) return this.blocksOf[zone]! > 1;
    if (open === 0) return true;
    mark[block] = stamp;
    mark[first] = stamp;
    queue[0] = first;
    for (let head = 0, tail = 1; head < tail; head++) {
      const at = queue[head]!;
      for (let i = rookStart[at]!; i < rookStart[at + 1]!; i++) {
        const other = rook[i]!;
        if (mark[other] === stamp || assignment[other] !== zone) continue;
        if (wanted[other] === stamp && --open === 0) return true;
        mark[other] = stamp;
        queue[tail++] = other;
      }
    }
    return false;
  }

  private nobodyRestsOn(block: number, zone: number): boolean {
    const { rookStart, rook, assignment } = this;
    const hops = this.hops!;
    const own = hops[zone * assignment.length + block]!;
    if (own === 0) return false;
    for (let i = rookStart[block]!; i < rookStart[block + 1]!; i++) {
      const other = rook[i]!;
      if (assignment[other] === zone && hops[zone * assignment.length + other]! > own && this.closerCount(other, zone, block) === 0) return false;
    }
    return true;
  }

  /** Neighbours of the zone that are nearer to its school than the block; the school's own block has itself. */
  private closerCount(block: number, zone: number, without: number): number {
    const { rookStart, rook, assignment } = this;
    const hops = this.hops!;
    const own = hops[zone * assignment.length + block]!;
    if (own === 0) return 1;
    let count = 0;
    for (let i = rookStart[block]!; i < rookStart[block + 1]!; i++) {
      const other = rook[i]!;
      if (other !== without && assignment[other] === zone && hops[zone * assignment.length + other]! < own) count++;
    }
    return count;
  }
}

/** Zone × block: steps over neighbours from the blocks of a zone's schools; NO_HOP where none leads. */
export function hopsFromSchools(neighbours: OptimiseInput['neighbours'], schools: readonly (readonly number[])[], schoolBlock: Int32Array): Uint16Array {
  const { blockCount, rookStart, rook } = neighbours;
  const hops = new Uint16Array(schools.length * blockCount).fill(NO_HOP);
  const queue = new Int32Array(blockCount);
  schools.forEach((list, zone) => {
    const row = zone * blockCount;
    let tail = 0;
    for (const school of list) {
      const block = schoolBlock[school]!;
      if (block < 0 || hops[row + block] === 0) continue;
      hops[row + block] = 0;
      queue[tail++] = block;
    }
    for (let head = 0; head < tail; head++) {
      const at = queue[head]!;
      for (let i = rookStart[at]!; i < rookStart[at + 1]!; i++) {
        const other = rook[i]!;
        if (hops[row + other] !== NO_HOP) continue;
        hops[row + other] = hops[row + at]! + 1;
        queue[tail++] = other;
      }
    }
  });
  return hops;
}
