// What a cut of catchments does to schools and children, kept up to date move by move.
import { UNASSIGNED } from '../coverage/coverage.ts';
import { classStep, type ClassRule, type ClassStep } from './entry-classes.ts';

/** Layouts: block × year and zone × year row-major; distances school × block row-major. */
export interface CatchmentInput {
  readonly blockCount: number;
  readonly zoneCount: number;
  readonly years: readonly number[];
  /** Entering children by block and year; a forecast is no whole number. */
  readonly children: Float64Array;
  /** By zone: the schools that it belongs to, several for a common catchment, none for a zone without a school. */
  readonly schools: readonly (readonly number[])[];
  /** Places by school and year; NaN where nobody said how many. */
  readonly places: Float64Array;
  /** Metres on foot from the block to every school; Infinity where none is known. */
  readonly metres: Float32Array;
  /** Farther than this is too far, metres. */
  readonly limitM: number;
  readonly classRule: ClassRule | null;
}

export interface SchoolYear {
  readonly year: number;
  readonly pupils: number;
  /** Of all schools of the catchment; null where one's are not known. */
  readonly places: number | null;
  /** pupils / places; null without places, or with 0. */
  readonly utilisation: number | null;
  readonly band: 'under' | 'within' | 'over' | null;
  /** Of the pupils, rounded to whole children; null without a rule. Of several grades there is no next class, only how many there are. */
  readonly step: (Omit<ClassStep, 'toNext'> & { readonly toNext: number | null }) | null;
}

/** Of a sum of pupils and the places for them. */
export function schoolYear(year: number, pupils: number, places: number | null, step: SchoolYear['step']): SchoolYear {
  const utilisation = places === null || places === 0 ? null : pupils / places;
  const band = utilisation === null ? null : utilisation < BANDS.under ? 'under' : utilisation > BANDS.over ? 'over' : 'within';
  return { year, pupils, places, utilisation, band, step };
}

export interface Walk {
  readonly minM: number | null;
  /** Weighted by children. */
  readonly meanM: number | null;
  readonly maxM: number | null;
  /** Children beyond the limit, and those whose way nobody knows. */
  readonly beyond: number;
  readonly unknown: number;
}

/** Utilisation below or above which a school is marked. */
export const BANDS = { under: 0.9, over: 1.1 } as const;

/**
 * Sums of a plan's catchments by year. `move` costs the moved blocks times the years, not the town: 50 blocks and ten years
 * are some 2 µs. Sums of fractions depend on the order of the moves in the last bits; `recount` makes them anew.
 */
export class CatchmentEffects {
  readonly input: CatchmentInput;
  readonly assignment: Int32Array;
  /** Zone × year. */
  readonly pupils: Float64Array;

  constructor(input: CatchmentInput, assignment: Int32Array) {
    this.input = input;
    this.assignment = assignment.slice();
    this.pupils = new Float64Array(input.zoneCount * input.years.length);
    this.recount();
  }

  recount(): void {
    const { blockCount, children, years } = this.input;
    this.pupils.fill(0);
    for (let block = 0; block < blockCount; block++) {
      const zone = this.assignment[block]!;
      if (zone === UNASSIGNED) continue;
      for (let y = 0; y < years.length; y++) this.pupils[zone * years.length + y]! += children[block * years.length + y]!;
    }
  }

  move(blocks: ArrayLike<number>, to: number): void {
    const { children, years } = this.input;
    const width = years.length;
    for (let i = 0; i < blocks.length; i++) {
      const block = blocks[i]!;
      const from = this.assignment[block]!;
      if (from === to) continue;
      this.assignment[block] = to;
      for (let y = 0; y < width; y++) {
        const count = children[block * width + y]!;
        if (from !== UNASSIGNED) this.pupils[from * width + y]! -= count;
        if (to !== UNASSIGNED) this.pupils[to * width + y]! += count;
      }
    }
  }

  /** One row a year. */
  schoolYears(zone: number): SchoolYear[] {
    const { years } = this.input;
    return years.map((_, y) => this.yearOf(y, this.pupils[zone * years.length + y]!, this.placesOf(zone, y)));
  }

