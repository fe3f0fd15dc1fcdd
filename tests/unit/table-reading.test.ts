// Statistics tables as offices hand them out, read without being told how they are written.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codebookFromTable, codebookOf } from '../../core/tables/codebook.ts';
import { readDay } from '../../core/tables/days.ts';
import { isProblem } from '../../core/tables/grid.ts';
import { readTextTable, type ReadTable } from '../../core/tables/read-table.ts';
import type { ReadingRules } from '../../core/tables/table-mapping.ts';
import { told } from '../in-english.ts';

const RUNS = process.env.LONG === '1' ? 20_000 : 100;
const bytes = (text: string, encoding: BufferEncoding = 'utf8') => Buffer.from(text, encoding);

function readOf(text: string | Uint8Array, rules: ReadingRules = {}): ReadTable {
  const read = readTextTable(typeof text === 'string' ? bytes(text) : text, rules);
  if (isProblem(read)) throw new Error(JSON.stringify(read));
  return read;
}

/** An office's table: titles, a header of two rows, notes. */
const YEARBOOK = `Einwohner am 31.12.2024 nach Baublöcken;;;;
;;;;
Baublock;Einwohner;;Haushalte;
;insgesamt;darunter Kinder;insgesamt;mit Kindern
0101;1.234;17;600;12
0102;-;.;/;x
0103;(12);...;5;
unbekannt;3;0;1;0
Insgesamt;1.249;.;606;.
;;;;
Quelle: Melderegister
- = nichts vorhanden
`;

describe('a table of an office', () => {
  it('is found between its titles and notes, with a header of two rows', () => {
    const { reading, layout } = readOf(YEARBOOK);
    expect(reading).toMatchObject({ kind: 'delimited', separator: ';', encoding: 'utf-8', decimal: null, decimalOpen: true, titleDay: '2024-12-31', headerRow: 3, headerRows: 2, rows: 5 });
    expect(layout.names).toEqual(['Baublock', 'Einwohner insgesamt', 'Einwohner darunter Kinder', 'Haushalte insgesamt', 'Haushalte mit Kindern']);
    expect(reading.notes).toEqual(['Quelle: Melderegister', '- = nichts vorhanden']);
    expect(layout.rows.map(({ number }) => number)).toEqual([5, 6, 7, 8, 9]);
    const [block, residents, children] = reading.columns;
    expect(block).toMatchObject({ leadingZeros: true, distinct: 5 });
    expect(residents).toMatchObject({ signs: { nothing: 1 }, marks: { limited: 1 } });
    expect(children).toMatchObject({ signs: { secret: 2, later: 1 } });
  });

  it('keeps a last row that has its key alone, and takes no data for notes', () => {
    expect(readOf('block;kids\nb1;3\nb2;\n').layout.rows.map(({ cells }) => cells)).toEqual([['b1', '3'], ['b2', '']]);
  });

  it('takes years for names of columns and not for numbers', () => {
    expect(readOf('Block;2022;2023;2024\n01;5;6;7\n02;1;2;3\n').layout.names).toEqual(['Block', '2022', '2023', '2024']);
    expect(readOf('Block;Einwohner;\n;2023;2024\n01;5;6\n02;1;2\n').layout.names).toEqual(['Block', 'Einwohner 2023', 'Einwohner 2024']);
  });

  it.each([
    ['a quotation mark that stays open', 'block;kids\n"b1;3\n', { code: 'OPEN_QUOTE', row: 2 }],
    ['a row that is too long', 'block;kids\nb1;3\nb2;3;9\n', { code: 'LONG_ROW', row: 3 }],
    ['a row that is too short', 'block;kids;homes\nb1;3;1\nb2;3\nb3;1;1\n', { code: 'SHORT_ROW', row: 3, field: 'homes' }],
    ['a name that stands twice', 'block;kids;kids\nb1;3;1\n', { code: 'NAME_TWICE', row: 1, field: 'kids' }],
    ['a header alone', 'block;kids\n', { code: 'NO_ROWS', row: 1 }],
    ['nothing', ' \n', { code: 'EMPTY' }],
    ['fixed width without a codebook', '0101m12\n0102w03\n', { code: 'NO_SEPARATOR', problem: expect.stringContaining('all lines have 7 characters') as string }],
  ])('tells %s by row', (_, text, problem) => {
    expect(told(readTextTable(bytes(text)))).toMatchObject(problem);
  });
});

