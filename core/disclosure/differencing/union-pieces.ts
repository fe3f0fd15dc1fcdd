// The unions below the threshold that a component's totals span, in pieces that have nothing to do with each other.
import { inverse, PRIME } from './elimination.ts';
import { freeSums, type SumGroup } from './potentials.ts';
import type { Component } from './linked-atoms.ts';
import { FIRST, fractionOf, reduceSums, residueOf, SECOND, type SparseSum, ZERO } from './sparse-sums.ts';

/**
 * A piece's unions: row `r` is taken or not (0 or 1), and `scale[g]` times the value of group g is the sum of the coefficients of
 * the rows that are taken; a union makes every group's value 0 or 1. Group r < `rows` is row r's own (scale 1). Groups of
 * row r: `rowGroup`, `rowTimes` from rowStart[r]; rows of group g: `groupRow`, `groupTimes` from groupStart[g].
 */
export interface UnionPiece {
  readonly rows: number;
  /** Positions in the component of the atoms that stand and fall together; what they hold. */
  readonly groups: readonly (readonly number[])[];
  readonly count: Float64Array;
  readonly scale: Float64Array;
  readonly rowStart: Int32Array;
  readonly rowGroup: Int32Array;
  readonly rowTimes: Float64Array;
  readonly groupStart: Int32Array;
  readonly groupRow: Int32Array;
  readonly groupTimes: Float64Array;
}

/** Residues by row over groups, as an elimination takes them. */
interface Sums {
  readonly rows: number;
  readonly groups: readonly Group[];
  /** By group: rows and residues. */
  readonly row: readonly (readonly number[])[];
  readonly residue: readonly (readonly number[])[];
}

interface Group {
  readonly members: readonly number[];
  readonly count: number;
  readonly barred: boolean;
}

/** `dependent` zones are not needed, see `dependentZones`; `counts` by position in the component. Pieces in which nobody lives are left out. */
export function unionPieces(component: Component, dependent: ArrayLike<number>, counts: ArrayLike<number>, threshold: number): UnionPiece[] {
  const { parameters, groups } = freeSums(component, dependent, counts, threshold);
  return piecesOf(fromFreeSums(parameters, groups), threshold);
}

/** The same unions without those of some groups: their atoms are known to be in none below the threshold. */
export function withoutGroups(piece: UnionPiece, barred: Uint8Array, threshold: number): UnionPiece[] {
  const { rows, groups, count, scale, groupStart, groupRow, groupTimes } = piece;
  const at = (g: number) => Array.from({ length: groupStart[g + 1]! - groupStart[g]! }, (_, i) => groupStart[g]! + i);
  return piecesOf(
    {
      rows,
      groups: groups.map((members, g) => ({ members, count: count[g]!, barred: barred[g] === 1 })),
      row: groups.map((_, g) => at(g).map((i) => groupRow[i]!)),
      residue: groups.map((_, g) => at(g).map((i) => quotient(groupTimes[i]!, scale[g]!))),
    },
    threshold,
  );
}

function fromFreeSums(rows: number, groups: readonly SumGroup[]): Sums {
  const sums = groups.map(toSum);
  return { rows, groups, row: sums.map(({ at }) => at), residue: sums.map(({ value }) => value) };
}

function toSum({ parameter, coefficient }: SumGroup): SparseSum {
  const order = Array.from(parameter.keys()).toSorted((x, y) => parameter[x]! - parameter[y]!);
  return { at: order.map((i) => parameter[i]!), value: order.map((i) => (coefficient[i]! < 0 ? coefficient[i]! + PRIME : coefficient[i]!)) };
}

/** Eliminates, gathers groups that turn out to be one, bars those that are large together, until nothing changes. */
function piecesOf(sums: Sums, threshold: number): UnionPiece[] {
  const found: UnionPiece[] = [];
  const waiting = linkedRows(sums);
  for (let part = waiting.pop(); part !== undefined; part = waiting.pop()) {
    if (!part.groups.some(({ count, barred }) => count > 0 && !barred)) continue;
    const merged = mergeGroups(reduceRows(part), threshold);
    if (merged.groups.some(({ barred }) => barred)) waiting.push(merged);
    else for (const piece of linkedRows(merged)) if (piece.groups.some(({ count }) => count > 0)) found.push(toPiece(piece));
  }
  return found;
}

