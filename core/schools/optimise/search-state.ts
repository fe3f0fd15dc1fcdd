// A plan of catchments and its cost, kept up to date block by block: the inner loop of the search.
import { UNASSIGNED } from '../../coverage/coverage.ts';
import { CAPACITY_AIM, SCALES, USUAL_WEIGHTS, type OptimiseInput, type Weights } from './optimise-input.ts';

/** Children above `over` or below `under` cost so many times more than one above the places does. */
export const STEEP = { soft: 9, hard: 2000 } as const;

/** A place below `low` that stays empty costs this part of a child above the places. */
export const EMPTY = 0.1;

/** A way that nobody knows counts as so many times the limit. */
const UNKNOWN_LIMITS = 2;

/** A child without a zone counts as a way of so many kilometres. */
const UNASSIGNED_KM = 50;

/** An outline below this is what rounding leaves of an empty zone. */
const LEAST_M = 1e-3;

/**
 * Data layout. What a block costs in a zone whatever the others do (way, danger, siblings, change, weighted) is one table, block × zone
 * row-major in doubles: a proposal reads two neighbouring numbers of one row, 640 bytes for 80 zones. Children are block × year, pupils
 * and places zone × year, the mix block × pair and zone × pair; borders come from the adjacency's rows of some six. All arrays are
 * made by the constructor. `propose` and `apply` allocate nothing, and hand numbers over in `out`, for a double that a method returns is
 * boxed on the heap wherever the engine does not inline the call.
 */
export class SearchState {
  readonly assignment: Int32Array;
  readonly zoneCount: number;
  readonly blockCount: number;
  readonly width: number;
  /** Block × year. */
  readonly children: Float64Array;
  /** Zone × year; NaN places cost nothing, for nobody knows them. */
  readonly pupils: Float64Array;
  readonly places: Float64Array;
  /** Block × zone; Infinity where the block may not go. */
  readonly unary: Float64Array;
  /** By block: children of all years as a share of all, and their zone today. */
  readonly share: Float64Array;
  readonly today: Int32Array;
  readonly blocksOf: Int32Array;
  readonly pairs: number;
  readonly part: Float64Array;
  readonly whole: Float64Array;
  readonly zonePart: Float64Array;
  readonly zoneWhole: Float64Array;
  readonly zoneArea: Float64Array;
  readonly zonePerimeter: Float64Array;
  /** What `propose` answers. [0] change of cost, [1] change of the moved share. */
  readonly out = new Float64Array(2);
  /** [0] cost, [1] moved share, [2] cost without the zones' (unary). */
  readonly total = new Float64Array(3);
  readonly partTotal: Float64Array;
  readonly restTotal: Float64Array;
  readonly capacityScale: number;
  readonly mixScale: number;
  readonly shapeScale: number;
  private readonly steep: number;
  private readonly under: number;
  private readonly low: number;
  private readonly over: number;
  private readonly borders: OptimiseInput['neighbours'];
  private readonly area: Float64Array;
  private readonly perimeter: Float64Array;

  constructor(readonly input: OptimiseInput, assignment: Int32Array, factors: Partial<Weights> = {}) {
    const { effects, neighbours, mix = [], blockAreaM2, blockPerimeterM, capacity = CAPACITY_AIM } = input;
    const { blockCount, zoneCount, years, children, schools, places } = effects;
    const weight = (aim: keyof Weights) => SCALES[aim] * (input.weights?.[aim] ?? USUAL_WEIGHTS[aim]) * (factors[aim] ?? 1);
    this.blockCount = blockCount;
    this.zoneCount = zoneCount;
    this.width = years.length;
    this.assignment = assignment.slice();
    this.today = input.assignment;
    this.children = children;
    this.pupils = new Float64Array(zoneCount * this.width);
    this.places = new Float64Array(zoneCount * this.width);
    for (let zone = 0; zone < zoneCount; zone++) {
      for (let y = 0; y < this.width; y++) {
        let sum = schools[zone]!.length === 0 ? NaN : 0;
        for (const school of schools[zone]!) sum += places[school * this.width + y]!;
        this.places[zone * this.width + y] = sum;
      }
    }
    const all = children.reduce((sum, count) => sum + count, 0) || 1;
    this.share = new Float64Array(blockCount);
    for (let block = 0; block < blockCount; block++) {
      for (let y = 0; y < this.width; y++) this.share[block]! += children[block * this.width + y]! / all;
    }
    this.capacityScale = weight('capacity') / all;
    this.steep = capacity.hard ? STEEP.hard : STEEP.soft;
    ({ under: this.under, low: this.low, over: this.over } = capacity);
    this.pairs = mix.length;
    this.part = interleave(mix.map((pair) => pair.part), blockCount);
    this.whole = interleave(mix.map((pair) => pair.whole), blockCount);
    this.partTotal = Float64Array.from(mix, ({ part }) => sumOf(part) || 1);
    this.restTotal = Float64Array.from(mix, ({ part, whole }) => sumOf(whole) - sumOf(part) || 1);
    this.zonePart = new Float64Array(zoneCount * this.pairs);
    this.zoneWhole = new Float64Array(zoneCount * this.pairs);
    // Dissimilarity is half the sum of absolute differences; several pairs share the weight.
    this.mixScale = mix.length === 0 ? 0 : weight('mix') / 2 / mix.length;
    const shaped = blockAreaM2 !== undefined && blockPerimeterM !== undefined;
    this.shapeScale = shaped ? (weight('compactness') * 4 * Math.PI) / zoneCount : 0;
    this.area = blockAreaM2 ?? new Float64Array(blockCount);
    this.perimeter = blockPerimeterM ?? new Float64Array(blockCount);
    this.borders = neighbours;
    this.zoneArea = new Float64Array(zoneCount);
    this.zonePerimeter = new Float64Array(zoneCount);
    this.blocksOf = new Int32Array(zoneCount);
    this.unary = unaryCosts(input, this.share, weight);
    this.recount();
  }

