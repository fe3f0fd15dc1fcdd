// What somebody who draws on a protected copy can say about a block once totals are released beside it.
import { type OpenProgram, type Program, type ProgramSolver, Undecided } from '../differencing/program.ts';
import { type BoundedTotals, isBounded } from '../releases/total-bounds.ts';
import type { AtomBlocks, Partition } from '../releases/release-audit.ts';
import { leastWithheld, type RuleSet } from '../rules/rule-set.ts';
import { jointBreaches } from './joint-breaches.ts';
import { copyInterval } from './copy-interval.ts';

/** By block; -1 where the copy has no count. */
export interface Copy {
  readonly values: Int32Array;
  readonly base: number;
}

export interface CopyQuestion {
  readonly partitions: readonly Partition[];
  readonly atoms: AtomBlocks;
  /** By block, whole numbers from 0. */
  readonly counts: Int32Array;
  readonly copy: Copy;
  /** By partition: 1 by zone whose total is public, 0 by zone where it is withheld; null where nothing of the partition was ever released. */
  readonly published: readonly (Uint8Array | null)[];
  /** What rounded totals say. */
  readonly bounded?: BoundedTotals;
  readonly rules: RuleSet;
  readonly solver: ProgramSolver;
}

/** Blocks that are known to hold somebody, each or together, and fewer than the threshold (at `exact`: just how many). */
export interface CopyBreach {
  /** One of the atoms that hold them. */
  readonly atom: number;
  readonly blocks: readonly number[];
}

/** LP values closer to a whole number than this are that number. */
const WHOLE = 1e-6;
/** Solutions that are kept. */
const REMEMBERED = 100;

/**
 * The copy says of every block that its count lies within a base of the copy's value; totals say what sums they have. Together they can
 * say more: two blocks with copies 0 and 10 in a place of 17 hold 3 or 4 and 13 or 14. Found are all blocks of 1 to threshold - 1 that
 * could neither hold nobody nor as many as the threshold; and so for places that no public table divides, for several of them together, and for withheld zones.
 *
 * Within a place people can stand in any block, so most blocks are settled without its sum changing; only for the others a program
 * asks how far the sum can go. Where its answer is no whole number, an integer program gives it.
 */
export function copyBreaches(question: CopyQuestion): CopyBreach[] {
  const { counts, copy, rules } = question;
  const exact = rules.protect === 'exact';
  const isSecret = (count: number) => count > 0 && count < rules.threshold;
  const isSafe = (low: number, high: number) => (exact ? low < high : low <= 0 || high >= rules.threshold);
  const { places, zones } = placesOf(question, copy);
  const { lower, upper } = blockBounds(counts.length, copy);
  const ranges = new SumRanges(places, zones, leastWithheld(rules), question.solver);
  const breaches: CopyBreach[] = [];
  try {
    places.forEach(({ atom, blocks, sum, least, most }, at) => {
      const within = (block: number, low: number, high: number) =>
        isSafe(Math.max(lower[block]!, low - (most - upper[block]!)), Math.min(upper[block]!, high - (least - lower[block]!)));
      const stuck = blocks.filter((block) => isSecret(counts[block]!) && !within(block, sum, sum));
      if (stuck.length === 0 && !isSecret(sum)) return;
      const low = ranges.extreme([at], 1);
      const high = ranges.extreme([at], -1);
      const known = stuck.filter((block) => !within(block, low, high));
      if (known.length > 0) breaches.push({ atom, blocks: known });
      else if (isSecret(sum) && !isSafe(low, high)) breaches.push({ atom, blocks });
    });
    for (const { places: at, total, open } of zones) {
      if (open || at.length < 2 || !isSecret(total)) continue;
      if (!isSafe(ranges.extreme(at, 1), ranges.extreme(at, -1))) breaches.push({ atom: places[at[0]!]!.atom, blocks: at.flatMap((place) => places[place]!.blocks) });
    }
    if (!exact) {
      const told = new Set(breaches.map(({ atom }) => atom));
      const small = places.map(({ atom, sum }) => sum < rules.threshold && !told.has(atom));
      for (const at of jointBreaches({ sums: places.map(({ sum }) => sum), small, zones: zones.map((zone) => zone.places), threshold: rules.threshold, ranges })) {
        breaches.push({ atom: places[at.find((place) => places[place]!.sum > 0)!]!.atom, blocks: at.flatMap((place) => places[place]!.blocks) });
      }
    }
  } finally {
    ranges.dispose();
  }
  return breaches;
}

