// Secondary suppression of a table under a whole rule set: homogeneity, second unit, denominators and dominance beside the threshold.
import { Attack, type Bounds, type PublishedSum } from '../suppression/attack.ts';
import type { CellTable } from '../suppression/cell-table.ts';
import { withholdByElimination } from '../suppression/exact-suppression.ts';
import { nearCells } from '../suppression/near-cells.ts';
import type { ProgramSolver } from '../differencing/program.ts';
import { Protection, type Surroundings } from '../suppression/protection.ts';
import type { Secrecy } from '../suppression/secrecy.ts';
import { PRIMARY, PUBLISHED, SECONDARY } from '../suppression/suppression.ts';
import { OPEN } from './primary-rules.ts';
import type { RuleSet } from './rule-set.ts';
import { type BesideCells, type TableSecret, tableSecrets, type TableSecrets } from './table-secrets.ts';

/** `state` and `reasons` by cell; `breaches`: cells of which something secret follows in spite of all. `bounds` by withheld cell, what anybody can say about it. */
export interface RuledSuppression {
  readonly state: Uint8Array;
  readonly reasons: Uint8Array;
  readonly breaches: readonly number[];
  bounds(): Map<number, Bounds>;
}

/** Whether the threshold and the zeros are all that the rules ask of a table: then `suppress` is as good and faster. */
export function isThresholdOnly({ secondUnit, homogeneity, minimumDenominator, dominance }: RuleSet): boolean {
  return [secondUnit, homogeneity, minimumDenominator, dominance].every((rule) => rule === undefined);
}

/**
 * Withholds what the rules name and as much more as keeps every secret free; then an exact audit judges the outcome. `withheld` (1 by cell): that pattern
 * is audited instead of making one.
 */
export function suppressByRules(table: CellTable, rules: RuleSet, beside: BesideCells, solver: ProgramSolver, withheld: Uint8Array | null = null): RuledSuppression {
  const found = tableSecrets(table, rules, beside);
  const { reasons } = found;
  const hidden = withheld ?? protect(table, found, solver);
  const state = Uint8Array.from(reasons, (reason, cell) => (hidden[cell] === 0 ? PUBLISHED : reason === OPEN ? SECONDARY : PRIMARY));
  const breaches = new Set(audit(table, beside, found, state, solver).map(({ cell }) => cell));
  reasons.forEach((reason, cell) => {
    if (reason !== OPEN && found.of[cell]!.length > 0 && state[cell] === PUBLISHED) breaches.add(cell);
  });
  const bounds = () =>
    withAttack(table, beside, found, state, solver, (attack) => {
      const cells = [...state.keys()].filter((cell) => state[cell] !== PUBLISHED);
      const of = attack.boundsOfAll(cells.map((cell) => found.of[cell]!));
      return new Map(cells.map((cell, i) => [cell, of[i]!]));
    });
  return { state, reasons, breaches: [...breaches].toSorted((a, b) => a - b), bounds };
}

/**
 * 1 by cell that has to be withheld: from what the rules name alone, and from what elimination withholds beside it; the way that
 * leaves fewer secrets helpless, or loses less, is taken (ADR 0092).
 */
function protect(table: CellTable, found: TableSecrets, solver: ProgramSolver): Uint8Array {
  const named = Uint8Array.from(found.reasons, (reason) => (reason === OPEN ? 0 : 1));
  if (found.secrets.length === 0) return named;
  const ways = [named, eliminated(table, found, named)].map((start) => protectFrom(table, found, named, start, solver));
  const lost = ({ hidden }: (typeof ways)[number]): number => hidden.reduce((sum, of) => sum + of, 0);
  return ways.reduce((best, way) => (way.helpless < best.helpless || (way.helpless === best.helpless && lost(way) < lost(best)) ? way : best)).hidden;
}

