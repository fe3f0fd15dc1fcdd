// What a mapping makes of a table: dates, areas, statistics; signs that are no zeros; rows of nowhere; what it proposes, and what it refuses.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyMapping, type AppliedTable } from '../../core/tables/apply-mapping.ts';
import { isProblem } from '../../core/tables/grid.ts';
import { OFFICIAL_RULES } from '../../core/tables/official-signs.ts';
import { proposeMapping } from '../../core/tables/propose-mapping.ts';
import { readTextTable, type ReadTable } from '../../core/tables/read-table.ts';
import type { ReadingRules, TableMapping } from '../../core/tables/table-mapping.ts';
import { told } from '../in-english.ts';

const KEYS = new Set(['0101', '0102', '0103']);
const STATISTICS = [{ statistic: 'residents', names: ['Einwohner', 'Residents'] }];

function readOf(text: string, rules: ReadingRules = {}): ReadTable {
  const read = readTextTable(Buffer.from(text), rules);
  if (isProblem(read)) throw new Error(JSON.stringify(read));
  return read;
}

const proposed = (text: string, rules: ReadingRules = {}) => proposeMapping(readOf(text, rules), rules, { keys: KEYS, statistics: STATISTICS }).mapping;

function apply(text: string, change: Partial<TableMapping> = {}, { reading = {}, given = null }: { reading?: ReadingRules; given?: string | null } = {}): AppliedTable {
  const mapping = { ...proposed(text, reading), ...change };
  return applyMapping(readOf(text, mapping.reading), mapping, given);
}

/** "2024-12-31 residents 0101: 5", withheld as "secret". */
function figures({ dates, problems }: AppliedTable): string[] {
  expect(problems).toEqual([]);
  return dates.flatMap(({ date, statistics, areas, elsewhere }) =>
    statistics.flatMap((statistic, i) => [...[...areas].map(([key, area]) => [key, area.figures[i]!] as const), ['nowhere', elsewhere[i]!] as const].map(([key, figure]) => `${date} ${statistic} ${key}: ${figure.state === 'value' ? figure.value : figure.state}`)),
  );
}

const LONG = `Stichtag;Baublock;Geschlecht;Anzahl
31.12.2023;0101;männlich;10
31.12.2023;0101;weiblich;11
31.12.2024;0101;männlich;12
31.12.2024;0101;weiblich;.
31.12.2024;0102;männlich;-
31.12.2024;0102;weiblich;3
31.12.2024;unbekannt;männlich;1
31.12.2024;unbekannt;weiblich;2
`;

