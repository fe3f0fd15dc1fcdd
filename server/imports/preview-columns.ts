// What the columns of a file hold: their types over all rows, which could be the key, and what an import would stumble over.
import { say, type Said } from '../../core/refusals/say.ts';
import type { InputProblem } from '../gdal/input-error.ts';
import { notationOf, OFFICIAL_SIGNS_IN_WORDS, parseDecimal, type DecimalSign, type Notation } from '../gdal/read-numbers.ts';
import type { NamedTable } from '../gdal/read-table.ts';

export type ColumnType = 'integer' | 'decimal' | 'text' | 'date' | 'empty';

export interface PreviewColumn {
  readonly name: string;
  readonly type: ColumnType;
  /** Rows without a value. */
  readonly empty: number;
  /** Different values, counted up to `MOST_DISTINCT`. */
  readonly distinct: number;
  readonly leadingZeros: boolean;
  readonly samples: readonly string[];
}

export interface PreviewIssue extends InputProblem {
  readonly code: string;
  readonly severity: 'error' | 'warning';
}

export interface ColumnsPreview {
  readonly columns: readonly PreviewColumn[];
  readonly keyColumns: readonly { readonly column: string; readonly reason: string }[];
  /** Of all number columns; null where none tells, or they differ. */
  readonly decimal: DecimalSign | null;
  readonly issues: readonly PreviewIssue[];
}

/** A set of more would cost more memory than the file; a key of 400,000 blocks is then told by its first 100,000. */
const MOST_DISTINCT = 100_000;
/** Above this share of numbers a column is one of numbers, and its other values are what is wrong with it. */
const MOSTLY = 0.8;
const SAMPLES = 3;
const DATE = /^(\d{4}-\d{2}-\d{2}([T ].*)?|\d{4}\/\d{2}\/\d{2}([ T].*)?|\d{1,2}\.\d{1,2}\.(19|20)\d{2})$/;
const SIGNS = new Set(['-', '–', '—', '.', '/', 'x', 'X', '...', '…']);
const KEY_NAMES = /^(block|baublock|id|gid|nr|nummer|key|code|schl|kennung|objectid|grid_?id|gitter|zone|bezirk|stadtteil)/i;

interface Scan {
  readonly column: PreviewColumn;
  readonly issues: readonly PreviewIssue[];
  readonly notation: Notation;
  /** Rows with a number, in a column of numbers. */
  readonly numeric: boolean;
  readonly unique: boolean;
}

export function previewColumns(table: NamedTable): ColumnsPreview {
  const scans = table.columns.map((_, at) => scanColumn(table, at));
  const signs = new Set(scans.flatMap(({ notation, numeric }) => (numeric && notation.kind === 'known' ? [notation.decimal] : [])));
  return {
    columns: scans.map(({ column }) => column),
    keyColumns: keyColumns(scans),
    decimal: signs.size === 1 ? [...signs][0]! : null,
    issues: scans.flatMap(({ issues }) => issues),
  };
}