/** More people than any block holds; some thousand blocks of it still add up exactly. */
const ANY = 2 ** 30;

function blockBounds(blocks: number, { values, base }: Copy): { readonly lower: Float64Array; readonly upper: Float64Array } {
  const lower = new Float64Array(blocks);
  const upper = new Float64Array(blocks).fill(ANY);
  for (let block = 0; block < blocks; block++) {
    if (values[block]! < 0) continue;
    const interval = copyInterval(values[block]!, base);
    lower[block] = interval.lower;
    upper[block] = interval.upper;
  }
  return { lower, upper };
}

/** Blocks that no public table tells apart: what they hold, and the least and most that the copy allows. */
interface Place {
  /** The first of its atoms. */
  readonly atom: number;
  readonly blocks: number[];
  sum: number;
  least: number;
  most: number;
}

/** A zone of a public table; not `open`: its total is withheld. */
interface PublicZone {
  readonly places: number[];
  total: number;
  readonly open: boolean;
  /** Of a total that was rounded; null where it was not. */
  readonly limits: { readonly least: number; readonly most: number } | null;
}

function placesOf({ partitions, atoms, counts, published, bounded }: CopyQuestion, copy: Copy): { readonly places: Place[]; readonly zones: PublicZone[] } {
  const { lower, upper } = blockBounds(counts.length, copy);
  const places: Place[] = [];
  const bySignature = new Map<string, Place>();
  const zones = new Map<string, PublicZone>();
  const tables = [...partitions.keys()].filter((g) => published[g] != null || bounded?.[g] != null);
  atoms.blocks.forEach((members, atom) => {
    const signature = tables.map((g) => atoms.zone[atoms.width * atom + g]!);
    const key = signature.join();
    let place = bySignature.get(key);
    if (place === undefined) {
      bySignature.set(key, (place = { atom, blocks: [], sum: 0, least: 0, most: 0 }));
      const at = places.push(place) - 1;
      signature.forEach((zone, i) => {
        if (zone < 0) return;
        const name = `${tables[i]} ${zone}`;
        const of = isBounded(bounded?.[tables[i]!], zone) ? bounded![tables[i]!]! : null;
        if (!zones.has(name)) zones.set(name, { places: [], total: 0, open: published[tables[i]!]?.[zone] === 1, limits: of === null ? null : { least: of.least[zone]!, most: of.most[zone]! } });
        zones.get(name)!.places.push(at);
      });
    }
    for (const block of members) {
      place.blocks.push(block);
      place.sum += counts[block]!;
      place.least += lower[block]!;
      place.most += upper[block]!;
    }
  });
  for (const zone of zones.values()) zone.total = zone.places.reduce((total, at) => total + places[at]!.sum, 0);
  return { places, zones: [...zones.values()] };
}

/** Places that totals link, as one program that stays loaded; made when the first of its places is asked for. */
class SumRanges {
  private readonly zonesOf: number[][];
  private readonly componentOf: Int32Array;
  private readonly placeIn: Int32Array;
  private readonly programs = new Map<string, OpenProgram>();
  /** Places by component. */
  private readonly members = new Map<number, readonly number[]>();
  /** People by place that fit everything public, the truth first: what one of them shows needs no program. */
  private readonly fitting: Float64Array[];

  constructor(
    private readonly places: readonly Place[],
    private readonly zones: readonly PublicZone[],
    /** Least that anybody takes a withheld total for. */
    private readonly least: number,
    private readonly solver: ProgramSolver,
  ) {
    this.zonesOf = places.map(() => []);
    zones.forEach((zone, z) => zone.places.forEach((place) => this.zonesOf[place]!.push(z)));
    this.componentOf = new Int32Array(places.length).fill(-1);
    this.placeIn = new Int32Array(places.length);
    this.fitting = [Float64Array.from(places, ({ sum }) => sum)];
  }

  /** Whether these places can all be empty at once. */
  canBeEmpty(at: readonly number[]): boolean {
    return this.fitting.some((people) => at.every((place) => people[place] === 0)) || this.extreme(at, 1) <= 0;
  }

