// Tables with two overlapping groupings and two breakdowns: what protecting them takes and withholds, beside elimination; each pattern is
// checked by a plain program: a linear one at "small", one of whole numbers at "exact".
import { withholdByElimination } from '../../../core/disclosure/suppression/exact-suppression.ts';
import type { CellTable } from '../../../core/disclosure/suppression/cell-table.ts';
import { primaryCells, PUBLISHED, SECONDARY, suppress, type SuppressionRules, withheldBounds } from '../../../core/disclosure/suppression/suppression.ts';
import type { ProgramSolver } from '../../../core/disclosure/differencing/program.ts';
import { loadSolver } from '../../../server/processes/inputs/load-solver.ts';
import { Disagreement } from '../agree.ts';
import { boundsBeyond, secretsBelow } from '../peers/plain-attack.ts';
import { secretsKnown } from '../peers/whole-attack.ts';
import type { Report } from '../report.ts';
import { townTable } from '../town-table.ts';

/** Regions; ten inner cells each. */
const SIZES = [50, 120, 500];
const THRESHOLD = 3;
/** Inner cells. */
const LARGEST = 5000;
const LONGEST_S = 20;

export async function suppressionSuite(report: Report): Promise<void> {
  const solver = await loadSolver();
  for (const regions of SIZES) {
    const table = townTable(regions, 7);
    const n = table.innerCounts.length;
    for (const protect of ['small', 'exact'] as const) {
      const rules: SuppressionRules = { threshold: THRESHOLD, zeros: 'open', protect, attackerMinimum: 1 };
      const before = process.cpuUsage();
      const { state, breaches } = suppress(table, rules, solver);
      const { user, system } = process.cpuUsage(before);
      if (breaches.length > 0) throw new Disagreement(`protect ${n} ${protect}: ${breaches.length} secrets are not kept`);
      if (protect === 'small') requireKept(`protect ${n}`, table, secretsBelow(table, { threshold: THRESHOLD, minimum: 1 }, state.map((of) => (of === PUBLISHED ? 0 : 1)), solver));
      const primary = primaryCells(table, rules).reduce((sum, flag) => sum + flag, 0);
      report.amount({ name: `protect-${protect}`, n, value: (user + system) / 1e6, unit: 's', ...(n === LARGEST ? { target: { atMost: LONGEST_S } } : {}), note: `processor time; ${table.values.length} cells, ${primary} primary` });
      if (protect === 'small') reportBounds(report, table, rules, state, (user + system) / 1e6, solver);
      report.amount({ name: `protect-${protect}-withheld`, n, value: state.filter((of) => of === SECONDARY).length, unit: 'cells' });
    }
    besideElimination(table, report, solver);
  }
}

/** What `--report` tells besides, on top of `protecting`: the bounds of all that is withheld, beside one plain program over the whole table, of which the largest takes a minute. */
function reportBounds(report: Report, table: CellTable, rules: SuppressionRules, state: Uint8Array, protecting: number, solver: ProgramSolver): void {
  const n = table.innerCounts.length;
  const before = process.cpuUsage();
  const bounds = withheldBounds(table, rules, state, solver);
  const { user, system } = process.cpuUsage(before);
  const took = (user + system) / 1e6;
  report.amount({ name: 'protect-small-report', n, value: protecting + took, unit: 's', ...(n === LARGEST ? { target: { atMost: LONGEST_S } } : {}), note: `processor time with the bounds of ${bounds.size} withheld cells, which take ${took.toFixed(1)} s of it` });
  if (n === LARGEST && process.env.LONG !== '1') return;
  const wrong = boundsBeyond(table, rules.attackerMinimum, state.map((of) => (of === PUBLISHED ? 0 : 1)), bounds, solver);
  if (wrong.length > 0) throw new Disagreement(`report ${n}: the bounds of cell ${wrong[0]} are not those of a plain program`);
}

/**
 * Elimination alone, which knows neither that nobody is negative nor that counts are whole, beside ours from 0, which keeps secrets from who knows
 * both; how many secrets each leaves to that one.
 */
