// The methods of `protect` that change numbers instead of withholding them: rounding and cell key.
import { cellKeys, perturbCounts } from '../../core/disclosure/cell-key/cell-keys.ts';
import { roundControlled } from '../../core/disclosure/rounding/controlled-rounding.ts';
import { roundSmallCounts } from '../../core/disclosure/rounding/small-count-rounding.ts';
import type { ProgramSolver } from '../../core/disclosure/differencing/program.ts';
import { publicRules, type RuleSet } from '../../core/disclosure/rules/rule-set.ts';
import { InputError } from '../gdal/input-error.ts';
import { type ReadCellTable } from './inputs/read-cell-table.ts';
import { readPerturbationTable } from './inputs/read-perturbation-table.ts';
import { readRecordKeys } from './inputs/read-record-keys.ts';
import { changedCells, innerByCell, publicTable, publishedCount } from './outputs/protected-table.ts';
import type { ProcessOutcome } from './process.ts';

/**
 * Base that a rule set asks for. A number that is seen as 0 must not be known to hold somebody, and one that is seen as the base must be possible from the threshold on:
 * the base is at least the threshold. Where zeros are secret too, what is seen as 0 must reach the threshold, even for who guesses that each number was
 * rounded to the nearer multiple: then it is twice the threshold.
 */
export function leastBase({ threshold, zeros, protect }: RuleSet): number {
  return Math.max(2, zeros === 'protect' && protect !== 'exact' ? 2 * threshold : threshold);
}

export function roundTable(read: ReadCellTable, rules: RuleSet, base: number, kind: 'controlled' | 'small-counts', solver: ProgramSolver): ProcessOutcome {
  const least = leastBase(rules);
  if (base < least) throw new InputError({ option: 'roundBase', problem: `${base} is too small for these rules`, accepted: `${least} or more` });
  refuseOtherRules(rules, 'round');
  const { cells: table } = read;
  const sums = innerByCell(table);
  const input = { counts: table.innerCounts, sums, base };
  const found = kind === 'controlled' ? roundControlled(input, solver) : roundSmallCounts(input);
  const seen = Float64Array.from(sums, (sum) => sum.reduce((value, at) => value + found.counts[at]!, 0));
  const report = () => {
    const cells = changedCells(table, seen).map((cell) => (kind === 'controlled' && found.restricted ? { ...cell, lower: Math.max(0, (cell.published as number) - base + 1), upper: (cell.published as number) + base - 1 } : cell));
    return { ...publicRules(rules), method: 'round', rounding: kind, base, restricted: found.restricted, proven: found.proven, largestChange: found.largest, meanChange: found.mean, counts: { published: publishedCount(table), changed: cells.length }, cells };
  };
  return { result: publicTable(table, (cell) => seen[cell]!), report, findings: false };
}

/** The report leaves out the perturbation table and whatever would tell its largest noise beside the numbers themselves. */
export async function perturbTable(read: ReadCellTable, rules: RuleSet, recordKey: string, tablePath: string): Promise<ProcessOutcome> {
  if (rules.zeros === 'protect') throw new InputError({ option: 'zeros', problem: 'the cell key leaves a 0 as it is', accepted: 'open, or another method' });
  refuseOtherRules(rules, 'cell-key');
  const { cells: table, rows, codes, counts } = read;
  const noise = await readPerturbationTable(tablePath);
  const { keys, modulus } = readRecordKeys(rows, recordKey, counts);
  const seen = perturbCounts(table.values, cellKeys(table, codes, counts, keys, modulus), modulus, noise);
  const report = () => {
    const cells = changedCells(table, seen);
    const total = cells.reduce((sum, { value, published }) => sum + Math.abs((value as number) - (published as number)), 0);
    return { method: 'cell-key', additive: false, counts: { published: publishedCount(table), changed: cells.length }, meanChange: total / publishedCount(table), cells };
  };
  return { result: publicTable(table, (cell) => seen[cell]!), report, findings: false };
}

/** What asks for a number to be withheld is no matter of noise: a household of nine stays nine people of one household, more or less. */
function refuseOtherRules(rules: RuleSet, method: string): void {
  const other = (['secondUnit', 'homogeneity', 'minimumDenominator', 'dominance'] as const).find((name) => rules[name] !== undefined);
  if (other !== undefined) throw new InputError({ option: 'method', problem: `${method} does not answer the rule "${other}"`, accepted: 'suppress, or rules without it' });
}
