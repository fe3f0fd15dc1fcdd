// Sheets of an XLSX file (ECMA-376 Part 1, 18): shared strings, styles for what is a date, merged cells.
import { say } from '../../../core/refusals/say.ts';
import type { Sheet } from './read-spreadsheet.ts';
import { requireLength, requireWidth } from './read-spreadsheet.ts';
import { InputError } from '../input-error.ts';
import { readEntry } from './unpack.ts';
import { walkXml } from './xml-events.ts';
import { readZipDirectory, refuseUnsafe } from './zip-entries.ts';

/** A part as text: 2^20 rows of 20 cells are some 800 MB, which nobody sends as a sheet. */
const MOST_PART_BYTES = 2 ** 28;

interface Workbook {
  readonly sheets: { readonly name: string; readonly relation: string; readonly hidden: boolean }[];
  date1904: boolean;
}

/** How the number of a cell is shown, by its style. */
type Shown = 'number' | 'date' | { readonly digits: number };

export async function readXlsx(path: string, file: string): Promise<Sheet[]> {
  const entries = await readZipDirectory(path);
  const noBook = new InputError({ file, problem: say('NO_XLSX'), accepted: say('TAKE_XLSX') });
  if (entries === null) throw noBook;
  refuseUnsafe(entries, file);
  const part = async (name: string): Promise<string | null> => {
    const entry = entries.find((found) => found.name === name);
    return entry === undefined ? null : (await readEntry(path, file, entry, MOST_PART_BYTES)).toString('utf8');
  };
  const book = await part('xl/workbook.xml');
  const relations = await part('xl/_rels/workbook.xml.rels');
  if (book === null || relations === null) throw noBook;
  const { sheets, date1904 } = readWorkbook(book, file);
  const targets = readRelations(relations, file);
  const strings = readStrings(await part('xl/sharedStrings.xml'), file);
  const shown = readStyles(await part('xl/styles.xml'), file);
  const read: Sheet[] = [];
  for (const { name, relation, hidden } of sheets) {
    const target = targets.get(relation);
    const xml = target === undefined ? null : await part(target.startsWith('/') ? target.slice(1) : `xl/${target}`);
    if (xml !== null) read.push({ name, hidden, ...readSheet(xml, file, strings, shown, date1904) });
  }
  return read;
}

function readWorkbook(xml: string, file: string): Workbook {
  const book: Workbook = { sheets: [], date1904: false };
  walkXml(xml, file, {
    open(name, attributes) {
      if (name === 'workbookPr') book.date1904 = ['1', 'true'].includes(attributes.date1904 ?? '');
      if (name === 'sheet') book.sheets.push({ name: attributes.name ?? '', relation: attributes.id ?? '', hidden: (attributes.state ?? 'visible') !== 'visible' });
    },
    text() {},
    close() {},
  });
  return book;
}

function readRelations(xml: string, file: string): Map<string, string> {
  const targets = new Map<string, string>();
  walkXml(xml, file, {
    open(name, { Id, Target, TargetMode }) {
      if (name === 'Relationship' && TargetMode !== 'External') targets.set(Id ?? '', Target ?? '');
    },
    text() {},
    close() {},
  });
  return targets;
}

/** Phonetic readings (rPh) beside a text are no part of it. */
function readStrings(xml: string | null, file: string): string[] {
  const strings: string[] = [];
  let text = '';
  let take = false;
  let phonetic = false;
  if (xml === null) return strings;
  walkXml(xml, file, {
    open(name) {
      if (name === 'si') text = '';
      else if (name === 'rPh') phonetic = true;
      else if (name === 't') take = !phonetic;
    },
    text(piece) {
      if (take) text += piece;
    },
    close(name) {
      if (name === 't') take = false;
      else if (name === 'rPh') phonetic = false;
      else if (name === 'si') strings.push(text);
    },
  });
  return strings;
}