describe('a long table', () => {
  it('is proposed with area, date, category and a statistic for each value of it', () => {
    expect(proposed(LONG)).toMatchObject({
      area: { columns: ['Baublock'], unassignable: ['unbekannt'], totals: [], pad: 0 },
      date: { from: 'column', column: 'Stichtag' },
      values: [{ column: 'Anzahl', measure: 'Anzahl' }],
      categories: ['Geschlecht'],
      rules: [{ statistic: 'insgesamt', when: {} }, { statistic: 'geschlecht_maennlich', when: { Geschlecht: ['männlich'] } }, { statistic: 'geschlecht_weiblich', when: { Geschlecht: ['weiblich'] } }],
    });
  });

  it('gives sums by date, area and statistic; a secret part makes the sum secret, never the sum of the rest', () => {
    const table = apply(LONG);
    expect(figures(table)).toEqual([
      '2023-12-31 insgesamt 0101: 21', '2023-12-31 insgesamt nowhere: 0',
      '2023-12-31 geschlecht_maennlich 0101: 10', '2023-12-31 geschlecht_maennlich nowhere: 0',
      '2023-12-31 geschlecht_weiblich 0101: 11', '2023-12-31 geschlecht_weiblich nowhere: 0',
      '2024-12-31 insgesamt 0101: withheld', '2024-12-31 insgesamt 0102: 3', '2024-12-31 insgesamt nowhere: 3',
      '2024-12-31 geschlecht_maennlich 0101: 12', '2024-12-31 geschlecht_maennlich 0102: 0', '2024-12-31 geschlecht_maennlich nowhere: 1',
      '2024-12-31 geschlecht_weiblich 0101: withheld', '2024-12-31 geschlecht_weiblich 0102: 3', '2024-12-31 geschlecht_weiblich nowhere: 2',
    ]);
    expect(table.rows).toEqual({ all: 8, unassignable: 2, totals: 0 });
    expect(table.tally).toMatchObject({ values: 7, zeros: 1, withheld: 1, missing: {}, absent: 0 });
  });

  it('holds a combination without a row for unknown, or for nobody where the mapping says so', () => {
    const text = 'Jahr;Block;Geschlecht;Anzahl\n2024;0101;m;5\n2024;0101;w;6\n2024;0102;m;7\n';
    expect(figures(apply(text))).toContain('2024-12-31 insgesamt 0102: missing');
    const zero = apply(text, { absent: 'zero' });
    expect(figures(zero)).toContain('2024-12-31 insgesamt 0102: 7');
    expect(figures(zero)).toContain('2024-12-31 geschlecht_w 0102: 0');
    expect(zero.tally.absent).toBeGreaterThan(0);
  });

  it('refuses a value that no rule takes, with its row: next year there may be a new one', () => {
    const { problems, dates } = apply(`${LONG}31.12.2024;0102;divers;1\n`, { rules: proposed(LONG).rules.slice(1) });
    expect(dates).toEqual([]);
    expect(told(problems)).toEqual([expect.objectContaining({ code: 'NO_RULE', row: 10, field: 'Geschlecht', problem: 'no rule takes Anzahl, Geschlecht "divers"' })]);
  });

  it('refuses to add "insgesamt" to its parts, and proposes to take it alone', () => {
    const text = 'Block;Geschlecht;Anzahl\n0101;männlich;5\n0101;weiblich;6\n0101;insgesamt;11\n';
    expect(figures(apply(text, {}, { given: '2024-12-31' }))).toContain('2024-12-31 insgesamt 0101: 11');
    expect(apply(text, { rules: [{ statistic: 'residents', when: {} }] }, { given: '2024-12-31' }).problems).toEqual([expect.objectContaining({ code: 'TOTAL_AND_PARTS', field: 'Geschlecht' })]);
  });

  it('refuses two rows for one area, date and category', () => {
    expect(told(apply(`${LONG}31.12.2024;0102;weiblich;4\n`).problems)).toEqual([expect.objectContaining({ code: 'ROW_TWICE', row: 10, field: 'Anzahl', problem: 'area, date and categories are those of row 7' })]);
  });
});

describe('a wide table', () => {
  const WIDE = 'Block;Einwohner 2023;Einwohner 2024\n0101;5;6\n0102;1;x\nInsgesamt;6;99\n';

  it('has its dates in the header, whichever years the next file has', () => {
    const mapping = proposed(WIDE);
    expect(mapping).toMatchObject({ date: { from: 'header' }, values: [{ column: 'Einwohner {date}', measure: 'Einwohner' }], rules: [{ statistic: 'residents', measure: 'Einwohner' }], area: { totals: ['Insgesamt'] } });
    const table = apply(WIDE);
    expect(figures(table)).toEqual(['2023-12-31 residents 0101: 5', '2023-12-31 residents 0102: 1', '2023-12-31 residents nowhere: 0', '2024-12-31 residents 0101: 6', '2024-12-31 residents 0102: missing', '2024-12-31 residents nowhere: 0']);
    expect(table.dates.map(({ totals }) => totals)).toEqual([[6], [99]]);
    const next = applyMapping(readOf('Block;Einwohner 2025\n0101;7\n'), mapping, null);
    expect(figures(next)).toEqual(['2025-12-31 residents 0101: 7', '2025-12-31 residents nowhere: 0']);
  });

  it('takes the day that somebody gives where it names none, and asks for it', () => {
    const text = 'Block;Einwohner\n0101;5\n';
    expect(apply(text).problems).toEqual([expect.objectContaining({ code: 'NO_DATE', field: 'referenceDate' })]);
    expect(figures(apply(text, {}, { given: '2024-06-30' }))[0]).toBe('2024-06-30 residents 0101: 5');
  });

  it('puts back the zeros that a spreadsheet has cut off keys, where the known keys have them', () => {
    const text = 'Block;Einwohner\n101;5\n102;6\n';
    expect(proposed(text).area.pad).toBe(4);
    expect(figures(apply(text, {}, { given: '2024-12-31' }))[1]).toBe('2024-12-31 residents 0102: 6');
  });
});