function scanColumn(table: NamedTable, at: number): Scan {
  const notation = notationOf(table, at);
  const decimal = notation.kind === 'known' ? notation.decimal : '.';
  const distinct = new Set<string>();
  const samples: string[] = [];
  const first: Partial<Record<'date' | 'sign' | 'text' | 'negative', number>> = {};
  const count = { empty: 0, whole: 0, number: 0, date: 0, sign: 0, zeros: 0 };
  for (let row = 0; row < table.rowCount; row++) {
    const text = table.cell(row, at);
    if (text === '') {
      count.empty++;
      continue;
    }
    if (distinct.size < MOST_DISTINCT) {
      if (samples.length < SAMPLES && !distinct.has(text)) samples.push(text.slice(0, 100));
      distinct.add(text);
    }
    if (/^0\d/.test(text)) count.zeros++;
    // Where the rows contradict each other, every number counts as one; that they do is an issue of its own.
    const value = parseDecimal(text, decimal) ?? (notation.kind === 'mixed' ? parseDecimal(text, ',') : undefined);
    if (DATE.test(text)) {
      count.date++;
      first.date ??= row;
    } else if (value !== undefined && value !== null) {
      count.number++;
      if (Number.isInteger(value)) count.whole++;
      if (value < 0) first.negative ??= row;
    } else if (SIGNS.has(text)) {
      count.sign++;
      first.sign ??= row;
    } else first.text ??= row;
  }
  const filled = table.rowCount - count.empty;
  const plain = filled - count.sign;
  const numeric = plain > 0 && count.number >= MOSTLY * plain && count.zeros === 0;
  const type: ColumnType =
    filled === 0 ? 'empty' : numeric ? (count.whole === count.number && notation.kind !== 'ambiguous' && notation.kind !== 'mixed' ? 'integer' : 'decimal') : count.date === filled ? 'date' : 'text';
  const column = { name: table.columns[at]!, type, empty: count.empty, distinct: distinct.size, leadingZeros: count.zeros > 0, samples };
  const unique = count.empty === 0 && (distinct.size === table.rowCount || distinct.size === MOST_DISTINCT);
  return { column, notation, numeric, unique, issues: numeric ? numberIssues(table, at, notation, first) : [] };
}

function numberIssues(table: NamedTable, at: number, notation: Notation, first: Partial<Record<'date' | 'sign' | 'text' | 'negative', number>>): PreviewIssue[] {
  const issues: PreviewIssue[] = [];
  const add = (code: string, row: number, problem: Said, accepted: Said, severity: PreviewIssue['severity'] = 'warning') =>
    issues.push({ code, file: table.file, row: table.rowNumber(row), field: table.columns[at]!, problem, accepted, severity });
  const text = (row: number) => table.cell(row, at).slice(0, 60);
  if (notation.kind === 'ambiguous') {
    const row = notation.row;
    add('DECIMAL_AMBIGUOUS', row, say('DECIMAL_OPEN', { value: text(row), a: parseDecimal(text(row), ',') ?? say('NO_NUMBER_THERE'), b: parseDecimal(text(row), '.') ?? say('NO_NUMBER_THERE') }), say('TAKE_DECIMAL_SIGN'), 'error');
  }
  if (notation.kind === 'mixed') {
    const [point, comma] = notation.rows;
    add('DECIMAL_MIXED', comma, say('DECIMAL_MIXED_ROWS', { comma: text(comma), point: text(point), row: String(table.rowNumber(point)) }), say('TAKE_ONE_DECIMAL'), 'error');
  }
  if (first.date !== undefined) add('DATE_FOR_NUMBER', first.date, say('DATE_FOR_NUMBER', { value: text(first.date) }), say('TAKE_NUMBER'), 'error');
  if (first.sign !== undefined) add('SIGNS', first.sign, say('OFFICIAL_SIGN', { value: text(first.sign) }), say('TAKE_SIGNS', { signs: OFFICIAL_SIGNS_IN_WORDS }));
  if (first.text !== undefined) add('TEXT_FOR_NUMBER', first.text, say('NO_NUMBER', { value: text(first.text) }), say('TAKE_NUMBER_OR_EMPTY'), 'error');
  if (first.negative !== undefined) add('NEGATIVE', first.negative, say('NEGATIVE', { value: text(first.negative) }), say('TAKE_COUNTS_FROM_0'));
  return issues;
}

/** Columns whose values are all there and all different; names that say so first, then the leftmost. */
function keyColumns(scans: readonly Scan[]): ColumnsPreview['keyColumns'] {
  return scans
    .filter(({ unique, column }) => unique && column.type !== 'date' && column.type !== 'decimal')
    .map(({ column }, place) => ({ column, rank: (KEY_NAMES.test(column.name) ? 0 : 100) + (column.type === 'text' ? 0 : 10) + place / 1000 }))
    .toSorted((a, b) => a.rank - b.rank)
    .slice(0, 10)
    .map(({ column }) => ({ column: column.name, reason: `every row has a value of its own${column.leadingZeros ? ', with zeros before it' : ''}${KEY_NAMES.test(column.name) ? ', and the name is that of a key' : ''}` }));
}
