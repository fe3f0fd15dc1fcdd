// `protect`: a table with all its margins, of which nothing secret can be worked out.
import { z } from 'zod';
import { type CellTable, publishedCells } from '../../core/disclosure/cell-table.ts';
import { auditPattern, PRIMARY, PUBLISHED, suppress, type Suppression, type SuppressionRules, withheldBounds } from '../../core/disclosure/suppression.ts';
import type { ProgramSolver } from '../../core/disclosure/program.ts';
import { InputError } from '../gdal/input-error.ts';
import { column, columns, file } from './inputs/fields.ts';
import { loadSolver } from './inputs/load-solver.ts';
import { readCellTable, readWithheldCells } from './inputs/read-cell-table.ts';
import type { Process, TableResult } from './process.ts';

const input = z.strictObject({
  table: file('a row an inner cell, such as a region, an age group and a sex; rows of the same codes are added'),
  dimensions: columns('columns of the codes'),
  count: column('column of the count'),
  threshold: z.int().min(1).meta({ description: 'least count that may be known', placeholder: 'N' }),
  hierarchies: file('JSON: groupings of the codes, {"region": [["county"], ["k_group"]]}: for a dimension lists of columns from fine to coarse; they may overlap').optional(),
  method: z.enum(['suppress']).default('suppress').meta({ description: 'cells are withheld' }),
  zeros: z.enum(['open', 'protect']).default('open').meta({ description: 'whether a 0 may be seen' }),
  protect: z.enum(['exact', 'small']).default('small').meta({ description: 'what is a breach: that a secret count is known, or already that it is known to be below the threshold' }),
  attackerMinimum: z.enum(['0', '1']).optional().meta({ description: 'least that anybody takes a withheld count for (default: 1 where zeros are open, else 0)' }),
  suppressed: file('table of cells that are withheld, as --out writes them: audits that pattern instead of making one (exit code 1 for a breach)').optional(),
});

export const protect: Process<typeof input> = {
  id: 'protect',
  title: { de: 'Tabelle schützen', en: 'Protect a table' },
  description: {
    de: 'Hält Zellen einer Tabelle mit allen Randsummen geheim, bis sich keine kleine Zahl errechnen lässt, auch nicht über sich überschneidende Gruppierungen.',
    en: 'Withholds cells of a table with all its margins until no small count can be worked out, over overlapping groupings too. The result is all that may leave: value is empty and status is withheld for primary and secondary cells alike. Which is which stands in --report only.',
  },
  produces: 'guarded',
  input,
  examples: [
    'protect --table counts.csv --dimensions region,age --count n --threshold 3 --out public.csv',
    'protect --table counts.csv --dimensions region,age --count n --threshold 3 --hierarchies groups.json --out public.csv --report internal.json',
    'protect --table counts.csv --dimensions region,age --count n --threshold 3 --suppressed pattern.csv --report internal.json',
  ],
  async run(options, context) {
    const { dimensions, threshold, zeros } = options;
    const repeated = dimensions.find((name, i) => dimensions.indexOf(name) !== i);
    if (repeated !== undefined) throw new InputError({ option: 'dimensions', problem: `"${repeated}" stands twice`, accepted: 'each column once' });
    context.progress(0, 'reading the table');
    const table = await readCellTable(options.table, dimensions, options.count, options.hierarchies);
    const withheld = options.suppressed === undefined ? null : await readWithheldCells(options.suppressed, table);
    const attackerMinimum = options.attackerMinimum === undefined ? (zeros === 'open' ? 1 : 0) : options.attackerMinimum === '1' ? 1 : 0;
    const rules: SuppressionRules = { threshold, zeros, protect: options.protect, attackerMinimum };
    context.signal.throwIfAborted();
    context.progress(0.2, `protecting ${table.values.length} cells`);
    const solver = await loadSolver();
    const found = withheld === null ? suppress(table, rules, solver) : auditPattern(table, rules, withheld, solver);
    if (found.breaches.length > 0) context.note(withheld === null ? 'some secret cells can be found out whatever else is withheld: publish fewer margins' : 'the pattern does not protect every secret cell: --report names them');
    return { result: publicTable(table, found), report: () => internalReport(table, rules, found, solver), findings: found.breaches.length > 0 };
  },
};

function publicTable(table: CellTable, { state }: Suppression): TableResult {
  const names = table.dimensions.map(({ name }) => name);
  return {
    kind: 'table',
    columns: [...names.flatMap((name) => [name, `${name}_level`]), 'value', 'status'],
    rows: Array.from(publishedCells(table), ({ nodes, cell }) => {
      const open = state[cell] === PUBLISHED;
      return [...nodes.flatMap(({ label, level }) => [label, level]), open ? table.values[cell]! : null, open ? 'published' : 'withheld'];
    }),
  };
}

/** Counts by state are of published cells: a cell of two names counts twice. */
function internalReport(table: CellTable, rules: SuppressionRules, { state, breaches }: Suppression, solver: ProgramSolver) {
  const bounds = withheldBounds(table, rules, state, solver);
  const broken = new Set(breaches);
  const cells = Array.from(publishedCells(table), ({ nodes, cell }) => ({ nodes, cell })).filter(({ cell }) => state[cell] !== PUBLISHED || broken.has(cell));
  const described = cells.map(({ nodes, cell }) => {
    const { lower, upper } = bounds.get(cell) ?? { lower: table.values[cell]!, upper: table.values[cell]! };
    return {
      ...Object.fromEntries(table.dimensions.flatMap(({ name }, d) => [[name, nodes[d]!.label], [`${name}_level`, nodes[d]!.level]])),
      value: table.values[cell]!,
      status: state[cell] === PRIMARY ? 'primary' : state[cell] === PUBLISHED ? 'published' : 'secondary',
      lower,
      // Where no published sum bounds it.
      upper: Number.isFinite(upper) ? upper : null,
      breach: broken.has(cell),
    };
  });
  const count = (status: string) => described.filter((cell) => cell.status === status).length;
  const [primary, secondary] = [count('primary'), count('secondary')];
  const counts = { published: cellNames(table) - primary - secondary, primary, secondary, breaches: described.filter(({ breach }) => breach).length };
  return { ...rules, counts, cells: described };
}

function cellNames({ nodes }: CellTable): number {
  return nodes.reduce((product, of) => product * of.length, 1);
}
