// Copies of statistics that are linked: a part and its whole, and parts that are a whole together, must not contradict each other.
import type { Partition } from '../releases/release-audit.ts';
import type { Chances } from './balance-chances.ts';
import { type EarlierCopy, roundCounts, type RoundedCounts } from './round-counts.ts';

/** One statistic of the blocks. */
export interface LinkedColumn {
  /** By block, -1 where unknown. */
  readonly counts: Int32Array;
  readonly base: number;
  /** The copy that was made before, by block, -1 where unknown; null: it is to be made. */
  readonly made: Int32Array | null;
  readonly earlier: EarlierCopy | null;
}

/** Columns by position: every part is no more than its whole; with `complete` the parts are the whole. */
export interface ColumnLink {
  readonly whole: number;
  readonly parts: readonly number[];
  readonly complete: boolean;
}

/** What a copy can become, by block: `low` and `high` are the same where it is settled. */
interface Range {
  readonly low: Float64Array;
  readonly high: Float64Array;
}

/** Where links leave a zone's sum more than a base off, the better of two is taken: four took twice as long and were hardly nearer. */
const DRAWS = 2;
const furthest = ({ largestDeviation }: RoundedCounts): number => Math.max(0, ...largestDeviation);

/** Longer circles than this do not fit into a word: then columns are drawn apart, and links settle what they must. */
const LONGEST_CIRCLE = 31;

/**
 * Rounds one column after the other. In every block, whatever is rounded when: a part's copy is no more than its whole's, and parts that are a whole add up to its
 * copy to within one base (the smallest of theirs). With both nothing follows for one count from the copies of others but what its own copy says, as long as the
 * base is at least the threshold: 5 children beside 0 residents cannot come out.
 *
 * How it stays fair: all columns of a block share one point on a circle as long as the base, and a count goes up where its arc holds the point, which is as long as the
 * count is above a multiple. Of a part above the same multiple as its whole the arc begins where the whole's does; arcs of parts that are a whole follow one
 * another, so that as many go up as the whole asks for; other arcs begin anywhere. What is known of the point after some columns gives the chances of the next. Zones keep
 * their sums as in `roundCounts`: chances are brought back to the zone's rests (`balanceChances`), which moves people to other blocks where the point leaves none
 * here; what a link settles is never broken for it. So zones of a rare part may miss their sum by more than one base where its whole went up elsewhere
 * (1 in 100 of zones of 25 blocks; told by `largestDeviation`), of what is no part by no more than without links.
 *
 * Where a source counts more in the part than in the whole, nobody can use the link in that block, and it is left out.
 */
export class LinkedRounding {
  private readonly ranges: Range[];
  private readonly bases: number[];
  /** By column and block: where the arc begins. */
  private readonly starts: readonly Uint8Array[];
  /** By block: cells of the circle in which the point may lie. */
  private readonly points: Uint32Array;
  private readonly circle: number;
  /** By link and block: 1 where the source keeps to it. */
  private readonly holds: readonly Uint8Array[];

  constructor(
    private readonly columns: readonly LinkedColumn[],
    private readonly links: readonly ColumnLink[],
    private readonly partitions: readonly Partition[],
    private readonly random: () => number,
  ) {
    this.ranges = columns.map(rangeOf);
    this.bases = columns.map(({ base }) => base);
    this.circle = Math.min(LONGEST_CIRCLE, ...this.bases);
    this.holds = links.map((link) => whereItHolds(columns, link));
    this.starts = this.placeArcs();
    this.points = new Uint32Array(columns[0]?.counts.length ?? 0).fill(this.everywhere);
    columns.forEach(({ made }, at) => made !== null && this.learn(at, made));
    // A file that is read again keeps most of its copy.
    columns.forEach(({ made, earlier, counts }, at) => made === null && earlier !== null && this.learn(at, counts.map((count, block) => (earlier.counts[block] === count ? earlier.values[block]! : -1))));
  }

  /** Wholes before their parts: residents keep every zone's sum, since nothing binds them yet. */
  order(): number[] {
    const totals = this.columns.map(({ counts }) => counts.reduce((sum, count) => sum + Math.max(0, count), 0));
    return this.fromTheTop().filter((at) => this.columns[at]!.made === null).toSorted((a, b) => this.depths[a]! - this.depths[b]! || totals[b]! - totals[a]! || a - b);
  }

