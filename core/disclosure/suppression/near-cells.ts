// Parts of a table in which the moves of a secret cell are sought: codes near its own, of every dimension.
import type { CellTable, TableDimension } from './cell-table.ts';
import type { Surroundings } from './protection.ts';

/** Codes of a dimension by level of nearness, as positions; null where the level before had them all. */
interface NearCodes {
  readonly name: string;
  readonly codes: readonly number[];
}

/** A dimension of no more codes than this is taken whole. */
const FEW_CODES = 12;
/**
 * Unknowns of the first level, about; a table of fewer than WHOLE is one part. 5,000 inner cells: parts of 100 withhold 3,431 cells in 10 s, 350 3,184 in
 * 21 s (busy machine); 1,200 cells in parts of 570 took 37 s. The next level has four times as many, the last all.
 */
const PART = 250;
const WHOLE = 500;
const LEVELS = 3;

/**
 * Codes are near that share a small group. They are gathered in cores, each with as many codes around it, so that secrets of one core share a loaded
 * program: 500 regions x 5 x 2 have some 80. `unknownOf` by inner cell, -1 where there is none; `cells`: the cell of every secret.
 */
export function nearCells(table: CellTable, unknownOf: Int32Array, cells: readonly number[]): Surroundings {
  const { dimensions, start, inner } = table;
  const sizes = dimensions.map(({ codes }) => codes.length);
  const small = sizes.reduce((product, size) => (size <= FEW_CODES ? product * size : product), 1);
  const wide = sizes.filter((size) => size > FEW_CODES).length;
  const unknowns = unknownOf.reduce((count, unknown) => (unknown >= 0 ? count + 1 : count), 0);
  const first = unknowns < WHOLE ? WHOLE : PART;
  const perDimension = (level: number) => Math.max(4, Math.round(((first * 4 ** level) / small) ** (1 / Math.max(1, wide))));
  const cores = Array.from({ length: LEVELS }, (_, level) => dimensions.map((dimension) => (level === LEVELS - 1 ? null : coresOf(dimension, perDimension(level)))));
  const parts = new Map<string, readonly number[]>();

  return (secret, level) => {
    if (level >= LEVELS) return null;
    const cell = cells[secret]!;
    const own = codesOf(inner.subarray(start[cell]!, start[cell + 1]!), sizes);
    const chosen = dimensions.map((_, d) => cores[level]![d]?.(own[d]!) ?? { name: 'all', codes: [...Array(sizes[d]!).keys()] });
    const name = `${level} ${chosen.map((of) => of.name).join(' ')}`;
    let part = parts.get(name);
    if (part === undefined) parts.set(name, (part = product(chosen.map(({ codes }) => codes), sizes).map((position) => unknownOf[position]!).filter((unknown) => unknown >= 0)));
    return { name, unknowns: part };
  };
}

/** Which codes are near some; null where the dimension is taken whole. */
function coresOf({ codes, levels }: TableDimension, size: number): ((own: readonly number[]) => NearCodes) | null {
  if (codes.length <= Math.max(size, FEW_CODES)) return null;
  const members = levels.map(({ groups }) => {
    const of = new Map<string, number[]>();
    groups.forEach((group, code) => (of.has(group) ? of.get(group)!.push(code) : of.set(group, [code])));
    return groups.map((group) => of.get(group)!);
  });
  /** Nearest codes to some, without them. */
  const around = (own: readonly number[], many: number, among: (code: number) => boolean): number[] => {
    const nearness = new Map<number, number>();
    for (const groups of members) for (const code of own) for (const other of groups[code]!) nearness.set(other, (nearness.get(other) ?? 0) + 1 / groups[code]!.length);
    const inside = new Set(own);
    return [...nearness].filter(([code]) => !inside.has(code) && among(code)).toSorted((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, many).map(([code]) => code);
  };
  const coreOf = new Int32Array(codes.length).fill(-1);
  const found: NearCodes[] = [];
  for (let code = 0; code < codes.length; code++) {
    if (coreOf[code]! >= 0) continue;
    const core = [code, ...around([code], Math.floor(size / 2) - 1, (other) => coreOf[other]! < 0)];
    for (const member of core) coreOf[member] = found.length;
    found.push({ name: `${found.length}`, codes: [...core, ...around(core, size - core.length, () => true)].toSorted((a, b) => a - b) });
  }
  return (own) => {
    const core = coreOf[own[0]!]!;
    if (own.every((code) => coreOf[code] === core)) return found[core]!;
    const many = Math.max(Math.floor(size / 2), size - own.length);
    return { name: `of ${own.join()}`, codes: [...own, ...around(own, many, () => true)].toSorted((a, b) => a - b) };
  };
}

/** Codes by dimension of the inner cells of a cell, ascending. */
function codesOf(inner: Uint32Array, sizes: readonly number[]): number[][] {
  const seen = sizes.map(() => new Set<number>());
  for (const position of inner) {
    let rest = position;
    for (let d = sizes.length - 1; d >= 0; d--) {
      seen[d]!.add(rest % sizes[d]!);
      rest = Math.floor(rest / sizes[d]!);
    }
  }
  return seen.map((of) => [...of].toSorted((a, b) => a - b));
}

function product(codes: readonly (readonly number[])[], sizes: readonly number[]): number[] {
  return codes.reduce<number[]>((positions, of, d) => positions.flatMap((position) => of.map((code) => position * sizes[d]! + code)), [0]);
}
