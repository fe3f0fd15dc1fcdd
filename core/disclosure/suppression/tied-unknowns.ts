// Unknowns that published sums tell, or tie to one another: where x + y = 7 is public, x is the one question left.

/** Message of the RangeError. */
export const CONTRADICTION = 'the published sums contradict each other';

/** Between which numbers a sum of unknowns, each taken `times` times, lies; Infinity for no limit, `least` = `most` for a published one. Positions ascending. */
export interface SumRow {
  readonly at: readonly number[];
  readonly times: readonly number[];
  readonly least: number;
  readonly most: number;
}

/** A sum as the unknowns that are left say it: `constant` and each of these `times` times; positions ascending. */
export interface ExpressedSum {
  readonly at: readonly number[];
  readonly times: readonly number[];
  readonly constant: number;
}

/**
 * Every unknown is known, or offset + sign · root for one that stands for all that are tied to it; signs are 1 or -1, so whole numbers
 * stay whole. Nearly half of what a large table withholds goes this way (1,872 unknowns of one part to 1,040).
 * Throws RangeError where published sums contradict each other.
 */
export class TiedUnknowns {
  private readonly parent: Int32Array;
  private readonly sign: Int8Array;
  private readonly offset: Float64Array;
  /** By root; NaN where it is not known. */
  private readonly value: Float64Array;
  /** What the rows still say, of roots that are not known; none of no unknown. */
  readonly rows: readonly SumRow[];

  constructor(
    readonly count: number,
    rows: readonly SumRow[],
  ) {
    this.parent = Int32Array.from({ length: count }, (_, unknown) => unknown);
    this.sign = new Int8Array(count).fill(1);
    this.offset = new Float64Array(count);
    this.value = new Float64Array(count).fill(NaN);
    this.rows = this.takeOut(rows);
  }

  /** By the unknown that stands for it: itself where nothing ties it. */
  rootOf(unknown: number): number {
    const up = this.parent[unknown]!;
    if (up === unknown) return unknown;
    const root = this.rootOf(up);
    if (root === up) return root;
    this.offset[unknown]! += this.sign[unknown]! * this.offset[up]!;
    this.sign[unknown]! *= this.sign[up]!;
    return (this.parent[unknown] = root);
  }

  /** What an unknown is where its root is this much. */
  valueBy(unknown: number, root: number): number {
    this.rootOf(unknown);
    return this.offset[unknown]! + this.sign[unknown]! * root;
  }

  isKnown(unknown: number): boolean {
    return !Number.isNaN(this.value[this.rootOf(unknown)]!);
  }

  express(at: readonly number[], times?: readonly number[]): ExpressedSum {
    let constant = 0;
    const left = new Map<number, number>();
    at.forEach((unknown, i) => {
      const by = times?.[i] ?? 1;
      const root = this.rootOf(unknown);
      constant += by * this.offset[unknown]!;
      const known = this.value[root]!;
      if (Number.isNaN(known)) left.set(root, (left.get(root) ?? 0) + by * this.sign[unknown]!);
      else constant += by * this.sign[unknown]! * known;
    });
    const roots = [...left.keys()].filter((root) => left.get(root) !== 0).toSorted((a, b) => a - b);
    return { at: roots, times: roots.map((root) => left.get(root)!), constant };
  }

  /** Uses rows that tell or tie until none does. */
  private takeOut(rows: readonly SumRow[]): SumRow[] {
    let left = rows;
    for (;;) {
      let used = 0;
      const next: SumRow[] = [];
      for (const row of left) {
        const { at, times, constant } = this.express(row.at, row.times);
        const [least, most] = [row.least - constant, row.most - constant];
        if (at.length === 0) {
          if (least > 0 || most < 0) throw new RangeError(CONTRADICTION);
        } else if (least === most && this.use(at, times, least)) used++;
        else next.push({ at, times, least, most });
      }
      left = next;
      if (used === 0) return next;
    }
  }

  /** Whether a sum of one or two unknowns told something. */
  private use([first, second]: readonly number[], times: readonly number[], sum: number): boolean {
    if (times.length > 2) return false;
    if (times.length === 1) {
      this.value[first!] = sum / times[0]!;
      if (!Number.isInteger(this.value[first!]!)) throw new RangeError(CONTRADICTION);
      return true;
    }
    if (times.some((by) => Math.abs(by) !== 1)) return false;
    this.parent[second!] = first!;
    this.sign[second!] = -times[0]! * times[1]!;
    this.offset[second!] = sum * times[1]!;
    return true;
  }
}
