// `protect`: a table with all its margins, of which nothing secret can be worked out.
import { z } from 'zod';
import type { CellTable } from '../../core/disclosure/suppression/cell-table.ts';
import { OPEN, REASON_NAMES, SMALL, ZERO } from '../../core/disclosure/rules/primary-rules.ts';
import { leastWithheld, publicRules, type RuleSet } from '../../core/disclosure/rules/rule-set.ts';
import { isThresholdOnly, type RuledSuppression, suppressByRules } from '../../core/disclosure/rules/suppress-by-rules.ts';
import type { BesideCells } from '../../core/disclosure/rules/table-secrets.ts';
import { auditPattern, PRIMARY, primaryCells, PUBLISHED, suppress, type SuppressionRules, withheldBounds } from '../../core/disclosure/suppression/suppression.ts';
import type { ProgramSolver } from '../../core/disclosure/differencing/program.ts';
import { InputError } from '../gdal/input-error.ts';
import { column, columns, file } from './inputs/fields.ts';
import { loadSolver } from './inputs/load-solver.ts';
import { contributionsByCell, readCellTable, type ReadCellTable, readWithheldCells, sumBase, sumColumn } from './inputs/read-cell-table.ts';
import { readRules, type RulesOfTable } from './inputs/read-rules.ts';
import { describedCells, publicTable, publishedCount } from './outputs/protected-table.ts';
import type { Process } from './process.ts';
import { perturbTable, roundTable } from './protection-methods.ts';

const input = z.strictObject({
  table: file('a row an inner cell, such as a region, an age group and a sex; rows of the same codes are added'),
  dimensions: columns('columns of the codes'),
  count: column('column of the count'),
  threshold: z.int().min(1).meta({ description: 'least count that may be known', placeholder: 'N' }),
  hierarchies: file('JSON: groupings of the codes, {"region": [["county"], ["k_group"]]}: for a dimension lists of columns from fine to coarse; they may overlap').optional(),
  method: z.enum(['suppress', 'round', 'cell-key']).default('suppress').meta({ description: 'suppress: cells are withheld; round: every number is a multiple of --round-base, and parts add up; cell-key: numbers get noise by --record-key and --ptable, and parts do not add up' }),
  zeros: z.enum(['open', 'protect', 'structural']).optional().meta({ description: 'whether a 0 may be seen (default: open); structural: a 0 cannot be otherwise, so it is always seen' }),
  protect: z.enum(['exact', 'small']).optional().meta({ description: 'what is a breach: that a secret count is known, or already that it is known to be below the threshold (default: small)' }),
  attackerMinimum: z.enum(['0', '1']).optional().meta({ description: 'least that anybody takes a withheld count for (default: 1 where zeros are open, else 0)' }),
  suppressed: file('table of cells that are withheld, as --out writes them: audits that pattern instead of making one (exit code 1 for a breach)').optional(),
  roundBase: z.int().min(2).optional().meta({ description: 'base of --method round', placeholder: 'N' }),
  rounding: z.enum(['controlled', 'small-counts']).default('controlled').meta({ description: 'controlled: all numbers are multiples of the base; small-counts: only inner cells below it change, to 0 or the base' }),
  recordKey: column('column of the record keys, for --method cell-key: whole numbers below 2^32, or fractions of up to 8 digits; a row of several persons has the sum of theirs').optional(),
  ptable: file('perturbation table for --method cell-key, as ptable writes it: columns i, v and p or p_int_ub. Confidential').optional(),
  rules: file('JSON: rules beyond the threshold, {"base": "residents", "homogeneity": {"threshold": 1}, "secondUnit": {"statistic": "households", "threshold": 3}, "minimumDenominator": 100, "contributor": "firm", "dominance": {"p": 10}}. base, secondUnit.statistic and contributor are columns of the table. With a base, who is not counted is as secret as who is, unless "complement" is false').optional(),
});

