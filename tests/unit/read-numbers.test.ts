// Numbers of a column: the decimal sign follows from all rows or is asked for; dates, words and official signs are named.
import { describe, expect, it } from 'vitest';
import { countColumn } from '../../server/gdal/count-column.ts';
import { notationOf, numberColumn, parseDecimal, type NumberReading } from '../../server/gdal/read-numbers.ts';
import type { NamedTable } from '../../server/gdal/read-table.ts';
import { told } from '../in-english.ts';

const table = (...texts: string[]): NamedTable => ({ file: 't.csv', columns: ['n'], rowCount: texts.length, cell: (row) => texts[row]!, rowNumber: (row) => row + 2 });
const numbers = (texts: readonly string[], reading: NumberReading = {}) => texts.map((_, row) => numberColumn(table(...texts), 0, 'a number', reading).read(row));
const counts = (texts: readonly string[], reading: NumberReading = {}) => texts.map((_, row) => countColumn(table(...texts), 0, reading)(row));

describe('the decimal sign of a column', () => {
  it.each([
    [['1', '20', ''], { kind: 'plain' }],
    [['1.234,5', '1.234'], { kind: 'known', decimal: ',' }],
    [['1,234.5', '1,234'], { kind: 'known', decimal: '.' }],
    [['1.234.567', '1.234'], { kind: 'known', decimal: ',' }],
    [['8,75', '7,5'], { kind: 'known', decimal: ',' }],
    [['0.125', '1.234'], { kind: 'known', decimal: '.' }],
    [['12', '1.234', '5'], { kind: 'ambiguous', row: 1, sign: '.' }],
    [['1,234'], { kind: 'ambiguous', row: 0, sign: ',' }],
    [['1.5', '1,5'], { kind: 'mixed', rows: [0, 1] }],
    [['1.234', '1,234'], { kind: 'mixed', rows: [0, 1] }],
  ])('of %j is %j', (texts, notation) => {
    expect(notationOf(table(...texts), 0)).toEqual(notation);
  });

  it('is asked for where a number could be either, and taken as answered', () => {
    expect(told(numbers(['1.234', '5']))).toEqual([{ file: 't.csv', row: 2, field: 'n', problem: '"1.234" may be 1234 or 1.234', accepted: 'mapping.decimal "," (1234) or "." (1.234)' }, 5]);
    expect(numbers(['1.234', '5'], { decimal: ',' })).toEqual([1234, 5]);
    expect(numbers(['1.234', '5'], { decimal: '.' })).toEqual([1.234, 5]);
  });

  it('that differs between rows is refused by its rows', () => {
    expect(told(numbers(['1.5', '1,5', '7']))).toMatchObject([{ row: 2 }, { row: 3, problem: '"1,5" stands in a column that has decimal points in some rows and decimal commas in others' }, 7]);
  });
});

describe('a number', () => {
  it.each([
    ['1.234.567,25', ',', 1_234_567.25],
    ['1,234,567.25', '.', 1_234_567.25],
    ['1 234', '.', 1234],
    ["1'234", '.', 1234],
    ['\u22123,5', ',', -3.5],
    ['+7', ',', 7],
    ['.5', '.', 0.5],
    ['1e3', '.', 1000],
    ['', '.', null],
    ['12.34.56', ',', undefined],
    ["'12", '.', undefined],
    ['12 Personen', '.', undefined],
    ['-', '.', undefined],
  ] as const)('%j with the sign %j is %j', (text, decimal, value) => {
    expect(parseDecimal(text, decimal)).toBe(value);
  });
});

describe('a count', () => {
  it('is a whole number from 0 in whichever notation', () => {
    expect(counts(['1.234,0', '2.000', '', '7'])).toEqual([1234, 2000, null, 7]);
  });

  it.each([
    ['-3', '"-3" is a negative count'],
    ['2,5', '"2,5" is no count: rates and means are neither added up nor apportioned, their numerators and denominators are'],
    ['12 Personen', '"12 Personen" is no count'],
    ["'12", '"\'12" is no count'],
    ['2025-02-01', '"2025-02-01" is a date: spreadsheets make one of entries such as 1-2 or 3.4'],
    ['3000000000', '"3000000000" is no count'],
  ])('%j is refused', (text, problem) => {
    expect(told(counts(['1', text]))).toEqual([1, { file: 't.csv', row: 3, field: 'n', problem, accepted: 'a whole number from 0 to 2,147,483,647, or empty where it is not known' }]);
  });

  it('may be an official sign where the mapping says so: nothing is 0, all else is not known', () => {
    const signs = ['-', '.', '/', 'x', '...', '0', '12', '•', '·'];
    expect(counts(signs, { signs: 'destatis' })).toEqual([0, null, null, null, null, 0, 12, null, null]);
    expect(told(counts(signs)[0])).toMatchObject({ row: 2, field: 'n', problem: '"-" is no count', accepted: expect.stringContaining('mapping.signs "destatis", which reads "-" as 0 and ".", "/", "x" as not known') });
    expect(counts(signs).slice(5, 7)).toEqual([0, 12]);
  });
});
