// The codebook of a file of fixed width: which characters of a line are which column, and what its keys mean. The format is our own and
// documented (docs/statistics-tables.md); descriptions of DUVA (.dsw, .xml) have no public schema and are not read.
import { say, type Said } from '../refusals/say.ts';
import { isProblem, type Grid, type TableProblem } from './grid.ts';
import { sniffSeparator, splitDelimited } from './delimited.ts';

export interface CodebookColumn {
  readonly name: string;
  /** First character, from 1. */
  readonly from: number;
  readonly width: number;
  /** Key -> label: "1" -> "männlich". */
  readonly values?: Readonly<Record<string, string>>;
}

export interface Codebook {
  readonly columns: readonly CodebookColumn[];
}

const MOST_COLUMNS = 4096;
const WIDEST_LINE = 100_000;

const wrong = (problem: Said, field?: string, row?: number): TableProblem => ({ code: 'CODEBOOK', problem, accepted: say('TAKE_CODEBOOK'), ...(field === undefined ? {} : { field }), ...(row === undefined ? {} : { row }) });

/** From what JSON or YAML hold: `{columns: [{name, from, width | to, values?}]}`, or the array alone. */
export function codebookOf(value: unknown): Codebook | TableProblem {
  const listed = Array.isArray(value) ? value : (value as { columns?: unknown } | null)?.columns;
  if (!Array.isArray(listed) || listed.length === 0) return wrong(say('CODEBOOK_EMPTY'));
  if (listed.length > MOST_COLUMNS) return wrong(say('CODEBOOK_WIDE', { count: listed.length }));
  const columns: CodebookColumn[] = [];
  for (const [i, entry] of listed.entries()) {
    const column = columnOf((entry ?? {}) as Record<string, unknown>, i + 1);
    if (isProblem(column)) return column;
    columns.push(column);
  }
  return checked(columns);
}

function columnOf({ name, from, width, to, values }: Record<string, unknown>, place: number): CodebookColumn | TableProblem {
  const title = typeof name === 'string' || typeof name === 'number' ? String(name).trim() : '';
  if (title === '') return wrong(say('CODEBOOK_NAMELESS', { number: place }));
  const [first, last, wide] = [from, to, width].map((part) => (part === undefined || part === null || part === '' ? undefined : Number(part)));
  if (first === undefined || !Number.isInteger(first) || first < 1) return wrong(say('CODEBOOK_FROM'), title);
  const size = wide ?? (last === undefined ? undefined : last - first + 1);
  if (size === undefined || !Number.isInteger(size) || size < 1) return wrong(say('CODEBOOK_END'), title);
  if (wide !== undefined && last !== undefined && last !== first + wide - 1) return wrong(say('CODEBOOK_CONTRADICTION', { width: wide, to: last }), title);
  if (first + size > WIDEST_LINE) return wrong(say('CODEBOOK_TOO_WIDE', { most: WIDEST_LINE }), title);
  if (values === undefined || values === null) return { name: title, from: first, width: size };
  if (typeof values !== 'object' || Array.isArray(values)) return wrong(say('CODEBOOK_VALUES'), title);
  return { name: title, from: first, width: size, values: Object.fromEntries(Object.entries(values).map(([key, label]) => [key, String(label)])) };
}

function checked(columns: readonly CodebookColumn[]): Codebook | TableProblem {
  const seen = new Set<string>();
  for (const { name } of columns) {
    if (seen.has(name)) return wrong(say('CODEBOOK_TWICE'), name);
    seen.add(name);
  }
  const ordered = columns.toSorted((a, b) => a.from - b.from);
  for (const [i, column] of ordered.entries()) {
    const next = ordered[i + 1];
    if (next !== undefined && column.from + column.width > next.from) return wrong(say('CODEBOOK_OVERLAP', { next: next.name, from: next.from }), column.name);
  }
  return { columns };
}

const HEADS: Readonly<Record<string, string>> = {
  name: 'name', spalte: 'name', merkmal: 'name', column: 'name', variable: 'name',
  from: 'from', von: 'from', start: 'from', position: 'from', pos: 'from',
  to: 'to', bis: 'to', end: 'to', ende: 'to',
  width: 'width', breite: 'width', länge: 'width', laenge: 'width', length: 'width', stellen: 'width',
  value: 'value', wert: 'value', schlüssel: 'value', schluessel: 'value', key: 'value', code: 'value',
  label: 'label', bezeichnung: 'label', text: 'label', bedeutung: 'label',
};

/**
 * From a table with a header: name, from, to or width, and where a column has labels a line a label (value, label) that repeats the name or
 * leaves it empty. German heads do as well: Merkmal, von, bis, Breite, Schlüssel, Bezeichnung.
 */
export function codebookFromTable(text: string): Codebook | TableProblem {
  const grid = splitDelimited(text, sniffSeparator(text) ?? ';');
  if (isProblem(grid)) return grid;
  const rows = grid.rows.filter(({ cells }) => cells.some((cell) => cell !== ''));
  const heads = rows[0]?.cells.map((cell) => HEADS[cell.toLowerCase()]) ?? [];
  if (!heads.includes('name') || !heads.includes('from')) return wrong(say('CODEBOOK_HEADER', { header: rows[0]?.cells.join(';') ?? '' }), undefined, rows[0]?.number);
  const columns: { name: string; from: unknown; to: unknown; width: unknown; values?: Record<string, string> }[] = [];
  for (const { number, cells } of rows.slice(1)) {
    const named: Record<string, string> = {};
    heads.forEach((head, i) => {
      if (head !== undefined) named[head] = cells[i] ?? '';
    });
    const name = named.name ?? '';
    const last = columns.at(-1);
    const continues = last !== undefined && (name === '' || name === last.name) && (named.from ?? '') === '';
    if (!continues) columns.push({ name, from: named.from, to: named.to, width: named.width });
    const column = columns.at(-1)!;
    const [value, label] = [named.value ?? '', named.label ?? ''];
    if (value === '' && label === '') continue;
    column.values ??= {};
    if (Object.hasOwn(column.values, value)) return wrong(say('CODEBOOK_VALUE_TWICE', { value }), column.name, number);
    column.values[value] = label;
  }
  return codebookOf(columns);
}

/** Cuts lines by a codebook; the names are the first row, numbered 0. Throws nothing: a line too short for the codebook is a problem. */
export function splitFixed(text: string, { columns }: Codebook): Grid | TableProblem {
  const shortest = Math.max(...columns.map(({ from }) => from));
  const longest = Math.max(...columns.map(({ from, width }) => from + width - 1));
  const rows = [{ number: 0, cells: columns.map(({ name }) => name) }];
  const lines = text.replace(/^\ufeff/, '').split(/\r\n|\n|\r/);
  for (const [i, line] of lines.entries()) {
    if (line.trim() === '') continue;
    const field = line.length < shortest ? columns.find(({ from }) => from > line.length) : undefined;
    if (field !== undefined) return { code: 'SHORT_LINE', row: i + 1, field: field.name, problem: say('LINE_SHORT', { length: line.length, from: field.from }), accepted: say('TAKE_LINES_OF', { most: longest }) };
    if (line.trimEnd().length > longest) return { code: 'LONG_LINE', row: i + 1, problem: say('LINE_LONG', { length: line.trimEnd().length }), accepted: say('TAKE_LINES_OF', { most: longest }) };
    rows.push({ number: i + 1, cells: columns.map(({ from, width }) => line.slice(from - 1, from - 1 + width).trim()) });
  }
  return { rows, ragged: false };
}