/** Bases are public, whatever follows from them; of the cells large ones are published first. */
function eliminated({ values }: CellTable, { truth, of, complements, secrets }: TableSecrets, named: Uint8Array): Uint8Array {
  const hidden = named.slice();
  const candidates = [...of.keys()].filter((cell) => of[cell]!.length > 0 && hidden[cell] === 0).toSorted((a, b) => values[b]! - values[a]! || of[b]!.length - of[a]!.length || a - b);
  const flagged = withholdByElimination(truth.length, secrets.map(({ at }) => at), [...pairsOf(complements), ...candidates.map((cell) => of[cell]!)]);
  candidates.forEach((cell, i) => (hidden[cell] = flagged[complements + i]!));
  return hidden;
}

function pairsOf(complements: number): number[][] {
  return Array.from({ length: complements }, (_, unknown) => [unknown, unknown + complements]);
}

/** Withholds more than `start` where that is needed, and gives back what is not, but what the rules named. */
function protectFrom(table: CellTable, found: TableSecrets, named: Uint8Array, start: Uint8Array, solver: ProgramSolver): { readonly hidden: Uint8Array; readonly helpless: number } {
  const { truth, minimum, of, complements, secrets } = found;
  const hidden = start.slice();
  const places = [...of.keys()].filter((cell) => of[cell]!.length > 0);
  const pairs = pairsOf(complements);
  const problem: Secrecy = {
    truth,
    minimum: new Float64Array(truth.length).fill(minimum),
    cells: [...places.map((cell) => of[cell]!), ...pairs],
    loss: Float64Array.from([...places.map((cell) => 1 + Math.log1p(table.values[cell]!)), ...pairs.map(() => Infinity)]),
    floor: new Float64Array(places.length + pairs.length).fill(-Infinity),
    secrets,
  };
  const state = Uint8Array.from([...places.map((cell) => hidden[cell]!), ...pairs.map(() => 0)]);
  const protection = new Protection(problem, state, surroundings(table, found), solver);
  try {
    protection.withholdMore();
    const secondary = [...places.keys()].filter((place) => state[place] === 1 && named[places[place]!] === 0);
    protection.giveBack(secondary.toSorted((a, b) => problem.loss[b]! - problem.loss[a]! || a - b));
    places.forEach((cell, place) => (hidden[cell] = state[place]!));
    return { hidden, helpless: protection.helpless.size };
  } finally {
    protection.dispose();
  }
}

/** Cells near a secret's, with their complements. */
function surroundings(table: CellTable, { unknownOf, complements, secrets }: TableSecrets): Surroundings {
  const near = nearCells(table, unknownOf, secrets.map(({ within }) => within));
  if (complements === 0) return near;
  const parts = new Map<string, readonly number[]>();
  return (secret, level) => {
    const part = near(secret, level);
    if (part === null) return null;
    const { name, unknowns } = part;
    let both = parts.get(name);
    if (both === undefined) parts.set(name, (both = [...unknowns, ...unknowns.map((unknown) => unknown + complements)]));
    return { name, unknowns: both };
  };
}

/** Secrets that are not free: whole numbers have the last word. */
function audit(table: CellTable, beside: BesideCells, found: TableSecrets, state: Uint8Array, solver: ProgramSolver): TableSecret[] {
  return withAttack(table, beside, found, state, solver, (attack) =>
    found.secrets.filter(({ at, growth, either }) => {
      const truth = at.reduce((sum, unknown) => sum + found.truth[unknown]!, 0);
      return !attack.reaches(at, truth + growth) && !(either && attack.bounds(at).lower <= truth - growth);
    }),
  );
}

function withAttack<Answer>({ values, cellOfInner }: CellTable, { base }: BesideCells, { truth, minimum, of, unknownOf, complements }: TableSecrets, state: Uint8Array, solver: ProgramSolver, ask: (attack: Attack) => Answer): Answer {
  const sums: PublishedSum[] = [...of.keys()].filter((cell) => state[cell] === PUBLISHED && of[cell]!.length > 0).map((cell) => ({ at: of[cell]!, sum: values[cell]! }));
  if (complements > 0) {
    unknownOf.forEach((unknown, position) => {
      if (unknown >= 0) sums.push({ at: [unknown, unknown + complements], sum: base![cellOfInner[position]!]! + minimum });
    });
  }
  const attack = new Attack(truth.length, sums, minimum, solver);
  attack.remember(truth);
  try {
    return ask(attack);
  } finally {
    attack.dispose();
  }
}
