// A part and its whole as unknowns and sums: who is in the part, and who is left of the whole, in every place that what is public tells apart.
import { sumsByAtom } from '../differencing/atom-sums.ts';
import type { AtomBlocks } from './release-audit.ts';
import { leastWithheld, type RuleSet } from '../rules/rule-set.ts';
import type { Secrecy, Secret } from '../suppression/secrecy.ts';
import { type BoundedTotals, isBounded } from './total-bounds.ts';

/** One of the two. Counts by block, whole, from 0. */
export interface LinkedStatistic {
  readonly counts: Int32Array;
  /** By partition: 1 by zone whose total is public after the release; null where nothing of the statistic is. */
  readonly published: readonly (Uint8Array | null)[];
  /** What rounded totals say. */
  readonly bounded?: BoundedTotals;
  /** 1 by zone of the first partition that can still be withheld; null where the statistic is not released now. */
  readonly free: Uint8Array | null;
  /** 1 by zone of the first partition that the rules withhold; null likewise. */
  readonly primary: Uint8Array | null;
  readonly rules: RuleSet;
}

export interface LinkInput {
  readonly atoms: AtomBlocks;
  readonly part: LinkedStatistic;
  /** null: the part is looked at alone, with what it is bounded by. */
  readonly whole: LinkedStatistic | null;
  /** By block, taken for what they truly are: parts of the part, other parts of the whole, and what the last of the two is a part of. */
  readonly within: readonly Int32Array[];
  readonly beside: readonly Int32Array[];
  readonly above: Int32Array | null;
  /** By partition: whether it tells places apart although nothing of the two is public of it, since something that bounds them is. */
  readonly apart?: readonly boolean[];
  /** 1 by atom where the whole must not be known to be small; of the part and of the rest of the whole every place is looked after. */
  readonly ofWhole: Uint8Array | null;
}

export interface LinkedSecret {
  readonly of: 'part' | 'rest' | 'whole';
  readonly atoms: readonly number[];
}

export interface LinkedSecrecy {
  readonly problem: Secrecy;
  readonly withheld: Uint8Array;
  /** By cell: the zone of the first partition that it is, null where it is none that could be withheld. */
  readonly zoneOfCell: readonly ({ readonly of: 'part' | 'whole'; readonly zone: number } | null)[];
  /** By secret of the problem. */
  readonly secrets: readonly LinkedSecret[];
  /** Atoms by place, and the unknowns of the part and of the rest by place, -1 where there is none. */
  readonly places: readonly (readonly number[])[];
  readonly part: Int32Array;
  readonly rest: Int32Array;
}

/**
 * What moves is the part and the rest of its whole; all other statistics are taken for what they are, so that whatever is possible here is possible
 * with all of them. Atoms that nothing public of the two tells apart are one place. Where the source counts more in the part than in the whole, nobody can use the link.
 */
export function linkedSecrecy(input: LinkInput): LinkedSecrecy {
  return new LinkedProblem(input).made();
}

/** Whether anything of a statistic is public over a partition. */
export function isTold({ published, bounded }: LinkedStatistic, g: number): boolean {
  return published[g] != null || bounded?.[g] != null;
}

class LinkedProblem {
  private readonly places: readonly (readonly number[])[];
  /** By partition: zone by place. */
  private readonly zones: readonly Int32Array[];
  private readonly truth: number[] = [];
  private readonly minimum: number[] = [];
  private readonly ofPart: (readonly number[])[] = [];
  private readonly ofWhole: (readonly number[])[] = [];
  private readonly ofRest: (readonly number[])[] = [];
  private readonly cells: number[][] = [];
  private readonly loss: number[] = [];
  private readonly floor: number[] = [];
  private readonly ceiling: number[] = [];
  private readonly withheld: number[] = [];
  private readonly zoneOfCell: LinkedSecrecy['zoneOfCell'][number][] = [];
  private readonly secrets: Secret[] = [];
  private readonly named: LinkedSecret[] = [];