  /** Puts another plan in place. */
  reset(assignment: Int32Array): void {
    this.assignment.set(assignment);
    this.recount();
  }

  /** All sums anew, for sums of fractions drift in the last bits. */
  recount(): void {
    const { width, pairs, assignment } = this;
    this.pupils.fill(0);
    this.zonePart.fill(0);
    this.zoneWhole.fill(0);
    this.zoneArea.fill(0);
    this.zonePerimeter.fill(0);
    this.blocksOf.fill(0);
    let unary = 0;
    let moved = 0;
    for (let block = 0; block < this.blockCount; block++) {
      const zone = assignment[block]!;
      if (this.today[block] !== UNASSIGNED && zone !== this.today[block]) moved += this.share[block]!;
      if (zone === UNASSIGNED) {
        unary += UNASSIGNED_KM * this.share[block]!;
        continue;
      }
      // A way that is forbidden but there today costs as one that is not known.
      const cost = this.unary[block * this.zoneCount + zone]!;
      unary += cost === Infinity ? UNASSIGNED_KM * this.share[block]! : cost;
      this.blocksOf[zone]!++;
      this.zoneArea[zone]! += this.area[block]!;
      this.zonePerimeter[zone]! += this.perimeter[block]! - this.borderWith(block, zone);
      for (let y = 0; y < width; y++) this.pupils[zone * width + y]! += this.children[block * width + y]!;
      for (let k = 0; k < pairs; k++) {
        this.zonePart[zone * pairs + k]! += this.part[block * pairs + k]!;
        this.zoneWhole[zone * pairs + k]! += this.whole[block * pairs + k]!;
      }
    }
    let zones = 0;
    for (let zone = 0; zone < this.zoneCount; zone++) zones += this.zoneCost(zone);
    this.total[0] = unary + zones;
    this.total[1] = moved;
    this.total[2] = unary;
  }

  /** What would change if the block went to that zone, into `out`; `to` may be UNASSIGNED, and a zone of its own is no change. */
  propose(block: number, to: number): void {
    const from = this.assignment[block]!;
    const row = block * this.zoneCount;
    let delta = 0;
    if (from === UNASSIGNED) delta -= UNASSIGNED_KM * this.share[block]!;
    else {
      const now = this.unary[row + from]!;
      delta -= now === Infinity ? UNASSIGNED_KM * this.share[block]! : now;
      delta += this.zoneChange(block, from, -1);
    }
    if (to === UNASSIGNED) delta += UNASSIGNED_KM * this.share[block]!;
    else {
      const then = this.unary[row + to]!;
      delta += then === Infinity ? UNASSIGNED_KM * this.share[block]! : then;
      delta += this.zoneChange(block, to, 1);
    }
    this.out[0] = delta;
    const home = this.today[block]!;
    this.out[1] = home === UNASSIGNED ? 0 : ((to === home ? 0 : 1) - (from === home ? 0 : 1)) * this.share[block]!;
  }

  /** Moves the block; the change of cost that `propose` said must still stand in `out`. */
  apply(block: number, to: number): void {
    const from = this.assignment[block]!;
    this.total[0]! += this.out[0]!;
    this.total[1]! += this.out[1]!;
    if (from !== UNASSIGNED) this.shift(block, from, -1);
    this.assignment[block] = to;
    if (to !== UNASSIGNED) this.shift(block, to, 1);
  }

  /** Cost of what a zone's blocks make together: places, mix and shape. */
  zoneCost(zone: number): number {
    const { width, pairs } = this;
    let cost = 0;
    for (let y = 0; y < width; y++) cost += this.capacityScale * this.misfit(this.pupils[zone * width + y]!, this.places[zone * width + y]!);
    for (let k = 0; k < pairs; k++) cost += this.mixScale * this.unevenness(k, this.zonePart[zone * pairs + k]!, this.zoneWhole[zone * pairs + k]!);
    const perimeter = this.zonePerimeter[zone]!;
    if (this.shapeScale > 0 && perimeter > LEAST_M) cost -= (this.shapeScale * this.zoneArea[zone]!) / (perimeter * perimeter);
    return cost;
  }