  /** A row of so many entering pupils, with their classes by the rule. */
  yearOf(y: number, pupils: number, places: number | null): SchoolYear {
    const { years, classRule } = this.input;
    return schoolYear(years[y]!, pupils, places, classRule === null ? null : classStep(classRule, Math.round(pupils)));
  }

  /** Ways of a year's children of every zone to the nearest of its schools, in one pass over the blocks. */
  walks(y: number): Walk[] {
    const { blockCount, zoneCount, children, years, limitM } = this.input;
    const least = new Float64Array(zoneCount).fill(Infinity);
    const most = new Float64Array(zoneCount).fill(-Infinity);
    const sum = new Float64Array(zoneCount);
    const weight = new Float64Array(zoneCount);
    const beyond = new Float64Array(zoneCount);
    const unknown = new Float64Array(zoneCount);
    for (let block = 0; block < blockCount; block++) {
      const zone = this.assignment[block]!;
      const count = children[block * years.length + y]!;
      if (zone === UNASSIGNED || count === 0) continue;
      const metres = this.metresTo(zone, block);
      if (metres === Infinity) {
        unknown[zone]! += count;
        continue;
      }
      if (metres < least[zone]!) least[zone] = metres;
      if (metres > most[zone]!) most[zone] = metres;
      sum[zone]! += count * metres;
      weight[zone]! += count;
      if (metres > limitM) beyond[zone]! += count;
    }
    return Array.from({ length: zoneCount }, (_, zone) => ({
      minM: weight[zone]! > 0 ? least[zone]! : null,
      meanM: weight[zone]! > 0 ? sum[zone]! / weight[zone]! : null,
      maxM: weight[zone]! > 0 ? most[zone]! : null,
      beyond: beyond[zone]!,
      unknown: unknown[zone]!,
    }));
  }

  /** Metres from a block to the nearest school of a zone. */
  metresTo(zone: number, block: number): number {
    const { blockCount, metres, schools } = this.input;
    let least = Infinity;
    for (const school of schools[zone]!) least = Math.min(least, metres[school * blockCount + block]!);
    return least;
  }

  /** Places of an entry year of all schools of a zone; null where one's are not known. */
  placesOf(zone: number, y: number): number | null {
    const { schools, places, years } = this.input;
    if (schools[zone]!.length === 0) return null;
    let sum = 0;
    for (const school of schools[zone]!) sum += places[school * years.length + y]!;
    return Number.isNaN(sum) ? null : sum;
  }
}

/** Children of a year who change school, by old and new zone. */
export interface Reassigned {
  readonly from: number;
  readonly to: number;
  readonly blocks: readonly number[];
  /** By year. */
  readonly children: Float64Array;
  /** Of one year's children: sum of new minus old metres, and those whose old or new way nobody knows. */
  readonly changeM: number;
  readonly unknown: number;
}

/** From-to rows between two assignments, most children of all years first; ties by zones. `walkYear`: position of the year whose ways are compared. */
export function reassigned(before: Int32Array, after: CatchmentEffects, walkYear = 0): Reassigned[] {
  const { children, years } = after.input;
  const width = years.length;
  const rows = new Map<number, { from: number; to: number; blocks: number[]; children: Float64Array; changeM: number; unknown: number }>();
  for (let block = 0; block < before.length; block++) {
    const from = before[block]!;
    const to = after.assignment[block]!;
    if (from === to) continue;
    const key = (from + 1) * (after.input.zoneCount + 1) + to + 1;
    let row = rows.get(key);
    if (row === undefined) rows.set(key, (row = { from, to, blocks: [], children: new Float64Array(width), changeM: 0, unknown: 0 }));
    row.blocks.push(block);
    for (let y = 0; y < width; y++) row.children[y]! += children[block * width + y]!;
    const count = children[block * width + walkYear] ?? 0;
    const old = from === UNASSIGNED ? Infinity : after.metresTo(from, block);
    const now = to === UNASSIGNED ? Infinity : after.metresTo(to, block);
    if (old === Infinity || now === Infinity) row.unknown += count;
    else row.changeM += count * (now - old);
  }
  const all = (row: Reassigned) => row.children.reduce((sum, count) => sum + count, 0);
  return [...rows.values()].toSorted((a, b) => all(b) - all(a) || a.from - b.from || a.to - b.to);
}