/** One column of residents by block, whatever it holds. */
const PLAIN: Partial<TableMapping> = { area: { columns: ['Block'], join: '', pad: 0, unassignable: [], totals: [] }, values: [{ column: 'Einwohner', measure: 'Einwohner' }], rules: [{ statistic: 'residents', when: {} }], categories: [] };

describe('signs of official tables', () => {
  const of = (text: string, signs: Partial<typeof OFFICIAL_RULES> = {}) => {
    const table = apply(`Block;Einwohner\n0101;${text}\n0102;1\n0103;2\n`, { ...PLAIN, signs: { ...OFFICIAL_RULES, ...signs } }, { given: '2024-12-31' });
    return table.problems[0]?.problem ?? figures(table)[0]!.split(': ')[1];
  };

  it.each([
    ['0', '0'], ['-', '0'], ['–', '0'], ['.', 'withheld'], ['•', 'withheld'], ['x', 'missing'], ['/', 'missing'], ['…', 'missing'], ['...', 'missing'], ['', 'missing'], ['(7)', '7'], ['7 r', '7'], ['7p', '7'],
  ])('%s is %s', (text, state) => {
    expect(of(text)).toBe(state);
  });

  it('mean what the mapping says, and secret is never a zero', () => {
    expect(of('-', { nothing: 'missing' })).toBe('missing');
    expect(of('', { blank: 'zero' })).toBe('0');
    expect(of('(7)', { limited: 'drop' })).toBe('missing');
    expect(of('k. A.', { others: { 'k. A.': 'later' } })).toBe('missing');
    expect(told(of('k. A.'))).toBe('"k. A." is no count');
    expect(of('<3', { others: { '<3': 'secret' } })).toBe('withheld');
    expect(of('.', { blank: 'zero', nothing: 'zero' })).toBe('withheld');
  });

  it.each([['-3', /negative/], ['2,5', /rates and means/], ['4294967296', /no count/], ['viele', /no count/]])('%s is refused with row and field', (text, problem) => {
    expect(told(apply(`Block;Einwohner\n0101;${text}\n0102;1\n0103;2\n0102;3\n`, PLAIN, { given: '2024-12-31' }).problems[0])).toMatchObject({ row: 2, field: 'Einwohner', problem: expect.stringMatching(problem) as string });
  });

  it('asks for the decimal sign where 1.234 may be either, and takes the German one for proposal in a table of semicolons', () => {
    const text = 'Block\tEinwohner\n0101\t1.234\n';
    expect(told(apply(text, PLAIN, { given: '2024-12-31' }).problems)).toEqual([expect.objectContaining({ code: 'DECIMAL_OPEN', row: 2, problem: '"1.234" may be 1234 or 1.234' })]);
    expect(proposed('Block;Einwohner\n0101;1.234\n').reading.decimal).toBe(',');
  });
});

it('a proposal finds rows of nowhere and totals among thousands of keys, and takes a key for the area in a table of many columns', () => {
  const keys = Array.from({ length: 3000 }, (_, i) => `B${i}`);
  const text = `dwellings_RAUMANZAHL_1;buildings_TYP_2;grid_id;Einwohner\n${keys.map((key, i) => `${i % 3 === 0 ? '' : i % 7};${i % 5};${key};${i}`).join('\n')}\n1;1;unbekannt;5\n1;1;Insgesamt;9\n`;
  const { mapping, form } = proposeMapping(readOf(text), {}, { keys: new Set(), statistics: STATISTICS });
  expect(form).toBe('wide');
  expect(mapping).toMatchObject({ area: { columns: ['grid_id'], unassignable: ['unbekannt'], totals: ['Insgesamt'] }, categories: [] });
  expect(mapping.rules.map(({ statistic }) => statistic)).toEqual(['dwellings_raumanzahl_1', 'buildings_typ_2', 'residents']);
  expect(proposeMapping(readOf(text), {}, { keys: new Set(['1', '2', '3', '4', '5', '6']), statistics: [] }).mapping.area.columns).toEqual(['dwellings_RAUMANZAHL_1']);
});