  constructor(private readonly input: LinkInput) {
    const { atoms, part, whole, apart } = input;
    const used = part.published.map((_, g) => isTold(part, g) || (whole !== null && isTold(whole, g)) || apart?.[g] === true);
    const bySignature = new Map<string, number[]>();
    atoms.blocks.forEach((blocks, atom) => {
      const of = used.map((flag, g) => (flag ? atoms.zone[atoms.width * atom + g]! : -1));
      if (blocks.length === 0 || of.every((zone) => zone < 0)) return;
      const together = bySignature.get(of.join());
      if (together === undefined) bySignature.set(of.join(), [atom]);
      else together.push(atom);
    });
    this.places = [...bySignature.values()];
    this.zones = used.map((_, g) => Int32Array.from(this.places, ([atom]) => atoms.zone[atoms.width * atom! + g]!));
  }

  made(): LinkedSecrecy {
    const { part, whole, ofWhole } = this.input;
    const partHeld = this.held(part.counts);
    const wholeHeld = whole === null ? null : this.held(whole.counts);
    this.openUnknowns(partHeld, wholeHeld);
    this.enterZones('part', part, this.ofPart, partHeld, null);
    if (whole !== null) this.enterZones('whole', whole, this.ofWhole, wholeHeld!, ofWhole ?? new Uint8Array());
    this.enterBounds(partHeld, wholeHeld);
    this.ask('part', part, this.ofPart, null);
    if (whole !== null) this.ask('rest', part, this.ofRest, null);
    if (whole !== null && ofWhole !== null) this.ask('whole', whole, this.ofWhole, ofWhole);
    const problem: Secrecy = {
      truth: Float64Array.from(this.truth),
      minimum: Float64Array.from(this.minimum),
      cells: this.cells,
      loss: Float64Array.from(this.loss),
      floor: Float64Array.from(this.floor),
      ceiling: Float64Array.from(this.ceiling),
      secrets: this.secrets,
    };
    return { problem, withheld: Uint8Array.from(this.withheld), zoneOfCell: this.zoneOfCell, secrets: this.named, places: this.places, part: soleOf(this.ofPart), rest: soleOf(this.ofRest) };
  }

  private held(counts: Int32Array): Float64Array {
    const sums = sumsByAtom(this.input.atoms, counts);
    const held = new Float64Array(this.places.length);
    for (let place = 0; place < held.length; place++) for (const atom of this.places[place]!) held[place]! += sums[atom]!;
    return held;
  }

  /** By place, the most that any of these holds. */
  private most(of: readonly Int32Array[]): Float64Array {
    const most = new Float64Array(this.places.length);
    for (const counts of of) {
      const held = this.held(counts);
      for (let place = 0; place < held.length; place++) if (held[place]! > most[place]!) most[place] = held[place]!;
    }
    return most;
  }

  private openUnknowns(partHeld: Float64Array, wholeHeld: Float64Array | null): void {
    const { part, whole, within, beside } = this.input;
    const [leastPart, leastWhole] = [this.most(within), this.most(beside)];
    const [noPart, noWhole] = [this.knownEmpty(part, partHeld), whole === null ? null : this.knownEmpty(whole, wholeHeld!)];
    const open = (held: number, least: number): number => {
      this.minimum.push(Math.min(held, least));
      return this.truth.push(held) - 1;
    };
    this.places.forEach((_, place) => {
      const held = partHeld[place]!;
      const empty = noWhole?.[place] === 1;
      const own = noPart[place] === 1 || (empty && held === 0) ? [] : [open(held, leastPart[place]!)];
      this.ofPart.push(own);
      const left = (wholeHeld?.[place] ?? 0) - held;
      const other = wholeHeld === null || empty ? [] : [left < 0 ? open(wholeHeld[place]!, leastWhole[place]!) : open(left, 0)];
      this.ofRest.push(left < 0 ? [] : other);
      this.ofWhole.push(left < 0 ? other : empty ? [] : [...own, ...other]);
    });
  }

  /** 1 by place in a zone of which everybody sees, or may see, a 0. */
  private knownEmpty({ published, free }: LinkedStatistic, held: Float64Array): Uint8Array {
    const empty = new Uint8Array(this.places.length);
    published.forEach((marks, g) => {
      for (const [zone, places] of marks === null ? [] : this.membersOf(g)) {
        if (marks![zone] !== 1 && !(g === 0 && free?.[zone] === 1)) continue;
        if (places.every((place) => held[place] === 0)) for (const place of places) empty[place] = 1;
      }
    });
    return empty;
  }