  /** Children too many or too few, dearer the farther off: convex and piecewise linear, so that an exact programme can state the same. */
  misfit(pupils: number, places: number): number {
    if (!(places >= 0)) return 0;
    let cost = 0;
    if (pupils > places) {
      cost += pupils - places;
      if (pupils > this.over * places) cost += this.steep * (pupils - this.over * places);
    } else if (pupils < this.low * places) {
      cost += EMPTY * (this.low * places - pupils);
      if (pupils < this.under * places) cost += this.steep * (this.under * places - pupils);
    }
    return cost;
  }

  private zoneChange(block: number, zone: number, sign: number): number {
    const { width, pairs } = this;
    let delta = 0;
    for (let y = 0; y < width; y++) {
      const count = this.children[block * width + y]!;
      if (count === 0) continue;
      const pupils = this.pupils[zone * width + y]!;
      const places = this.places[zone * width + y]!;
      delta += this.capacityScale * (this.misfit(pupils + sign * count, places) - this.misfit(pupils, places));
    }
    for (let k = 0; k < pairs; k++) {
      const part = this.zonePart[zone * pairs + k]!;
      const whole = this.zoneWhole[zone * pairs + k]!;
      delta += this.mixScale * (this.unevenness(k, part + sign * this.part[block * pairs + k]!, whole + sign * this.whole[block * pairs + k]!) - this.unevenness(k, part, whole));
    }
    if (this.shapeScale > 0) {
      const area = this.zoneArea[zone]!;
      const perimeter = this.zonePerimeter[zone]!;
      const nextArea = area + sign * this.area[block]!;
      const nextPerimeter = perimeter + sign * (this.perimeter[block]! - 2 * this.borderWith(block, zone));
      if (perimeter > LEAST_M) delta += (this.shapeScale * area) / (perimeter * perimeter);
      if (nextPerimeter > LEAST_M) delta -= (this.shapeScale * nextArea) / (nextPerimeter * nextPerimeter);
    }
    return delta;
  }

  private shift(block: number, zone: number, sign: number): void {
    const { width, pairs } = this;
    for (let y = 0; y < width; y++) this.pupils[zone * width + y]! += sign * this.children[block * width + y]!;
    for (let k = 0; k < pairs; k++) {
      this.zonePart[zone * pairs + k]! += sign * this.part[block * pairs + k]!;
      this.zoneWhole[zone * pairs + k]! += sign * this.whole[block * pairs + k]!;
    }
    this.zoneArea[zone]! += sign * this.area[block]!;
    this.zonePerimeter[zone]! += sign * (this.perimeter[block]! - 2 * this.borderWith(block, zone));
    this.blocksOf[zone]! += sign;
  }

  private unevenness(pair: number, part: number, whole: number): number {
    return Math.abs(part / this.partTotal[pair]! - (whole - part) / this.restTotal[pair]!);
  }

  private borderWith(block: number, zone: number): number {
    const { rookStart, rook, rookLengthM } = this.borders;
    let length = 0;
    for (let i = rookStart[block]!; i < rookStart[block + 1]!; i++) if (this.assignment[rook[i]!] === zone) length += rookLengthM[i]!;
    return length;
  }
}

function unaryCosts(input: OptimiseInput, share: Float64Array, weight: (aim: keyof Weights) => number): Float64Array {
  const { effects, assignment, siblings, hazards = null, closedZones } = input;
  const { blockCount, zoneCount, schools, metres, limitM } = effects;
  const [distance, danger, change] = [weight('distance'), weight('hazards'), weight('change')];
  const parted = siblings === undefined ? 0 : weight('siblings') / (sumOf(siblings) || 1);
  const unary = new Float64Array(blockCount * zoneCount);
  for (let block = 0; block < blockCount; block++) {
    for (let zone = 0; zone < zoneCount; zone++) {
      let best = Infinity;
      // Of several schools of a zone the child goes to the one that costs it least.
      for (const school of schools[zone]!) {
        const walk = metres[school * blockCount + block]!;
        const way = walk === Infinity ? UNKNOWN_LIMITS * limitM : walk + Math.max(0, walk - limitM);
        const extra = hazards === null ? 0 : hazards[school * blockCount + block]!;
        best = Math.min(best, (distance * way + danger * extra) / 1000);
      }
      let cost = best === Infinity ? Infinity : best * share[block]!;
      const home = assignment[block]!;
      if (home !== UNASSIGNED && home !== zone) cost += change * share[block]! + parted * (siblings?.[block] ?? 0);
      if (closedZones?.[zone] === 1) cost = Infinity;
      unary[block * zoneCount + zone] = cost;
    }
  }
  return unary;
}

function interleave(columns: readonly Float64Array[], blockCount: number): Float64Array {
  const rows = new Float64Array(columns.length * blockCount);
  columns.forEach((column, k) => {
    for (let block = 0; block < blockCount; block++) rows[block * columns.length + k] = column[block]!;
  });
  return rows;
}

function sumOf(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return sum;
}