  canReach(at: readonly number[], threshold: number): boolean {
    return this.fitting.some((people) => at.reduce((sum, place) => sum + people[place]!, 0) >= threshold) || this.extreme(at, -1) >= threshold;
  }

  /** The least sum (1), or the largest (-1), of these places that all totals and the copy allow; a whole number. */
  extreme(at: readonly number[], sign: 1 | -1): number {
    const parts = new Map<number, number[]>();
    for (const place of at) {
      if (this.componentOf[place] === -1) this.gather(place);
      const component = this.componentOf[place]!;
      parts.set(component, [...(parts.get(component) ?? []), place]);
    }
    let total = 0;
    for (const [component, members] of parts) total += this.solve(component, members, sign, false) ?? this.solve(component, members, sign, true)!;
    return total;
  }

  dispose(): void {
    for (const program of this.programs.values()) program.dispose();
  }

  /** null: the relaxed answer is no whole one. */
  private solve(component: number, members: readonly number[], sign: 1 | -1, integer: boolean): number | null {
    const key = `${component} ${integer}`;
    const program = this.programs.get(key) ?? this.solver.open(this.programOf(component), integer);
    this.programs.set(key, program);
    for (const place of members) program.setCost(this.placeIn[place]!, sign);
    let solution;
    try {
      solution = program.solve();
    } catch (error) {
      // Not decided: told as if it were known.
      if (error instanceof Undecided) return members.reduce((sum, place) => sum + this.places[place]!.sum, 0);
      throw error;
    } finally {
      for (const place of members) program.setCost(this.placeIn[place]!, 0);
    }
    if (solution === null) throw new Error('the true counts contradict their own copy');
    if (!integer && !solution.values.every((value) => Math.abs(value - Math.round(value)) < WHOLE)) return null;
    this.remember(component, solution.values);
    return sign * Math.round(solution.objective);
  }

  private remember(component: number, values: Float64Array): void {
    if (this.fitting.length >= REMEMBERED) this.fitting.splice(1, 1);
    const people = this.fitting.at(-1)!.slice();
    for (const place of this.membersOf(component)) people[place] = Math.round(values[this.placeIn[place]!]!);
    this.fitting.push(people);
  }

  private membersOf(component: number): readonly number[] {
    let members = this.members.get(component);
    if (members === undefined) this.members.set(component, (members = Array.from(this.componentOf.keys()).filter((place) => this.componentOf[place] === component)));
    return members;
  }

  /** Numbers all places that totals link with this one by the place itself. */
  private gather(first: number): void {
    const queue = [first];
    this.componentOf[first] = first;
    for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
      for (const zone of this.zonesOf[next]!) {
        if (!this.tells(zone)) continue;
        for (const other of this.zones[zone]!.places) {
          if (this.componentOf[other] !== -1) continue;
          this.componentOf[other] = first;
          queue.push(other);
        }
      }
    }
  }

  private tells(zone: number): boolean {
    const { open, limits } = this.zones[zone]!;
    return open || limits !== null || this.least > 0;
  }

  private limitsOf(zone: number): { readonly least: number; readonly most: number } {
    const { open, total, limits } = this.zones[zone]!;
    // A zone that was never counted is not open either, and what is known of it is nobody: nothing is assumed of that.
    return open ? { least: total, most: total } : (limits ?? { least: Math.min(this.least, total), most: Infinity });
  }

  private programOf(component: number): Program {
    const members = this.membersOf(component);
    members.forEach((place, at) => (this.placeIn[place] = at));
    const rows = [...new Set(members.flatMap((place) => this.zonesOf[place]!))].filter((zone) => this.tells(zone)).toSorted((a, b) => a - b);
    const start = new Int32Array(rows.length + 1);
    const index: number[] = [];
    rows.forEach((zone, row) => {
      for (const place of this.zones[zone]!.places) index.push(this.placeIn[place]!);
      start[row + 1] = index.length;
    });
    return {
      cost: new Float64Array(members.length),
      lower: Float64Array.from(members, (place) => this.places[place]!.least),
      upper: Float64Array.from(members, (place) => this.places[place]!.most),
      rowLower: Float64Array.from(rows, (zone) => this.limitsOf(zone).least),
      rowUpper: Float64Array.from(rows, (zone) => this.limitsOf(zone).most),
      start,
      index: Int32Array.from(index),
      value: new Float64Array(index.length).fill(1),
    };
  }
}