  private membersOf(g: number): Map<number, number[]> {
    const members = new Map<number, number[]>();
    this.zones[g]!.forEach((zone, place) => {
      if (zone < 0) return;
      const of = members.get(zone);
      if (of === undefined) members.set(zone, [place]);
      else of.push(place);
    });
    return members;
  }

  private enter(at: readonly number[], loss: number, floor: number, ceiling: number, withheld: boolean): void {
    this.cells.push(at.toSorted((a, b) => a - b));
    this.loss.push(loss);
    this.floor.push(floor);
    this.ceiling.push(ceiling);
    this.withheld.push(withheld ? 1 : 0);
    this.zoneOfCell.push(null);
  }

  /** `among` as in `ask`. Of secret zones those whose places do not tell them: a 0, or an exact number. */
  private enterZones(of: 'part' | 'whole', statistic: LinkedStatistic, unknowns: readonly (readonly number[])[], held: Float64Array, among: Uint8Array | null): void {
    const { published, bounded, free, primary, rules } = statistic;
    const { threshold, protect } = rules;
    published.forEach((marks, g) => {
      for (const [zone, places] of isTold(statistic, g) ? this.membersOf(g) : []) {
        const at = places.flatMap((place) => unknowns[place]!);
        if (at.length === 0) continue;
        const total = places.reduce((sum, place) => sum + held[place]!, 0);
        const isFree = g === 0 && free?.[zone] === 1;
        const limits = isBounded(bounded?.[g], zone) ? bounded![g]! : null;
        const floor = limits === null ? leastWithheld(rules) : limits.least[zone]!;
        this.enter(at, isFree ? 1 + Math.log1p(total) : Infinity, Math.min(total, floor), limits === null ? Infinity : Math.max(total, limits.most[zone]!), marks?.[zone] !== 1);
        if (isFree) this.zoneOfCell[this.cells.length - 1] = { of, zone };
        const atoms = places.flatMap((place) => this.places[place]!);
        if (g !== 0 || primary?.[zone] !== 1 || marks?.[zone] === 1 || limits !== null || (among !== null && !atoms.every((atom) => among[atom] === 1))) continue;
        const small = protect !== 'exact' && total < threshold;
        if (!small || total === 0) this.keep({ of, atoms }, this.cells.at(-1)!, small ? threshold - total : 1, !small);
      }
    });
  }

  /** The last of the two is no less than any of its other parts, and no more than what it is a part of. */
  private enterBounds(partHeld: Float64Array, wholeHeld: Float64Array | null): void {
    const { beside, above } = this.input;
    const [least, most] = [this.most(beside), above === null ? null : this.held(above)];
    const unknowns = wholeHeld === null ? this.ofPart : this.ofWhole;
    this.places.forEach((_, place) => {
      const [at, held] = [unknowns[place]!, (wholeHeld ?? partHeld)[place]!];
      if (at.length === 0) return;
      const floor = wholeHeld === null ? 0 : Math.min(held, least[place]!);
      const ceiling = most === null || most[place]! < held ? Infinity : most[place]!;
      if (floor > 0 || ceiling < Infinity) this.enter(at, 1, floor, ceiling, true);
    });
  }

  private ask(of: LinkedSecret['of'], { rules: { threshold, protect } }: LinkedStatistic, unknowns: readonly (readonly number[])[], among: Uint8Array | null): void {
    this.places.forEach((atoms, place) => {
      const at = unknowns[place]!;
      const held = at.reduce((sum, unknown) => sum + this.truth[unknown]!, 0);
      if (at.length === 0 || held === 0 || held >= threshold || (among !== null && !atoms.some((atom) => among[atom] === 1))) return;
      this.keep({ of, atoms }, at, protect === 'exact' ? 1 : threshold - held, protect === 'exact');
    });
  }

  private keep(secret: LinkedSecret, at: readonly number[], growth: number, either: boolean): void {
    this.named.push(secret);
    this.secrets.push({ at: at.toSorted((a, b) => a - b), growth, either });
  }
}

const soleOf = (unknowns: readonly (readonly number[])[]) => Int32Array.from(unknowns, ([unknown]) => unknown ?? -1);