/** Built-in formats of dates and times (18.8.30): 14 to 22 and 45 to 47, and those of East Asian locales. */
function isDateFormat(id: number, code: string | undefined): boolean {
  if (code === undefined) return (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58);
  // Letters of dates outside quotes, brackets and escapes.
  return /[dmyhs]/i.test(code.replaceAll(/"[^"]*"|\[[^\]]*\]|\\.|_.|\*./g, '')) && !/general/i.test(code);
}

function readStyles(xml: string | null, file: string): Shown[] {
  const codes = new Map<number, string>();
  const shown: Shown[] = [];
  let inCells = false;
  if (xml === null) return shown;
  walkXml(xml, file, {
    open(name, attributes) {
      if (name === 'numFmt') codes.set(Number(attributes.numFmtId), attributes.formatCode ?? '');
      else if (name === 'cellXfs') inCells = true;
      else if (name === 'xf' && inCells) {
        const id = Number(attributes.numFmtId ?? 0);
        const code = codes.get(id);
        // "00000" shows ids with the zeros that the number has lost.
        const zeros = /^0{2,}$/.exec(code ?? '');
        shown.push(zeros !== null ? { digits: zeros[0].length } : isDateFormat(id, code) ? 'date' : 'number');
      }
    },
    text() {},
    close(name) {
      if (name === 'cellXfs') inCells = false;
    },
  });
  return shown;
}

function readSheet(xml: string, file: string, strings: readonly string[], shown: readonly Shown[], date1904: boolean): Pick<Sheet, 'rows' | 'merged'> {
  const rows = new Map<number, (string | undefined)[]>();
  const merged: { row: number; column: number; rows: number; columns: number }[] = [];
  let row = 0;
  let column = -1;
  let type = '';
  let style = 0;
  let value = '';
  let take = false;
  walkXml(xml, file, {
    open(name, attributes) {
      if (name === 'row') {
        row = attributes.r === undefined ? row + 1 : Number(attributes.r);
        requireLength(row, file);
        column = -1;
      } else if (name === 'c') {
        column = attributes.r === undefined ? column + 1 : placeOf(attributes.r).column;
        type = attributes.t ?? 'n';
        style = Number(attributes.s ?? 0);
        value = '';
      } else if (name === 'v' || name === 't') take = true;
      else if (name === 'mergeCell') merged.push(rangeOf(attributes.ref ?? 'A1'));
    },
    text(piece) {
      if (take) value += piece;
    },
    close(name) {
      if (name === 'v' || name === 't') take = false;
      if (name !== 'c' || value === '') return;
      requireWidth(column + 1, file, row);
      const cells = rows.get(row) ?? [];
      cells[column] = textOf(value, type, strings, shown[style] ?? 'number', date1904);
      rows.set(row, cells);
    },
  });
  // A range of merged cells without any value is layout.
  return { rows, merged: merged.filter((range) => rows.get(range.row)?.[range.column] !== undefined) };
}

function textOf(value: string, type: string, strings: readonly string[], shown: Shown, date1904: boolean): string {
  if (type === 's') return strings[Number(value)] ?? '';
  if (type === 'b') return value === '1' ? 'true' : 'false';
  // ISO dates, texts of formulas and inline, and errors such as #REF! as they stand.
  if (type !== 'n') return type === 'd' ? value.slice(0, 10) : value;
  const number = Number(value);
  if (!Number.isFinite(number)) return value;
  if (shown === 'date') return dateOf(number, date1904);
  const text = String(number);
  return typeof shown === 'object' && /^\d+$/.test(text) ? text.padStart(shown.digits, '0') : text;
}

/** Days since 1899-12-30 (after the February 29 of 1900 that Excel invented) or since 1904-01-01. */
function dateOf(serial: number, date1904: boolean): string {
  const days = Math.floor(serial) + (date1904 ? 1462 : 0) + (serial < 60 && !date1904 ? 1 : 0);
  const date = new Date(Date.UTC(1899, 11, 30) + 86_400_000 * days);
  return Number.isNaN(date.getTime()) ? String(serial) : date.toISOString().slice(0, 10);
}

/** "B3" is row 3, column 1. */
function placeOf(reference: string): { row: number; column: number } {
  let column = 0;
  let at = 0;
  for (; at < reference.length; at++) {
    const letter = (reference.codePointAt(at)! | 32) - 96;
    if (letter < 1 || letter > 26) break;
    column = 26 * column + letter;
  }
  return { row: Number(reference.slice(at)), column: column - 1 };
}

function rangeOf(reference: string): { row: number; column: number; rows: number; columns: number } {
  const [from, to = reference] = reference.split(':');
  const [first, last] = [placeOf(from!), placeOf(to)];
  return { ...first, rows: last.row - first.row + 1, columns: last.column - first.column + 1 };
}
