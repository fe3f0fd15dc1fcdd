// Secrets that a part and its whole alone leave open, asked again with everything that is linked with them: all may move together, in the places near.
import { sumsByAtom } from '../differencing/atom-sums.ts';
import type { ProgramSolver } from '../differencing/program.ts';
import type { Exchanges } from '../suppression/exchanges.ts';
import type { AuditMemory } from '../suppression/audit-memory.ts';
import { Protection } from '../suppression/protection.ts';
import type { RememberedMoves } from '../suppression/remembered-moves.ts';
import { leastWithheld } from '../rules/rule-set.ts';
import type { Secrecy, Secret } from '../suppression/secrecy.ts';
import { knownExchanges, type Mix, placesBy } from './known-exchanges.ts';
import type { LinkedSecret, LinkedStatistic } from './linked-secrecy.ts';
import type { AtomBlocks } from './release-audit.ts';
import { movesOfSums, type StatisticSum } from './sums-moves.ts';
import { isBounded } from './total-bounds.ts';

/** A secret of a part, of its whole, or of what is left of the whole; statistics by position. */
export interface FamilySecret extends LinkedSecret {
  readonly part: number;
  readonly whole: number;
}

export interface FamilyInput {
  readonly atoms: AtomBlocks;
  readonly statistics: readonly LinkedStatistic[];
  /** By statistic, the one that it is a part of; -1 for none. */
  readonly wholeOf: readonly number[];
  /** What is added up of others, wherever the counts are. */
  readonly sums?: readonly StatisticSum[];
  /** Atoms among which things may move for one secret; default 60. */
  readonly near?: number;
  readonly secrets: readonly FamilySecret[];
  readonly solver: ProgramSolver;
  /** Moves that were found for other statistics and dates over the same blocks. */
  readonly exchanges?: Exchanges;
  /** What was proven before, for whatever release. */
  readonly proven?: AuditMemory;
  /** What freed secrets of the same statistics and date before. */
  readonly remembered?: RememberedMoves | undefined;
}

export interface FamilyProtection {
  /** By statistic: zones of the first partition that must be withheld besides. */
  readonly more: readonly (readonly number[])[];
  readonly helpless: readonly FamilySecret[];
}

/** Places in which things may move for one secret: fifty statistics are then some 3,000 unknowns. */
const NEAR = 60;

/**
 * One place after the other; what was withheld for one stays so for the next. A secret without a move among the places near counts as
 * helpless, so that more may be told than follows, never less.
 */
export function protectFamily(input: FamilyInput): FamilyProtection {
  const published = input.statistics.map((one) => one.published.map((marks) => marks?.slice() ?? null));
  const more = input.statistics.map(() => new Set<number>());
  const byPlace = new Map<string, FamilySecret[]>();
  for (const secret of input.secrets) {
    const together = byPlace.get(secret.atoms.join());
    if (together === undefined) byPlace.set(secret.atoms.join(), [secret]);
    else together.push(secret);
  }
  const shared = new SharedByPlaces(input);
  const helpless = [...byPlace.values()].flatMap((secrets) => {
    const made = new NearProblem(input, shared, published, secrets).settle(input.solver);
    for (const { statistic, zone } of made.added) {
      published[statistic]![0]![zone] = 0;
      more[statistic]!.add(zone);
    }
    return made.helpless.map((secret) => secrets[secret]!);
  });
  return { more: more.map((zones) => [...zones].toSorted((x, y) => x - y)), helpless };
}

/** What the problems of all places have in common. */
class SharedByPlaces {
  /** By partition, the atoms of each zone. */
  readonly members: readonly ReadonlyMap<number, readonly number[]>[];
  private readonly totals = new Map<string, Float64Array>();
  private mixesFound: readonly Mix[] | undefined;

  constructor(private readonly input: FamilyInput) {
    const { width, zone, blocks } = input.atoms;
    const members = Array.from({ length: width }, () => new Map<number, number[]>());
    blocks.forEach((of, atom) => {
      for (let g = 0; g < width && of.length > 0; g++) {
        const together = members[g]!.get(zone[width * atom + g]!);
        if (together === undefined) members[g]!.set(zone[width * atom + g]!, [atom]);
        else together.push(atom);
      }
    });
    this.members = members;
  }