export const protect: Process<typeof input> = {
  id: 'protect',
  title: { de: 'Tabelle schützen', en: 'Protect a table' },
  description: {
    de: 'Hält Zellen einer Tabelle mit allen Randsummen geheim, bis sich keine kleine Zahl errechnen lässt, auch nicht über sich überschneidende Gruppierungen; oder rundet sie so, dass Teile sich weiter addieren; oder überlagert sie nach der Cell-Key-Methode.',
    en: 'Withholds cells of a table with all its margins until no small count can be worked out, over overlapping groupings too; or rounds them so that parts still add up; or adds noise by the cell-key method, which is the same for the same people in every table and does not add up. The result is all that may leave: where cells are withheld, value is empty and status is withheld for primary and secondary cells alike. Which is which stands in --report only.',
  },
  produces: 'guarded',
  input,
  examples: [
    'protect --table counts.csv --dimensions region,age --count n --threshold 3 --out public.csv',
    'protect --table counts.csv --dimensions region,age --count n --threshold 3 --hierarchies groups.json --out public.csv --report internal.json',
    'protect --table counts.csv --dimensions region,age --count n --threshold 3 --suppressed pattern.csv --report internal.json',
    'protect --table counts.csv --dimensions region,age --count n --threshold 3 --method round --round-base 5 --out public.csv',
    'protect --table persons.csv --dimensions region,age --count n --threshold 3 --method cell-key --record-key key --ptable ptable.csv --out public.csv',
    'protect --table counts.csv --dimensions region,age --count n --threshold 3 --rules rules.json --out public.csv --report internal.json',
  ],
  async run(options, context) {
    const { dimensions, method } = options;
    const repeated = dimensions.find((name, i) => dimensions.indexOf(name) !== i);
    if (repeated !== undefined) throw new InputError({ option: 'dimensions', problem: `"${repeated}" stands twice`, accepted: 'each column once' });
    requireFitting(options);
    const ofFile = options.rules === undefined ? null : await readRules(options.rules);
    const rules = combineRules(options, ofFile);
    context.progress(0, 'reading the table');
    const read = await readCellTable(options.table, dimensions, options.count, options.hierarchies);
    const table = read.cells;
    const withheld = options.suppressed === undefined ? null : await readWithheldCells(options.suppressed, table);
    context.signal.throwIfAborted();
    context.progress(0.2, `protecting ${table.values.length} cells`);
    if (method === 'cell-key') {
      context.note('numbers carry noise of their own: parts do not add up to their totals');
      return perturbTable(read, rules, options.recordKey!, options.ptable!);
    }
    const solver = await loadSolver();
    if (method === 'round') return roundTable(read, rules, rules.roundingBase!, options.rounding, solver);
    const found = isThresholdOnly(rules) ? byThreshold(table, suppressionRules(rules), withheld, solver) : suppressByRules(table, rules, readBeside(read, rules, ofFile!), solver, withheld);
    if (found.breaches.length > 0) context.note(withheld === null ? 'some secret cells can be found out whatever else is withheld: publish fewer margins' : 'the pattern does not protect every secret cell: --report names them');
    return { result: publicTable(table, (cell) => (found.state[cell] === PUBLISHED ? table.values[cell]! : null)), report: () => internalReport(table, rules, found), findings: found.breaches.length > 0 };
  },
};

type Options = z.infer<typeof input>;

/** Options that a method needs, and those that another one would take. */
function requireFitting(options: Options): void {
  const { method } = options;
  const needs: readonly [keyof Options, Options['method']][] = [['recordKey', 'cell-key'], ['ptable', 'cell-key'], ['roundBase', 'round'], ['suppressed', 'suppress']];
  for (const [option, of] of needs) {
    if (options[option] !== undefined && method !== of) throw new InputError({ option, problem: `says nothing to --method ${method}`, accepted: `it with --method ${of}` });
  }
  if (method !== 'cell-key') return;
  if (options.recordKey === undefined) throw new InputError({ option: 'recordKey', problem: 'is needed for --method cell-key', accepted: 'the column of the record keys' });
  if (options.ptable === undefined) throw new InputError({ option: 'ptable', problem: 'is needed for --method cell-key', accepted: 'the file of a perturbation table' });
}

