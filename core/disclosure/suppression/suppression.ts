// Secondary suppression of a table with all its margins: nothing secret follows from what is published.
import { Attack, type Bounds, type PublishedSum } from './attack.ts';
import { type CellTable, publishedCells } from './cell-table.ts';
import { withholdByElimination } from './exact-suppression.ts';
import { nearCells } from './near-cells.ts';
import type { ProgramSolver } from '../differencing/program.ts';
import { Protection } from './protection.ts';
import type { Secrecy } from './secrecy.ts';

export interface SuppressionRules {
  /** Least count that may be known. */
  readonly threshold: number;
  /** Whether a 0 may be seen. */
  readonly zeros: 'open' | 'protect';
  /** What is a breach: that a secret count is known exactly, or already that it is known to be below the threshold. */
  readonly protect: 'exact' | 'small';
  /** Least that the attacker takes a withheld count for: 1 where zeros are published. */
  readonly attackerMinimum: 0 | 1;
}

export const PUBLISHED = 0;
export const PRIMARY = 1;
export const SECONDARY = 2;

/** Unknowns up to which both ways are gone; in larger tables programs alone lose less at `small`, elimination first at `exact`. */
const BOTH_AT_SMALL = 200;
const BOTH_AT_EXACT = 500;

/** Unknowns up to which the bounds of withheld cells are those of whole numbers. */
const EXACT_BOUNDS = 500;

/** `state` by cell of the table. */
export interface Suppression {
  readonly state: Uint8Array;
  /** Secret cells that can be found out in spite of all: only where a pattern was given, or where nothing would help. */
  readonly breaches: readonly number[];
}

/** Cells of 1 to threshold - 1, and of 0 where zeros are protected. */
export function primaryCells({ values }: CellTable, { threshold, zeros }: SuppressionRules): Uint8Array {
  return Uint8Array.from(values, (value) => (value < threshold && (value > 0 || zeros === 'protect') ? PRIMARY : PUBLISHED));
}

/**
 * Withholds further cells until no primary one can be found out, then gives back what is not needed. Two ways are gone and the one that
 * loses fewer published cells is taken: programs that name the cheapest cells for each secret, from nothing withheld; and
 * elimination first (nothing follows by adding and subtracting), then the same programs for what only non-negative counts give away.
 * Neither is always better (ADR 0092). Deterministic.
 */
export function suppress(table: CellTable, rules: SuppressionRules, solver: ProgramSolver): Suppression {
  const primary = primaryCells(table, rules);
  const system = unknownsOf(table, rules);
  const primaries = system.cells.filter((cell) => primary[cell] === PRIMARY);
  if (primaries.length === 0) return { state: primary, breaches: [] };
  const secrets = distinct(primaries, system.of);
  const names = new Uint32Array(primary.length);
  for (const { cell } of publishedCells(table)) names[cell]!++;
  const exact = rules.protect === 'exact';
  const both = system.truth.length <= (exact ? BOTH_AT_EXACT : BOTH_AT_SMALL);
  const starts = [...(both || exact ? [eliminated(table, system, secrets, primary, !both)] : []), ...(both || !exact ? [primary.slice()] : [])];
  const ways = starts.map((state) => ({ state, breaches: closeBreaches(table, rules, system, secrets, state, solver) }));
  const lost = ({ state }: Suppression) => state.reduce((sum, of, cell) => sum + (of === SECONDARY ? names[cell]! : 0), 0);
  return ways.reduce((best, way) => (way.breaches.length < best.breaches.length || (way.breaches.length === best.breaches.length && lost(way) < lost(best)) ? way : best));
}

/**
 * Large cells are published first: they are what people look for. Of equal ones those of many inner cells; where this is the only way (`alone`), in large
 * tables, those of few: 1,413 instead of 1,439 are lost of 10,368, attacker from 0.
 */
function eliminated({ values }: CellTable, { cells, of, truth }: Unknowns, secrets: readonly number[], primary: Uint8Array, alone: boolean): Uint8Array {
  const state = primary.slice();
  const first = alone ? 1 : -1;
  const candidates = cells.filter((cell) => state[cell] === PUBLISHED).toSorted((a, b) => values[b]! - values[a]! || first * (of[a]!.length - of[b]!.length) || a - b);
  const flagged = withholdByElimination(truth.length, secrets.map((cell) => of[cell]!), candidates.map((cell) => of[cell]!));
  candidates.forEach((cell, i) => {
    if (flagged[i] === 1) state[cell] = SECONDARY;
  });
  return state;
}

/** Audits a pattern that is given: 1 by cell that is withheld. Primary cells that it publishes are breaches. */
export function auditPattern(table: CellTable, rules: SuppressionRules, withheld: Uint8Array, solver: ProgramSolver): Suppression {
  const primary = primaryCells(table, rules);
  const state = Uint8Array.from(primary, (secret, cell) => (withheld[cell] === 0 ? PUBLISHED : secret === PRIMARY ? PRIMARY : SECONDARY));
  const system = unknownsOf(table, rules);
  const secrets = system.cells.filter((cell) => primary[cell] === PRIMARY);
  const attack = attackOn(table, rules, system, state, solver);
  try {
    return { state, breaches: secrets.filter((cell) => state[cell] === PUBLISHED || breached(attack, rules, system, cell)) };
  } finally {
    attack.dispose();
  }
}