/** Rows that share a group, directly or through others; groups without rows are in no union. Keeps the order of rows and groups. */
function linkedRows({ rows, groups, row, residue }: Sums): Sums[] {
  const parent = Int32Array.from({ length: rows }, (_, r) => r);
  const root = (of: number): number => {
    let at = of;
    while (parent[at] !== at) at = parent[at] = parent[parent[at]!]!;
    return at;
  };
  for (const of of row) for (const r of of) parent[root(r)] = root(of[0]!);
  const place = new Int32Array(rows);
  const parts = new Map<number, { rows: number; groups: Group[]; row: number[][]; residue: (readonly number[])[] }>();
  for (let r = 0; r < rows; r++) {
    const part = parts.get(root(r)) ?? { rows: 0, groups: [], row: [], residue: [] };
    parts.set(root(r), part);
    place[r] = part.rows++;
  }
  row.forEach((of, g) => {
    if (of.length === 0) return;
    const part = parts.get(root(of[0]!))!;
    part.groups.push(groups[g]!);
    part.row.push(of.map((r) => place[r]!));
    part.residue.push(residue[g]!);
  });
  return [...parts.values()];
}

/** Reduced rows without barred groups; the groups of their pivots come first. Pivots are people where they can be: few of them fit below the threshold together. */
function reduceRows({ rows, groups, row, residue }: Sums): Sums {
  const use = groups.map(({ barred, count }) => (barred ? ZERO : count > 0 ? FIRST : SECOND));
  const { sums, pivots } = reduceSums(rows, row.map((at, g) => ({ at, value: residue[g]! })), use);
  const isPivot = new Uint8Array(groups.length);
  for (const g of pivots) isPivot[g] = 1;
  const order = [...pivots, ...Array.from(groups.keys()).filter((g) => isPivot[g] === 0 && use[g] !== ZERO)];
  return { rows: pivots.length, groups: order.map((g) => groups[g]!), row: order.map((g) => sums[g]!.at), residue: order.map((g) => sums[g]!.value) };
}

/**
 * Groups of the same sum become one. Where one group is a multiple of another, only 0 leaves both of them 0 or 1: both are barred, as
 * are groups that hold the threshold together. Groups of pivots stay first: no two of them have the same sum.
 */
function mergeGroups({ rows, groups, row, residue }: Sums, threshold: number): Sums {
  const known = new Map<string, number[]>();
  const merged: { members: number[]; count: number; barred: boolean }[] = [];
  const kept: number[] = [];
  const firstOf: number[] = [];
  groups.forEach((group, g) => {
    if (row[g]!.length === 0) return;
    const unit = inverse(residue[g]![0]!);
    const key = row[g]!.map((r, i) => `${r} ${residueOf(residue[g]![i]! * unit)}`).join();
    const alike = known.get(key);
    const same = alike?.find((place) => firstOf[place] === residue[g]![0]);
    if (same !== undefined) {
      merged[same]!.members.push(...group.members);
      merged[same]!.count += group.count;
    } else {
      const place = merged.push({ members: [...group.members], count: group.count, barred: alike !== undefined }) - 1;
      firstOf.push(residue[g]![0]!);
      kept.push(g);
      if (alike === undefined) known.set(key, [place]);
      else alike.push(place);
      if (alike !== undefined) for (const other of alike) merged[other]!.barred = true;
    }
  });
  for (const group of merged) if (group.count >= threshold) group.barred = true;
  return { rows, groups: merged, row: kept.map((g) => row[g]!), residue: kept.map((g) => residue[g]!) };
}

/** Whole coefficients instead of residues: a group's fractions are brought to one denominator. */
function toPiece({ rows, groups, row, residue }: Sums): UnionPiece {
  const scale = new Float64Array(groups.length);
  const groupStart = new Int32Array(groups.length + 1);
  const groupTimes: number[] = [];
  const rowStart = new Int32Array(rows + 1);
  residue.forEach((of, g) => {
    const fractions = of.map(fractionOf);
    scale[g] = fractions.reduce((common, [, below]) => (common / greatestDivisor(common, below)) * below, 1);
    groupTimes.push(...fractions.map(([above, below]) => (above * scale[g]!) / below));
    groupStart[g + 1] = groupTimes.length;
    for (const r of row[g]!) rowStart[r + 1]!++;
  });
  for (let r = 0; r < rows; r++) rowStart[r + 1]! += rowStart[r]!;
  const next = rowStart.slice();
  const rowGroup = new Int32Array(groupTimes.length);
  const rowTimes = new Float64Array(groupTimes.length);
  row.forEach((of, g) =>
    of.forEach((r, i) => {
      rowGroup[next[r]!] = g;
      rowTimes[next[r]!++] = groupTimes[groupStart[g]! + i]!;
    }),
  );
  return {
    rows,
    groups: groups.map(({ members }) => members),
    count: Float64Array.from(groups, ({ count }) => count),
    scale,
    rowStart,
    rowGroup,
    rowTimes,
    groupStart,
    groupRow: Int32Array.from(row.flat()),
    groupTimes: Float64Array.from(groupTimes),
  };
}

function greatestDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestDivisor(b, a % b);
}

function quotient(above: number, below: number): number {
  const residue = above < 0 ? above + PRIME : above;
  return below === 1 ? residue : residueOf(residue * inverse(below));
}
