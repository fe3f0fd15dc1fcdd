// Zones from blocks: the half-arcs whose two sides lie in different zones, walked into rings. No overlay, no tolerance.
import { type Assignment, type Coverage, type Outlines } from './coverage.ts';
import { GrowableIndices } from './growable.ts';
import { RingAssembler } from './ring-assembler.ts';

/**
 * Outlines of a changing assignment. It keeps, for every zone, the list of half-arcs on its border, so that moving
 * blocks costs what their own borders cost and redrawing a zone costs its perimeter: 0.3 ms for 50 of 100,000 blocks,
 * where a rescan of both zones took 0.8 ms.
 */
export interface Dissolver {
  readonly zoneCount: number;
  /** Zone of a block, UNASSIGNED for none. */
  zoneOf(block: number): number;
  /** Moves blocks into a zone (UNASSIGNED takes them out). Blocks already there are left alone. */
  move(blocks: ArrayLike<number>, zone: number): void;
  /** Adds an empty zone and returns its number. */
  addZone(): number;
  /** Outlines of exactly these zones, in this order. */
  outlines(zones: ArrayLike<number>): Outlines;
  /** Exact sum of the blocks' areas. */
  areaM2(zone: number): number;
  perimeterM(zone: number): number;
  /** Half-arcs on the border of a zone, the zone on their left; valid until the next move. */
  borderOf(zone: number): Uint32Array;
}

/** All zones dissolved at once; see {@link createDissolver} for edits. */
export function dissolve(coverage: Coverage, assignment: Assignment, zoneCount: number): Outlines {
  const zones = new Uint32Array(zoneCount);
  for (let zone = 0; zone < zoneCount; zone++) zones[zone] = zone;
  return createDissolver(coverage, assignment, zoneCount).outlines(zones);
}

/** A dissolver over a private copy of the assignment. Throws RangeError for a block in a zone beyond `zoneCount`. */
export function createDissolver(coverage: Coverage, assignment: Assignment, zoneCount: number): Dissolver {
  return new BorderLists(coverage, assignment, zoneCount);
}

function emptyCoverage(): Coverage {
  const none = new Uint32Array(1);
  return {
    ids: [],
    blockCount: 0,
    partCount: 0,
    arcCount: 0,
    nodeCount: 0,
    xy: new Float64Array(0),
    arcStart: none,
    arcLengthM: new Float64Array(0),
    halfPart: new Int32Array(0),
    halfFrom: new Uint32Array(0),
    halfNext: new Uint32Array(0),
    partBlock: new Uint32Array(0),
    blockPartStart: none,
    ringHalf: new Uint32Array(0),
    partRingStart: none,
    blockAreaM2: new Float64Array(0),
    blockBounds: new Float64Array(0),
  };
}

/** What lies beyond OUTSIDE; like no zone, and unlike UNASSIGNED. */
const NOWHERE = -2;

/**
 * Layout: `zoneOfPart` holds the zone of every part at part + 1, so that OUTSIDE (-1) reads slot 0 without a branch;
 * `border[zone]` is an unordered list of half-arcs and `place` the position of every half-arc in the list it is in,
 * so that one is taken out by moving the last into its place. Who only draws needs no `place`: it is made by the first move.
 */
class BorderLists implements Dissolver {
  /**
   * A dissolver of nothing that lives on. When the last object of its kind dies, V8 drops the hidden class with the next full
   * collection, and all machine code made for it: the next dissolve of 10,000 blocks took 20 ms instead of 1.
   */
  static readonly kept = new BorderLists(emptyCoverage(), new Int32Array(0), 0);

  private readonly zoneOfPart: Int32Array;
  private readonly blockZone: Int32Array;
  private readonly border: Uint32Array[] = [];
  private readonly length: number[] = [];
  private place: Uint32Array | null = null;
  private readonly area: number[] = [];
  private readonly assembler: RingAssembler;

  constructor(
    private readonly coverage: Coverage,
    assignment: Assignment,
    zoneCount: number,
  ) {
    const { partCount, partBlock } = coverage;
    this.blockZone = Int32Array.from(assignment);
    const zoneOfPart = new Int32Array(partCount + 1);
    zoneOfPart[0] = NOWHERE;
    for (let part = 0; part < partCount; part++) zoneOfPart[part + 1] = assignment[partBlock[part]!]!;
    this.zoneOfPart = zoneOfPart;
    this.sumAreas(zoneCount);
    this.fillBorders(zoneCount);
    this.assembler = new RingAssembler(coverage, zoneOfPart);
  }

  get zoneCount(): number {
    return this.border.length;
  }

  zoneOf(block: number): number {
    return this.blockZone[block]!;
  }

  move(blocks: ArrayLike<number>, zone: number): void {
    if (zone >= this.border.length) throw new RangeError(`zone ${zone} of ${this.border.length}`);
    this.place ??= this.placesInLists();
    for (let i = 0; i < blocks.length; i++) this.moveBlock(blocks[i]!, zone, this.place);
  }

  addZone(): number {
    this.border.push(new Uint32Array(16));
    this.length.push(0);
    this.area.push(0);
    return this.border.length - 1;
  }

  areaM2(zone: number): number {
    return this.area[zone]!;
  }