  /** A rounding of the column that fits those that are kept; drawn anew at each call. `base`: that of the column, or more. */
  draw(at: number, base: number, earlier: EarlierCopy | null): RoundedCounts {
    const counts = this.columns[at]!.counts.map((count) => Math.max(0, count));
    const chances = this.chances(at, base);
    let best: RoundedCounts | null = null;
    for (let tries = 0; tries < (chances === null ? 1 : DRAWS); tries++) {
      const drawn = roundCounts({ counts, base, partitions: this.partitions, random: this.random, earlier, chances });
      if (best === null || furthest(drawn) < furthest(best)) best = drawn;
      if (furthest(best) < base) break;
    }
    return best!;
  }

  /** From now on this is the column's copy. */
  keep(at: number, values: Int32Array, base: number): void {
    const { counts } = this.columns[at]!;
    this.bases[at] = base;
    this.ranges[at] = { low: Float64Array.from(values, (value, block) => (counts[block]! < 0 ? 0 : value)), high: Float64Array.from(values, (value, block) => (counts[block]! < 0 ? Infinity : value)) };
    this.learn(at, values);
  }

  private get everywhere(): number {
    return 2 ** this.circle - 1;
  }

  private depthsKnown: number[] | null = null;
  private get depths(): readonly number[] {
    if (this.depthsKnown !== null) return this.depthsKnown;
    const depth = this.columns.map(() => 0);
    // A catalogue that goes round in circles ends all the same.
    for (let round = 0; round < this.columns.length; round++) for (const { whole, parts } of this.links) for (const part of parts) depth[part] = Math.min(this.columns.length, Math.max(depth[part]!, depth[whole]! + 1));
    return (this.depthsKnown = depth);
  }

  private fromTheTop(): number[] {
    return [...this.columns.keys()].toSorted((a, b) => this.depths[a]! - this.depths[b]! || a - b);
  }

  private chances(at: number, base: number): Chances | null {
    const concerned = [...this.links.keys()].filter((l) => this.links[l]!.whole === at || this.links[l]!.parts.includes(at));
    if (concerned.length === 0) return null;
    const { counts } = this.columns[at]!;
    const up = new Float64Array(counts.length);
    const settled = new Uint8Array(counts.length);
    for (let block = 0; block < counts.length; block++) {
      const [count, above] = [counts[block]!, counts[block]! % base];
      if (count <= 0 || above === 0) continue;
      const points = this.points[block]!;
      up[block] = base === this.circle ? ones(points & this.arc(at, block)) / ones(points) : above / base;
      const below = count - above;
      const may = (value: number, inOrder: boolean): boolean => concerned.every((l) => this.fits(l, at, block, value, base, inOrder));
      let [mayStay, mayRise] = [may(below, false), may(below + base, false)];
      // Copies that were made apart may leave no sum that fits: then order is kept at least.
      if (!mayStay && !mayRise) [mayStay, mayRise] = [may(below, true), may(below + base, true)];
      if (mayStay === mayRise) continue;
      settled[block] = 1;
      up[block] = mayRise ? 1 : 0;
    }
    return { up, settled };
  }

  /** Whether a value of one column leaves the others of the link one that fits; `inOrder`: whatever they add up to. */
  private fits(l: number, at: number, block: number, value: number, base: number, inOrder: boolean): boolean {
    if (this.holds[l]![block] === 0) return true;
    const { whole, parts, complete } = this.links[l]!;
    const low = (of: number): number => (of === at ? value : this.ranges[of]!.low[block]!);
    const high = (of: number): number => (of === at ? value : this.ranges[of]!.high[block]!);
    if (at === whole ? parts.some((part) => low(part) > value) : value > high(whole)) return false;
    if (!complete || inOrder) return true;
    let [least, most, room] = [0, 0, Math.min(base, this.bases[whole]!)];
    for (const part of parts) {
      least += low(part);
      most += high(part);
      room = Math.min(room, this.bases[part]!);
    }
    return least <= high(whole) + room && most >= low(whole) - room;
  }