/** Bounds of every withheld cell, by cell; in large tables outer ones, which whole numbers may narrow further. */
export function withheldBounds(table: CellTable, rules: SuppressionRules, state: Uint8Array, solver: ProgramSolver): Map<number, Bounds> {
  const system = unknownsOf(table, rules);
  const attack = attackOn(table, rules, system, state, solver);
  try {
    const withheld = system.cells.filter((cell) => state[cell] !== PUBLISHED);
    const bounds = attack.boundsOfAll(withheld.map((cell) => system.of[cell]!), system.truth.length > EXACT_BOUNDS);
    return new Map(withheld.map((cell, i) => [cell, bounds[i]!]));
  } finally {
    attack.dispose();
  }
}

interface Unknowns {
  /** True counts of the unknowns: inner cells that hold somebody, or all where zeros are protected. */
  readonly truth: Float64Array;
  /** Cells that sum any unknown, ascending. */
  readonly cells: readonly number[];
  /** Unknowns by cell; [] for the others. */
  readonly of: readonly (readonly number[])[];
  /** By inner cell; -1 for an open zero. */
  readonly unknownOf: Int32Array;
}

/** An open zero is known to everybody, so it is no unknown. */
function unknownsOf({ innerCounts, values, start, inner }: CellTable, { zeros }: SuppressionRules): Unknowns {
  const placeOf = new Int32Array(innerCounts.length).fill(-1);
  const truth: number[] = [];
  innerCounts.forEach((count, position) => {
    if (count > 0 || zeros === 'protect') placeOf[position] = truth.push(count) - 1;
  });
  const of = Array.from(values, (_, cell) =>
    Array.from(inner.subarray(start[cell]!, start[cell + 1]!), (position) => placeOf[position]!)
      .filter((place) => place >= 0)
      .toSorted((a, b) => a - b),
  );
  return { truth: Float64Array.from(truth), cells: of.flatMap((unknowns, cell) => (unknowns.length > 0 ? [cell] : [])), of, unknownOf: placeOf };
}

/** One cell of those that sum the same unknowns. */
function distinct(cells: readonly number[], of: Unknowns['of']): number[] {
  const seen = new Set<string>();
  return cells.filter((cell) => {
    const key = of[cell]!.join();
    return !seen.has(key) && seen.add(key);
  });
}

function attackOn(table: CellTable, { attackerMinimum }: SuppressionRules, { truth, cells, of }: Unknowns, state: Uint8Array, solver: ProgramSolver): Attack {
  const sums: PublishedSum[] = cells.filter((cell) => state[cell] === PUBLISHED).map((cell) => ({ at: of[cell]!, sum: table.values[cell]! }));
  const attack = new Attack(truth.length, sums, attackerMinimum, solver);
  attack.remember(truth);
  return attack;
}

function breached(attack: Attack, { protect, threshold }: SuppressionRules, { of }: Unknowns, cell: number): boolean {
  return protect === 'small' ? !attack.reaches(of[cell]!, threshold) : !attack.varies(of[cell]!);
}

/** Withholds more where a secret can be found out, then publishes again what no secret needs; returns what cannot be helped. */
function closeBreaches(table: CellTable, rules: SuppressionRules, system: Unknowns, secrets: readonly number[], state: Uint8Array, solver: ProgramSolver): number[] {
  const { cells, of, truth, unknownOf } = system;
  const { threshold, protect, attackerMinimum } = rules;
  const problem: Secrecy = {
    truth,
    minimum: new Float64Array(truth.length).fill(attackerMinimum),
    cells: cells.map((cell) => of[cell]!),
    loss: Float64Array.from(cells, (cell) => 4 + Math.log1p(table.values[cell]!)),
    floor: Float64Array.from(cells, () => -Infinity),
    secrets: secrets.map((cell) => ({ at: of[cell]!, growth: protect === 'small' ? threshold - table.values[cell]! : 1, either: protect === 'exact' })),
  };
  const withheld = Uint8Array.from(cells, (cell) => (state[cell] === PUBLISHED ? 0 : 1));
  const protection = new Protection(problem, withheld, nearCells(table, unknownOf, secrets), solver, withheld.some((flag, place) => flag === 1 && state[cells[place]!] === SECONDARY));
  protection.withholdMore();
  const secondary = [...cells.keys()].filter((place) => withheld[place] === 1 && state[cells[place]!] !== PRIMARY);
  protection.giveBack(secondary.toSorted((a, b) => problem.loss[b]! - problem.loss[a]! || a - b));
  protection.dispose();
  cells.forEach((cell, place) => (state[cell] = withheld[place] === 0 ? PUBLISHED : state[cell] === PRIMARY ? PRIMARY : SECONDARY));
  return Array.from(protection.helpless, (secret) => secrets[secret]!).toSorted((a, b) => a - b);
}