  /** By zone of a partition. */
  totalsOf(statistic: number, g: number, zoneCount: number): Float64Array {
    const key = `${statistic} ${g}`;
    let totals = this.totals.get(key);
    if (totals === undefined) {
      const { width, zone } = this.input.atoms;
      const sums = sumsByAtom(this.input.atoms, this.input.statistics[statistic]!.counts);
      this.totals.set(key, (totals = new Float64Array(zoneCount)));
      for (let atom = 0; atom < sums.length; atom++) if (zone[width * atom + g]! >= 0) totals[zone[width * atom + g]!]! += sums[atom]!;
    }
    return totals;
  }

  get mixes(): readonly Mix[] {
    const { statistics, sums = [], wholeOf } = this.input;
    return (this.mixesFound ??= sums.length > 1 ? movesOfSums(statistics.length, sums) : mixesOf(statistics.length, wholeOf));
  }
}

class NearProblem {
  /** Atoms by place; the first is that of the secrets. */
  private readonly places: readonly (readonly number[])[];
  private readonly truth: number[] = [];
  private readonly unknown: Int32Array[];
  private readonly cells: number[][] = [];
  private readonly zoneOfCell: { readonly statistic: number; readonly zone: number }[] = [];
  private readonly loss: number[] = [];
  private readonly floor: number[] = [];
  private readonly ceiling: number[] = [];
  private readonly withheld: number[] = [];
  private readonly links: { readonly at: readonly number[]; readonly times: readonly number[]; readonly room: number; readonly most: number }[] = [];
  private readonly secrets: readonly Secret[];

  constructor(
    private readonly input: FamilyInput,
    private readonly shared: SharedByPlaces,
    private readonly published: readonly (readonly (Uint8Array | null)[])[],
    secrets: readonly FamilySecret[],
  ) {
    this.places = this.near(secrets[0]!.atoms);
    this.unknown = input.statistics.map(({ counts }) => Int32Array.from(this.places, (place) => this.truth.push(this.heldBy(place, counts)) - 1));
    input.statistics.forEach((_, statistic) => this.enterZones(statistic));
    input.wholeOf.forEach((above, statistic) => (above < 0 ? undefined : this.places.forEach((_, place) => this.link(this.unknown[above]![place]!, this.unknown[statistic]![place]!))));
    for (const { whole, parts } of input.sums ?? []) {
      this.places.forEach((_, place) => {
        const [all, own] = [this.unknown[whole]![place]!, parts.map((part) => this.unknown[part]![place]!)];
        if (own.reduce((sum, part) => sum + this.truth[part]!, 0) === this.truth[all]) this.links.push({ at: [all, ...own], times: [1, ...own.map(() => -1)], room: 0, most: 0 });
      });
    }
    this.secrets = secrets.map(({ of, part, whole }): Secret => {
      const { threshold, protect } = input.statistics[of === 'whole' ? whole : part]!.rules;
      const at = of === 'rest' ? this.rest(this.unknown[whole]![0]!, this.unknown[part]![0]!) : this.unknown[of === 'part' ? part : whole]![0]!;
      return { at: [at], growth: protect === 'exact' ? 1 : Math.max(1, threshold - this.truth[at]!), either: protect === 'exact' };
    });
  }

  settle(solver: ProgramSolver): { readonly helpless: readonly number[]; readonly added: { readonly statistic: number; readonly zone: number }[] } {
    const { truth, cells, loss, floor, ceiling, links } = this;
    const problem: Secrecy = { truth: Float64Array.from(truth), minimum: new Float64Array(truth.length), cells, loss: Float64Array.from(loss), floor: Float64Array.from(floor), ceiling: Float64Array.from(ceiling), links, secrets: this.secrets };
    const withheld = Uint8Array.from(this.withheld);
    const { proven } = this.input;
    if (proven?.isFree(problem, withheld) === true) return { helpless: [], added: [] };
    const protection = new Protection(problem, withheld, (_, level) => (level === 0 ? { name: 'near', unknowns: [...truth.keys()] } : null), solver, false, this.known());
    try {
      protection.withholdMore();
      const added = this.zoneOfCell.filter((_, cell) => withheld[cell] === 1 && this.withheld[cell] === 0);
      if (protection.helpless.size === 0 && added.length === 0) proven?.keepFree(problem, withheld);
      return { helpless: [...protection.helpless], added };
    } finally {
      protection.dispose();
    }
  }

  private known() {
    const { atoms, exchanges, remembered } = this.input;
    if (exchanges === undefined) return null;
    return knownExchanges(exchanges, { ...placesBy(atoms, this.places), groups: this.unknown, mixes: this.shared.mixes, secrets: this.secrets, remembered });
  }

  private heldBy(place: readonly number[], counts: Int32Array): number {
    const sums = sumsByAtom(this.input.atoms, counts);
    return place.reduce((sum, atom) => sum + sums[atom]!, 0);
  }