  perimeterM(zone: number): number {
    const { arcLengthM } = this.coverage;
    const list = this.border[zone]!;
    const length = this.length[zone]!;
    let sum = 0;
    for (let i = 0; i < length; i++) sum += arcLengthM[list[i]! >> 1]!;
    return sum;
  }

  borderOf(zone: number): Uint32Array {
    return this.border[zone]!.subarray(0, this.length[zone]);
  }

  outlines(zones: ArrayLike<number>): Outlines {
    const { assembler } = this;
    assembler.begin();
    for (let i = 0; i < zones.length; i++) assembler.add(zones[i]!, this.border[zones[i]!]!, this.length[zones[i]!]!);
    const shape = assembler.finish();
    const areaM2 = new Float64Array(zones.length);
    const perimeterM = new Float64Array(zones.length);
    for (let i = 0; i < zones.length; i++) {
      areaM2[i] = this.area[zones[i]!]!;
      perimeterM[i] = this.perimeterM(zones[i]!);
    }
    return { zoneCount: zones.length, ...shape, areaM2, perimeterM };
  }

  private sumAreas(zoneCount: number): void {
    const { blockAreaM2, blockCount } = this.coverage;
    const { blockZone } = this;
    const area = new Float64Array(zoneCount);
    for (let block = 0; block < blockCount; block++) {
      const zone = blockZone[block]!;
      if (zone >= zoneCount) throw new RangeError(`block ${block} is in zone ${zone} of ${zoneCount}`);
      if (zone >= 0) area[zone]! += blockAreaM2[block]!;
    }
    this.area.push(...area);
  }

  /** One pass finds the arcs between zones (some 4 % at 40 zones); only these are looked at again to fill the lists. */
  private fillBorders(zoneCount: number): void {
    const { halfPart, arcCount } = this.coverage;
    const { zoneOfPart } = this;
    const between = new GrowableIndices();
    const length = new Uint32Array(zoneCount);
    for (let arc = 0; arc < arcCount; arc++) {
      const left = zoneOfPart[halfPart[2 * arc]! + 1]!;
      const right = zoneOfPart[halfPart[2 * arc + 1]! + 1]!;
      if (left === right) continue;
      between.push(arc);
      if (left >= 0) length[left]!++;
      if (right >= 0) length[right]!++;
    }
    // A quarter more than needed, so that the first strokes of a brush do not grow every list.
    for (let zone = 0; zone < zoneCount; zone++) {
      this.border.push(new Uint32Array(Math.max(16, length[zone]! + (length[zone]! >> 2))));
    }
    const fill = new Uint32Array(zoneCount);
    for (let i = 0; i < between.length; i++) {
      const arc = between.data[i]!;
      const left = zoneOfPart[halfPart[2 * arc]! + 1]!;
      const right = zoneOfPart[halfPart[2 * arc + 1]! + 1]!;
      if (left >= 0) this.border[left]![fill[left]!++] = 2 * arc;
      if (right >= 0) this.border[right]![fill[right]!++] = 2 * arc + 1;
    }
    this.length.push(...length);
  }

  private placesInLists(): Uint32Array {
    const place = new Uint32Array(2 * this.coverage.arcCount);
    this.border.forEach((list, zone) => {
      for (let i = 0; i < this.length[zone]!; i++) place[list[i]!] = i;
    });
    return place;
  }

  private insert(half: number, zone: number, place: Uint32Array): void {
    let list = this.border[zone]!;
    const at = this.length[zone]!;
    if (at === list.length) {
      list = new Uint32Array(2 * at);
      list.set(this.border[zone]!);
      this.border[zone] = list;
    }
    list[at] = half;
    place[half] = at;
    this.length[zone] = at + 1;
  }

  private remove(half: number, zone: number, place: Uint32Array): void {
    const list = this.border[zone]!;
    const last = list[this.length[zone]! - 1]!;
    this.length[zone]!--;
    list[place[half]!] = last;
    place[last] = place[half]!;
  }

  private moveHalf(half: number, from: number, to: number, place: Uint32Array): void {
    const other = this.zoneOfPart[this.coverage.halfPart[half ^ 1]! + 1]!;
    if (from >= 0 && other !== from) this.remove(half, from, place);
    if (to >= 0 && other !== to) this.insert(half, to, place);
    if (other < 0) return;
    if (other === to) this.remove(half ^ 1, other, place);
    else if (other === from) this.insert(half ^ 1, other, place);
  }

  private moveBlock(block: number, to: number, place: Uint32Array): void {
    const { blockPartStart, partRingStart, ringHalf, halfNext, blockAreaM2 } = this.coverage;
    const from = this.blockZone[block]!;
    if (from === to) return;
    for (let part = blockPartStart[block]!; part < blockPartStart[block + 1]!; part++) {
      for (let ring = partRingStart[part]!; ring < partRingStart[part + 1]!; ring++) {
        const first = ringHalf[ring]!;
        let half = first;
        do {
          this.moveHalf(half, from, to, place);
          half = halfNext[half]!;
        } while (half !== first);
      }
      this.zoneOfPart[part + 1] = to;
    }
    this.blockZone[block] = to;
    if (from >= 0) this.area[from]! -= blockAreaM2[block]!;
    if (to >= 0) this.area[to]! += blockAreaM2[block]!;
  }
}