/** The options and the file together; where both say something it is the same. */
function combineRules(options: Options, ofFile: RulesOfTable | null): RuleSet {
  const agree = (option: 'threshold' | 'zeros' | 'protect' | 'attackerMinimum' | 'roundBase', field: keyof RuleSet, value: unknown): void => {
    if (value === undefined || ofFile === null || !ofFile.given.has(field) || ofFile.rules[field] === value) return;
    throw new InputError({ option, problem: `says something else than "${field}" of --rules`, accepted: 'the same, or one of them alone' });
  };
  const attackerMinimum = options.attackerMinimum === undefined ? undefined : options.attackerMinimum === '1' ? 1 : 0;
  agree('threshold', 'threshold', options.threshold);
  agree('zeros', 'zeros', options.zeros);
  agree('protect', 'protect', options.protect);
  agree('attackerMinimum', 'attackerMinimum', attackerMinimum);
  agree('roundBase', 'roundingBase', options.roundBase);
  const of = ofFile?.rules;
  const rules: RuleSet = {
    ...of,
    threshold: options.threshold,
    // A complement below the threshold is a small count as well, and none at all is everybody.
    ...(ofFile?.complement === true && of?.homogeneity === undefined ? { homogeneity: { threshold: options.threshold } } : {}),
    zeros: options.zeros ?? of?.zeros ?? 'open',
    protect: options.protect ?? of?.protect ?? 'small',
    ...(attackerMinimum === undefined ? {} : { attackerMinimum }),
    ...(options.roundBase === undefined ? {} : { roundingBase: options.roundBase }),
  };
  if (rules.zeros === 'protect' && rules.attackerMinimum === 1) throw new InputError({ option: 'attackerMinimum', problem: 'is 1, but where zeros are protected a withheld count may be 0', accepted: '0, or zeros open' });
  if (options.method === 'round' && rules.roundingBase === undefined) throw new InputError({ option: 'roundBase', problem: 'is needed for --method round', accepted: 'a whole number of 2 or more' });
  return rules;
}

function suppressionRules(rules: RuleSet): SuppressionRules {
  return { threshold: rules.threshold, zeros: rules.zeros === 'protect' ? 'protect' : 'open', protect: rules.protect ?? 'small', attackerMinimum: leastWithheld(rules) };
}

/** The threshold alone: `suppress` needs no more than it, and is made for large tables. */
function byThreshold(table: CellTable, rules: SuppressionRules, withheld: Uint8Array | null, solver: ProgramSolver): RuledSuppression {
  const { state, breaches } = withheld === null ? suppress(table, rules, solver) : auditPattern(table, rules, withheld, solver);
  const reasons = Uint8Array.from(primaryCells(table, rules), (primary, cell) => (primary === PUBLISHED ? OPEN : table.values[cell] === 0 ? ZERO : SMALL));
  return { state, breaches, reasons, bounds: () => withheldBounds(table, rules, state, solver) };
}

/** What the rules ask for beside the counts, by cell; contributions of one contributor to a cell are one. */
function readBeside(read: ReadCellTable, rules: RuleSet, { base, contributor }: RulesOfTable): BesideCells {
  return {
    ...(base === null ? {} : { base: sumBase(read, base) }),
    ...(rules.secondUnit === undefined ? {} : { secondUnit: sumColumn(read, rules.secondUnit.statistic) }),
    ...(rules.dominance === undefined || contributor === null ? {} : { contributions: contributionsByCell(read, contributor) }),
  };
}

/** Counts by state are of published cells: a cell of two names counts twice. */
function internalReport(table: CellTable, rules: RuleSet, { state, reasons, breaches, bounds }: RuledSuppression) {
  const known = bounds();
  const broken = new Set(breaches);
  const described = describedCells(table, (cell) => state[cell] !== PUBLISHED || broken.has(cell)).map(({ place, cell }) => {
    const { lower, upper } = known.get(cell) ?? { lower: table.values[cell]!, upper: table.values[cell]! };
    return {
      ...place,
      value: table.values[cell]!,
      status: state[cell] === PRIMARY ? 'primary' : state[cell] === PUBLISHED ? 'published' : 'secondary',
      ...(reasons[cell] === OPEN ? {} : { reason: REASON_NAMES[reasons[cell]!] }),
      lower,
      // Where no published sum bounds it.
      upper: Number.isFinite(upper) ? upper : null,
      breach: broken.has(cell),
    };
  });
  const count = (status: string) => described.filter((cell) => cell.status === status).length;
  const [primary, secondary] = [count('primary'), count('secondary')];
  const counts = { published: publishedCount(table) - primary - secondary, primary, secondary, breaches: described.filter(({ breach }) => breach).length };
  return { ...publicRules(rules), attackerMinimum: leastWithheld(rules), counts, cells: described };
}