  /** Round by round the atoms that share zones with what there is, those that share more and smaller ones first, and of alike ones those of zones with a withheld number. */
  private near(atoms: readonly number[]): number[][] {
    const near = this.input.near ?? NEAR;
    const { width, zone } = this.input.atoms;
    const { members } = this.shared;
    const inside = new Set(atoms);
    for (let round: readonly number[] = atoms; round.length > 0 && inside.size < near; ) {
      const nearness = new Map<number, number>();
      for (const atom of round) {
        for (let g = 0; g < width; g++) {
          const together = zone[width * atom + g]! < 0 ? [] : members[g]!.get(zone[width * atom + g]!)!;
          for (const other of together) if (!inside.has(other)) nearness.set(other, (nearness.get(other) ?? 0) + 1 / together.length);
        }
      }
      round = [...nearness].toSorted((a, b) => b[1] - a[1] || this.isRoomy(b[0]) - this.isRoomy(a[0]) || a[0] - b[0]).slice(0, near - inside.size).map(([atom]) => atom);
      for (const atom of round) inside.add(atom);
    }
    const others = [...inside].filter((atom) => !atoms.includes(atom));
    return [[...atoms], ...others.map((atom) => [atom])];
  }

  /** 1 where some number of one of its zones is withheld: all that shares but the whole town is as near, and elsewhere nothing can move. */
  private isRoomy(atom: number): number {
    const { width, zone } = this.input.atoms;
    return this.published.some((of) => of.some((marks, g) => marks !== null && zone[width * atom + g]! >= 0 && marks[zone[width * atom + g]!] !== 1)) ? 1 : 0;
  }

  private enterZones(statistic: number): void {
    const { atoms, statistics } = this.input;
    const { width, zone } = atoms;
    const { bounded, free, rules } = statistics[statistic]!;
    this.published[statistic]!.forEach((marks, g) => {
      const limits = bounded?.[g] ?? null;
      if (marks === null && limits === null) return;
      const totals = this.shared.totalsOf(statistic, g, marks?.length ?? limits!.least.length);
      const placesOf = new Map<number, number[]>();
      this.places.forEach(([atom], place) => placesOf.set(zone[width * atom! + g]!, [...(placesOf.get(zone[width * atom! + g]!) ?? []), place]));
      for (const [z, places] of placesOf) {
        if (z < 0) continue;
        const total = totals[z]!;
        const isFree = g === 0 && free?.[z] === 1;
        this.cells.push(places.map((place) => this.unknown[statistic]![place]!).toSorted((a, b) => a - b));
        this.zoneOfCell.push({ statistic, zone: z });
        // Nobody may withhold an open 0: it would be known to be one.
        this.loss.push(isFree && total > 0 ? 1 + Math.log1p(total) : Infinity);
        // What the zone holds elsewhere stays, and counts towards what anybody takes it for.
        const elsewhere = total - places.reduce((sum, place) => sum + this.truth[this.unknown[statistic]![place]!]!, 0);
        const of = isBounded(limits, z) ? limits! : null;
        this.floor.push(Math.max(0, Math.min(total, of === null ? leastWithheld(rules) : of.least[z]!) - elsewhere));
        this.ceiling.push(of === null ? Infinity : Math.max(total, of.most[z]!) - elsewhere);
        this.withheld.push(marks?.[z] === 1 ? 0 : 1);
      }
    });
  }

  /** A source that counts more in the part breaks the link, and nobody can use it. */
  private link(whole: number, part: number): void {
    const room = this.truth[whole]! - this.truth[part]!;
    if (room >= 0) this.links.push({ at: [whole, part], times: [1, -1], room, most: Infinity });
  }

  private rest(whole: number, part: number): number {
    const rest = this.truth.push(this.truth[whole]! - this.truth[part]!) - 1;
    this.links.push({ at: [whole, part, rest], times: [1, -1, -1], room: 0, most: 0 });
    return rest;
  }
}

/** One part of a whole for another of the same, a part with its whole, and each by itself. */
function mixesOf(statistics: number, wholeOf: readonly number[]): Mix[] {
  const mixes: Mix[] = [];
  for (let a = 0; a < statistics; a++) {
    if (wholeOf[a]! >= 0) mixes.push([[a, 1], [wholeOf[a]!, 1]]);
    for (let b = a + 1; b < statistics; b++) if (wholeOf[a]! >= 0 && wholeOf[a] === wholeOf[b]) mixes.push([[a, 1], [b, -1]]);
    mixes.push([[a, 1]]);
  }
  return mixes;
}
