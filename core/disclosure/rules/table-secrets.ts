// What the rules make secret in a table: cells, and complements of cells, each with how far it must be able to be otherwise.
import type { CellTable } from '../suppression/cell-table.ts';
import type { Secret } from '../suppression/secrecy.ts';
import { upperProtection } from './dominance.ts';
import { DENOMINATOR, HOMOGENEOUS, OPEN, primaryReason, SECOND_UNIT } from './primary-rules.ts';
import { dominanceRules, leastWithheld, type RuleSet } from './rule-set.ts';

/** By cell of the table, where the rules ask for them: what it is a part of (public), units behind it, contributions to it. */
export interface BesideCells {
  readonly base?: ArrayLike<number>;
  readonly secondUnit?: ArrayLike<number>;
  readonly contributions?: (cell: number) => readonly number[];
}

/** A secret of a cell: `cell` is the one that it is reported by, `within` one that holds all its unknowns. */
export interface TableSecret extends Secret {
  readonly cell: number;
  readonly within: number;
}

/**
 * Unknowns are inner cells, and, where a public base and homogeneity are at stake, as many complements after them: what an inner cell lacks to its base. Both add up to the
 * base, which bounds them. A complement is counted from `minimum` on, so that one lower bound does for all.
 */
export interface TableSecrets {
  /** Reason by cell, 0 for none (primary-rules.ts). */
  readonly reasons: Uint8Array;
  readonly truth: Float64Array;
  readonly minimum: 0 | 1;
  /** Unknowns by cell, ascending; without complements. */
  readonly of: readonly (readonly number[])[];
  /** By inner cell; -1 for what is known. */
  readonly unknownOf: Int32Array;
  /** Complement of unknown u is u + this; 0 where there are none. */
  readonly complements: number;
  readonly secrets: readonly TableSecret[];
}

export function tableSecrets(table: CellTable, rules: RuleSet, beside: BesideCells): TableSecrets {
  const { innerCounts, values, cellOfInner } = table;
  const { base } = beside;
  // Beside a 100 % the zeros of the others have to be withheld too.
  const zerosHide = rules.zeros === 'protect' || (rules.zeros === 'open' && rules.homogeneity !== undefined);
  const unknownOf = new Int32Array(innerCounts.length).fill(-1);
  const positions: number[] = [];
  innerCounts.forEach((count, position) => {
    const canBe = base === undefined || base[cellOfInner[position]!]! > 0;
    if (count > 0 || (zerosHide && canBe)) unknownOf[position] = positions.push(position) - 1;
  });
  const minimum = leastWithheld(rules);
  const withComplements = base !== undefined && rules.homogeneity !== undefined;
  const truth = Float64Array.from({ length: positions.length * (withComplements ? 2 : 1) }, (_, u) => {
    const position = positions[u % positions.length]!;
    return u < positions.length ? innerCounts[position]! : base![cellOfInner[position]!]! - innerCounts[position]! + minimum;
  });
  const of = Array.from(values, (_, cell) =>
    Array.from(table.inner.subarray(table.start[cell]!, table.start[cell + 1]!), (position) => unknownOf[position]!)
      .filter((unknown) => unknown >= 0)
      .toSorted((a, b) => a - b),
  );
  const complements = withComplements ? positions.length : 0;
  const reasons = Uint8Array.from(values, (value, cell) => primaryReason(rules, value, { base: base?.[cell], secondUnit: beside.secondUnit?.[cell], contributions: beside.contributions?.(cell) }));
  const collect = new Collector(table, rules, beside, of, complements, reasons);
  for (let cell = 0; cell < values.length; cell++) if (of[cell]!.length > 0) collect.addCell(cell);
  if (rules.homogeneity !== undefined && base === undefined) collect.addMargins();
  return { reasons, truth, minimum, of, unknownOf, complements, secrets: collect.secrets };
}

class Collector {
  readonly secrets: TableSecret[] = [];
  private readonly seen = new Set<string>();
  private readonly exact: boolean;