describe('a file of persons', () => {
  it('is counted by its rows, with labels of the codebook, and has nobody where it has no row', () => {
    const codebook = { columns: [{ name: 'Block', from: 1, width: 4 }, { name: 'Geschlecht', from: 5, width: 1, values: { 1: 'männlich', 2: 'weiblich' } }] };
    const text = '01011\n01011\n01012\n01021\n';
    const mapping = proposed(text, { codebook });
    expect(mapping).toMatchObject({ values: 'rows', categories: ['Geschlecht'], absent: 'zero' });
    expect(figures(apply(text, {}, { reading: { codebook }, given: '2024-12-31' }))).toEqual([
      '2024-12-31 insgesamt 0101: 3', '2024-12-31 insgesamt 0102: 1', '2024-12-31 insgesamt nowhere: 0',
      '2024-12-31 geschlecht_maennlich 0101: 2', '2024-12-31 geschlecht_maennlich 0102: 1', '2024-12-31 geschlecht_maennlich nowhere: 0',
      '2024-12-31 geschlecht_weiblich 0101: 1', '2024-12-31 geschlecht_weiblich 0102: 0', '2024-12-31 geschlecht_weiblich nowhere: 0',
    ]);
  });
});

describe('a mapping that does not fit', () => {
  it('tells every column that is not there, and those that are', () => {
    const { problems } = applyMapping(readOf('Block;Personen\n0101;5\n'), { ...proposed('BB;Einwohner\n0101;5\n'), categories: ['Alter'] }, '2024-12-31');
    expect(problems.map(({ field, accepted }) => [field, told(accepted)])).toEqual([['BB', 'Block, Personen'], ['Einwohner', 'Block, Personen'], ['Alter', 'Block, Personen']]);
  });
});

it('a table in long and in wide form gives the same figures, and everybody is somewhere', () => {
  const cell = fc.oneof(fc.nat(500).map(String), fc.constantFrom('-', '.', 'x', '/', '...'));
  fc.assert(
    fc.property(fc.array(fc.record({ a: cell, b: cell }), { minLength: 2, maxLength: 12 }), fc.array(fc.nat(50), { maxLength: 3 }), (rows, nowhere) => {
      const keys = rows.map((_, i) => `B${String(i).padStart(3, '0')}`);
      const shared: Partial<TableMapping> = { area: { columns: ['Block'], join: '', pad: 0, unassignable: ['unbekannt'], totals: [] } };
      const wide = apply(`Block;EW 2023;EW 2024\n${rows.map(({ a, b }, i) => `${keys[i]};${a};${b}`).join('\n')}\n${nowhere.map((n) => `unbekannt;${n};${n}\n`).join('')}`, {
        ...shared, date: { from: 'header', yearDay: '12-31' }, values: [{ column: 'EW {date}', measure: 'EW' }], rules: [{ statistic: 'ew', when: {} }], categories: [],
      });
      const long = apply(`Jahr;Block;EW\n${rows.flatMap(({ a, b }, i) => [`2023;${keys[i]};${a}`, `2024;${keys[i]};${b}`]).join('\n')}\n${nowhere.map((n) => `2023;unbekannt;${n}\n2024;unbekannt;${n}\n`).join('')}`, {
        ...shared, date: { from: 'column', column: 'Jahr', yearDay: '12-31' }, values: [{ column: 'EW', measure: 'EW' }], rules: [{ statistic: 'ew', when: {} }], categories: [],
      });
      expect(figures(long)).toEqual(figures(wide));
      const known = wide.dates.map(({ areas, elsewhere }) => [...areas.values()].map(({ figures: [one] }) => one!).concat(elsewhere).reduce((sum, one) => sum + (one.state === 'value' ? one.value : 0), 0));
      const told = (side: 'a' | 'b') => rows.reduce((sum, row) => sum + (Number(row[side]) || 0), 0) + nowhere.reduce((sum, n) => sum + n, 0);
      expect(known).toEqual([told('a'), told('b')]);
      // What was secret is withheld, and what was not is not.
      for (const side of ['a', 'b'] as const) {
        const date = wide.dates[side === 'a' ? 0 : 1]!;
        rows.forEach((row, i) => expect(date.areas.get(keys[i]!)!.figures[0]!.state === 'withheld').toBe(row[side] === '.'));
      }
    }),
    { numRuns: process.env.LONG === '1' ? 5000 : 80 },
  );
});