  private placeArcs(): Uint8Array[] {
    const starts = this.columns.map(() => new Uint8Array(0));
    for (const at of this.fromTheTop()) {
      const l = this.links.findIndex(({ parts, complete }) => complete && parts.includes(at));
      const { counts } = this.columns[at]!;
      if (l >= 0) {
        const { whole, parts } = this.links[l]!;
        const before = parts.slice(0, parts.indexOf(at)).map((part) => this.columns[part]!.counts);
        starts[at] = Uint8Array.from(counts, (_, block) => before.reduce((start, of) => start + Math.max(0, of[block]!), starts[whole]![block]!) % this.circle);
        continue;
      }
      // The nearest whole: parts of parts are no more than either.
      const whole = this.links.reduce((nearest, link) => (link.parts.includes(at) && (nearest < 0 || this.depths[link.whole]! > this.depths[nearest]!) ? link.whole : nearest), -1);
      const all = whole < 0 ? null : this.columns[whole]!.counts;
      starts[at] = Uint8Array.from(counts, (count, block) => {
        if (all === null) return 0;
        return Math.floor(count / this.circle) === Math.floor(all[block]! / this.circle) ? starts[whole]![block]! : Math.floor(this.random() * this.circle);
      });
    }
    return starts;
  }

  /** Cells of the circle on which the count goes up. */
  private arc(at: number, block: number): number {
    const size = this.everywhere + 1;
    const arc = (2 ** (this.columns[at]!.counts[block]! % this.circle) - 1) * 2 ** this.starts[at]![block]!;
    return (arc % size) + Math.floor(arc / size);
  }

  /** What the copy says of the points; -1: nothing. */
  private learn(at: number, values: Int32Array): void {
    if (this.bases[at] !== this.circle) return;
    const { counts } = this.columns[at]!;
    for (let block = 0; block < values.length; block++) {
      const above = counts[block]! % this.circle;
      if (counts[block]! <= 0 || values[block]! < 0 || above === 0) continue;
      const arc = this.arc(at, block);
      const left = this.points[block]! & (values[block]! > counts[block]! - above ? arc : this.everywhere & ~arc);
      // Balancing chose what no point explains: then all are possible again, and `fits` rules what others may be.
      this.points[block] = left === 0 ? this.everywhere : left;
    }
  }
}

/** Copies of all columns that are not made; those that are come back as they are. */
export function roundLinked(columns: readonly LinkedColumn[], links: readonly ColumnLink[], partitions: readonly Partition[], random: () => number): (RoundedCounts | null)[] {
  const rounding = new LinkedRounding(columns, links, partitions, random);
  const made: (RoundedCounts | null)[] = columns.map(() => null);
  for (const at of rounding.order()) {
    const { base, earlier } = columns[at]!;
    const drawn = rounding.draw(at, base, earlier);
    rounding.keep(at, drawn.values, base);
    made[at] = drawn;
  }
  return made;
}

function rangeOf({ counts, base, made, earlier }: LinkedColumn): Range {
  const low = new Float64Array(counts.length);
  const high = new Float64Array(counts.length);
  counts.forEach((count, block) => {
    const kept = made !== null ? made[block]! : earlier !== null && earlier.counts[block] === count ? earlier.values[block]! : -1;
    if (count < 0) high[block] = Infinity;
    else if (kept >= 0) low[block] = high[block] = kept;
    else {
      low[block] = count - (count % base);
      high[block] = Math.ceil(count / base) * base;
    }
  });
  return { low, high };
}

function whereItHolds(columns: readonly LinkedColumn[], { whole, parts, complete }: ColumnLink): Uint8Array {
  return Uint8Array.from(columns[whole]!.counts, (all, block) => {
    const own = parts.map((part) => columns[part]!.counts[block]!);
    if (all < 0 || own.some((count) => count > all)) return 0;
    return complete && (own.some((count) => count < 0) || own.reduce((sum, count) => sum + count, 0) !== all) ? 0 : 1;
  });
}

function ones(cells: number): number {
  let count = 0;
  for (let left = cells >>> 0; left !== 0; left = (left & (left - 1)) >>> 0) count++;
  return count;
}