  constructor(
    private readonly table: CellTable,
    private readonly rules: RuleSet,
    private readonly beside: BesideCells,
    private readonly of: readonly (readonly number[])[],
    private readonly complements: number,
    private readonly reasons: Uint8Array,
  ) {
    this.exact = rules.protect === 'exact';
  }

  addCell(cell: number): void {
    const { threshold, zeros, homogeneity } = this.rules;
    const value = this.table.values[cell]!;
    const at = this.of[cell]!;
    if (value < threshold && (value > 0 || zeros === 'protect')) this.add(cell, at, threshold - value);
    const base = this.beside.base?.[cell];
    if (homogeneity !== undefined && base !== undefined && base > 0) {
      if (base - value < homogeneity.threshold) this.add(cell, at.map((unknown) => unknown + this.complements), homogeneity.threshold - (base - value));
      if (zeros === 'protect' && value < homogeneity.threshold) this.add(cell, at, homogeneity.threshold - value);
    }
    const reason = this.reasons[cell];
    // No number of people says how uncertain the size of one household must be: as much as a small count.
    if (reason === SECOND_UNIT || reason === DENOMINATOR) this.add(cell, at, threshold, true);
    const contributions = this.beside.contributions?.(cell);
    if (contributions === undefined) return;
    const needed = Math.max(0, ...dominanceRules(this.rules).map((rule) => upperProtection(rule, contributions)));
    if (needed > 0) this.add(cell, at, Math.ceil(needed));
  }

  /**
   * Cells against the published margins that hold them, along one dimension (Lupp and Langsrud 2021: |p| - k <= |c| with k = threshold - 1). The
   * complement is what the margin has beside the cell. A cell of 0 is no group of people.
   */
  addMargins(): void {
    const { setCounts, values } = this.table;
    const larger = supersets(this.table);
    for (let cell = 0; cell < values.length; cell++) {
      if (values[cell] === 0) continue;
      let stride = 1;
      for (let d = setCounts.length - 1; d >= 0; d--) {
        const set = Math.floor(cell / stride) % setCounts[d]!;
        for (const other of larger[d]![set]!) this.addMargin(cell, cell + (other - set) * stride);
        stride *= setCounts[d]!;
      }
    }
  }

  private addMargin(cell: number, margin: number): void {
    const { values } = this.table;
    const rest = values[margin]! - values[cell]!;
    const { threshold } = this.rules.homogeneity!;
    if (rest >= threshold) return;
    if (this.reasons[cell] === OPEN) this.reasons[cell] = HOMOGENEOUS;
    const own = new Set(this.of[cell]);
    const at = this.of[margin]!.filter((unknown) => !own.has(unknown));
    if (at.length > 0) this.add(cell, at, threshold - rest, false, margin);
  }

  /** One secret for the same unknowns is enough: the one that must grow most. */
  private add(cell: number, at: readonly number[], growth: number, either = false, within = cell): void {
    const secret = { cell, within, at, growth: this.exact ? 1 : growth, either: this.exact || either };
    const key = `${at.join()} ${secret.growth} ${secret.either}`;
    if (this.seen.has(key)) return;
    this.seen.add(key);
    this.secrets.push(secret);
  }
}

/** By dimension and set of codes: the sets that hold it and more. */
function supersets({ dimensions, setCounts, start, inner }: CellTable): number[][][] {
  const sizes = dimensions.map(({ codes }) => codes.length);
  return setCounts.map((count, d) => {
    const stride = setCounts.slice(d + 1).reduce((product, size) => product * size, 1);
    const codeStride = sizes.slice(d + 1).reduce((product, size) => product * size, 1);
    // The first set of every other dimension is its first code alone.
    const members = Array.from({ length: count }, (_, set) => new Set(Array.from(inner.subarray(start[set * stride]!, start[set * stride + 1]!), (position) => Math.floor(position / codeStride) % sizes[d]!)));
    return members.map((own) => [...members.keys()].filter((other) => members[other]!.size > own.size && [...own].every((code) => members[other]!.has(code))));
  });
}