function besideElimination(table: CellTable, report: Report, solver: ProgramSolver): void {
  const n = table.innerCounts.length;
  const peer = eliminationAlone(table);
  const before = process.cpuUsage();
  const { state } = suppress(table, { threshold: THRESHOLD, zeros: 'open', protect: 'exact', attackerMinimum: 0 }, solver);
  const { user, system } = process.cpuUsage(before);
  report.amount({ name: 'protect-exact-from-0', n, value: (user + system) / 1e6, unit: 's', ...(n === LARGEST ? { target: { atMost: LONGEST_S } } : {}), note: 'processor time' });
  const many = peer.filter((withheld, cell) => withheld === 1 && table.values[cell]! >= THRESHOLD).length;
  const withheld = state.filter((one) => one === SECONDARY).length;
  const known = (withheld: Uint8Array) => secretsKnown(table, THRESHOLD, 0, withheld, solver).length;
  const ours = known(state.map((of) => (of === PUBLISHED ? 0 : 1)));
  if (ours > 0) throw new Disagreement(`protect ${n} exact from 0: ${ours} secrets are known to who tries whole numbers`);
  // What elimination leaves known in the largest table takes five minutes to say: 601 of 1,023 secrets, and 1,723 cells until none is.
  if (n === LARGEST && process.env.LONG !== '1') {
    report.amount({ name: 'protect-exact-from-0-withheld', n, value: withheld, unit: 'cells', note: `elimination ${many}, which leaves secrets known; LONG=1 tells how many` });
    return;
  }
  report.amount({ name: 'elimination-leaves-known', n, value: known(peer), unit: 'secrets', note: 'to who knows that counts are whole and not negative; ours leaves 0' });
  const continued = eliminationContinued(table, peer, solver);
  report.amount({ name: 'protect-exact-from-0-withheld', n, value: withheld, unit: 'cells', target: { atMost: continued }, note: `elimination ${continued} until it keeps secrets too` });
  report.amount({ name: 'elimination-until-kept', n, value: continued, unit: 'cells', note: `elimination went on by its own order until whole numbers found no secret either; it stopped at ${many} before` });
}

/**
 * Cells that elimination withholds when it goes on where it stops: as long as a plain program of whole numbers knows a secret, of the published cells that
 * hold it the one that elimination would publish last, which is the smallest. The same question as ours, so that the counts can be compared.
 */
function eliminationContinued({ values, innerCounts, start, inner, ...rest }: CellTable, peer: Uint8Array, solver: ProgramSolver): number {
  const table: CellTable = { values, innerCounts, start, inner, ...rest };
  const withheld = peer.slice();
  const membersOf = (cell: number) => [...inner.subarray(start[cell]!, start[cell + 1]!)].filter((position) => innerCounts[position]! > 0);
  const bySize = [...values.keys()].filter((cell) => values[cell]! >= THRESHOLD).toSorted((a, b) => values[a]! - values[b]! || b - a);
  for (let known = secretsKnown(table, THRESHOLD, 0, withheld, solver); known.length > 0; known = secretsKnown(table, THRESHOLD, 0, withheld, solver)) {
    const more = known.flatMap((secret) => {
      const held = new Set(membersOf(secret));
      return bySize.find((cell) => withheld[cell] === 0 && membersOf(cell).some((position) => held.has(position))) ?? [];
    });
    if (more.length === 0) throw new Disagreement('elimination has nothing left to withhold and secrets are known');
    for (const cell of more) withheld[cell] = 1;
  }
  return bySize.filter((cell) => withheld[cell] === 1).length;
}

/** 1 by cell that elimination withholds, secrets included. */
function eliminationAlone({ values, innerCounts, start, inner }: CellTable): Uint8Array {
  const place = new Map([...innerCounts.keys()].filter((position) => innerCounts[position]! > 0).map((position, i) => [position, i]));
  const of = Array.from(values, (_, cell) => [...inner.subarray(start[cell]!, start[cell + 1]!)].flatMap((position) => place.get(position) ?? []).toSorted((a, b) => a - b));
  const cells = [...values.keys()].filter((cell) => of[cell]!.length > 0);
  const secret = (cell: number) => values[cell]! < THRESHOLD;
  const candidates = cells.filter((cell) => !secret(cell)).toSorted((a, b) => values[b]! - values[a]! || a - b);
  const flagged = withholdByElimination(place.size, cells.filter(secret).map((cell) => of[cell]!), candidates.map((cell) => of[cell]!));
  const withheld = new Uint8Array(values.length);
  for (const cell of cells.filter(secret)) withheld[cell] = 1;
  candidates.forEach((cell, i) => (withheld[cell] = flagged[i]!));
  return withheld;
}

function requireKept(what: string, { values }: CellTable, below: readonly number[]): void {
  if (below.length > 0) throw new Disagreement(`${what}: cell ${below[0]} of ${values.length} cannot reach the threshold`);
}