describe('a file of fixed width', () => {
  const CODEBOOK = 'Merkmal;von;bis;Schlüssel;Bezeichnung\nBlock;1;4;;\nGeschlecht;5;5;1;männlich\n;;;2;weiblich\nAlter;6;8;;\n';

  it('is cut by a codebook, as a table, JSON or YAML alike, and keeps zeros and keys', () => {
    const codebook = codebookFromTable(CODEBOOK);
    expect(codebook).toEqual({ columns: [{ name: 'Block', from: 1, width: 4 }, { name: 'Geschlecht', from: 5, width: 1, values: { 1: 'männlich', 2: 'weiblich' } }, { name: 'Alter', from: 6, width: 3 }] });
    if (isProblem(codebook)) throw new Error('no codebook');
    const { reading, layout } = readOf('01011007\n01022 83\n', { codebook });
    expect(layout.rows.map(({ number, cells }) => [number, ...cells])).toEqual([[1, '0101', '1', '007'], [2, '0102', '2', '83']]);
    expect(reading.columns[1]!.values).toEqual([{ value: '1', label: 'männlich', rows: 1 }, { value: '2', label: 'weiblich', rows: 1 }]);
  });

  it.each([
    ['columns that overlap', [{ name: 'a', from: 1, width: 4 }, { name: 'b', from: 4, width: 1 }], /reaches into "b"/],
    ['a column without an end', [{ name: 'a', from: 1 }], /neither width nor to/],
    ['a name twice', [{ name: 'a', from: 1, width: 1 }, { name: 'a', from: 2, width: 1 }], /stands twice/],
    ['a start at 0', [{ name: 'a', from: 0, width: 1 }], /no whole number from 1/],
    ['no columns', {}, /has no columns/],
  ])('refuses a codebook of %s', (_, value, problem) => {
    expect(told(codebookOf(value))).toMatchObject({ code: 'CODEBOOK', problem: expect.stringMatching(problem) as string });
  });

  it('names line and column where a line is too short or too long', () => {
    const codebook = { columns: [{ name: 'Block', from: 1, width: 4 }, { name: 'n', from: 5, width: 2 }] };
    expect(readTextTable(bytes('010112\n010\n'), { codebook })).toMatchObject({ code: 'SHORT_LINE', row: 2, field: 'n' });
    expect(readTextTable(bytes('010112\n0101129\n'), { codebook })).toMatchObject({ code: 'LONG_LINE', row: 2 });
  });
});

describe('dates', () => {
  it.each([
    ['31.12.2024', '2024-12-31'], ['1.1.2025', '2025-01-01'], ['2024-12-31', '2024-12-31'], ['2024/06/30', '2024-06-30'], ['2024', '2024-12-31'],
    ['02/2024', '2024-02-29'], ['2023-02', '2023-02-28'], ['Dezember 2024', '2024-12-31'], ['30. Juni 2024', '2024-06-30'], ['4. Quartal 2024', '2024-12-31'], ['2024Q2', '2024-06-30'],
    ['31.02.2024', null], ['31.12.24', null], ['12', null], ['0101', null], ['Altstadt', null],
  ])('%s', (text, day) => {
    expect(readDay(text)).toBe(day);
  });
});

describe('what was written comes back', () => {
  const key = fc.stringMatching(/^0[0-9]{3,5}$/);
  const word = fc.stringMatching(/^[A-Za-zäöüßÄÖÜ]([A-Za-zäöüß ;,"|']{0,12}[a-zäöüß])?$/);
  const rows = fc.uniqueArray(fc.record({ key, word, count: fc.nat(2_000_000), share: fc.integer({ min: 0, max: 99_999 }) }), { selector: ({ key: one }) => one, minLength: 2, maxLength: 30 });
  const quoted = (text: string) => (/[;,"|\t]/.test(text) || text.startsWith('"') ? `"${text.replaceAll('"', '""')}"` : text);

  it('over separators, encodings, line ends, decimal signs and thousands', () => {
    fc.assert(
      fc.property(rows, fc.constantFrom(';', ',', '\t', '|'), fc.constantFrom('utf8', 'latin1', 'utf16le'), fc.constantFrom('\n', '\r\n'), fc.constantFrom(',', '.'), fc.boolean(), (table, separator, encoding, end, decimal, thousands) => {
        const group = decimal === ',' ? '.' : ',';
        const whole = (n: number) => (thousands ? String(n).replaceAll(/\B(?=(\d{3})+$)/g, group) : String(n));
        const lines = table.map((row) => [row.key, row.word, whole(row.count), `${Math.floor(row.share / 100)}${decimal}${String(row.share % 100).padStart(2, '0')}`].map(quoted).join(separator));
        const text = `${['Schlüssel', 'Name', 'Anzahl', 'Anteil'].join(separator)}${end}${lines.join(end)}${end}`;
        const read = readOf(bytes(encoding === 'utf16le' ? `\ufeff${text}` : text, encoding as BufferEncoding));
        expect(read.reading.separator).toBe(separator);
        expect(read.reading.encoding).toBe({ utf8: 'utf-8', latin1: 'windows-1252', utf16le: 'utf-16' }[encoding]);
        expect(read.reading.decimal).toBe(decimal);
        expect(read.layout.names).toEqual(['Schlüssel', 'Name', 'Anzahl', 'Anteil']);
        expect(read.layout.rows.map(({ cells }) => [cells[0], cells[1]])).toEqual(table.map((row) => [row.key, row.word.trim()]));
        const number = (cell: string) => Number(cell.replaceAll(group, '').replace(decimal, '.'));
        expect(read.layout.rows.map(({ cells }) => [number(cells[2]!), Math.round(100 * number(cells[3]!))])).toEqual(table.map(({ count, share }) => [count, share]));
      }),
      { numRuns: RUNS },
    );
  });

  it('over fixed widths', () => {
    fc.assert(
      fc.property(rows, fc.integer({ min: 0, max: 3 }), (table, gap) => {
        const space = ' '.repeat(gap);
        const codebook = { columns: [{ name: 'Schlüssel', from: 1, width: 6 }, { name: 'Anzahl', from: 7 + gap, width: 8 }] };
        const text = table.map((row) => row.key.padEnd(6) + space + String(row.count).padStart(8)).join('\r\n');
        expect(readOf(text, { codebook }).layout.rows.map(({ cells }) => cells)).toEqual(table.map((row) => [row.key, String(row.count)]));
      }),
      { numRuns: RUNS },
    );
  });
});
