// dBASE tables, the attributes of Shapefiles: fixed widths, four kinds of value, and an encoding that is seldom told truly.
import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import { say } from '../../../core/refusals/say.ts';
import { decoderOf, sniffDecoder, type TextDecoding } from './dbf-encoding.ts';
import { FileWindow } from './file-window.ts';
import { InputError } from '../input-error.ts';

export interface DbfTable {
  readonly names: readonly string[];
  /** All records, deleted ones too. */
  readonly rowCount: number;
  readonly encoding: string;
  deleted(row: number): boolean;
  /** The value as text, '' for none: numbers without leading zeros, dates as YYYY-MM-DD, logical values as T or F. */
  text(row: number, column: number): string;
  /** Whole and other numbers as numbers where they are exact. */
  value(row: number, column: number): string | number | null;
}

interface Field {
  readonly name: string;
  readonly type: string;
  readonly offset: number;
  readonly width: number;
}

const HEADER = 32;

/**
 * Reads a table whole, or the columns `wanted` of it. `declared` is what the .cpg says. Throws InputError for a file that is cut off or has
 * no fields that can be. A column that is not kept has empty texts.
 */
export function readDbf(path: string, declared: string | null, wanted: readonly string[] | null, file = basename(path)): DbfTable {
  if (!existsSync(path)) throw new InputError({ file, problem: say('DBF_MISSING'), accepted: say('TAKE_WHOLE_PARTS') });
  const window = new FileWindow(path);
  try {
    const head = window.find(0, HEADER);
    if (head < 0) throw cutOff(file, window.size);
    const { bytes } = window;
    const rowCount = bytes.readUInt32LE(4);
    const headLength = bytes.readUInt16LE(8);
    const recordLength = bytes.readUInt16LE(10);
    const language = bytes[29]!;
    if (headLength < HEADER + 1 || recordLength < 1) throw new InputError({ file, problem: say('NO_DBASE'), accepted: say('TAKE_DBF') });
    if (window.find(0, headLength) < 0) throw cutOff(file, window.size);
    const raw = readFields(window.bytes.subarray(0, headLength), recordLength, file);
    const decodeName = decoderOf(declared, language) ?? sniffDecoder(raw.map(({ name }) => Buffer.from(name, 'latin1')));
    const fields = distinct(raw.map((field) => ({ ...field, name: decodeName.decode(Buffer.from(field.name, 'latin1')).trim() })));
    const kept = fields.map(({ name }) => wanted === null || wanted.includes(name));
    const { records, stride, places } = readRecords(window, fields, kept, { rowCount, headLength, recordLength, file });
    const cellStart = (row: number, column: number) => row * stride + places[column]!;
    const { text, value, encoding } = accessOf(fields, kept, rowCount, records, cellStart, decoderOf(declared, language), file);
    return {
      names: fields.map(({ name }) => name),
      rowCount,
      // Found out when it is asked for: most tables hold nothing that depends on it.
      get encoding() {
        return encoding();
      },
      deleted: (row) => records[row * stride] === 0x2a,
      text,
      value,
    };
  } finally {
    window.close();
  }
}

function cutOff(file: string, size: number, row?: number): InputError {
  return new InputError({ file, ...(row === undefined ? {} : { row }), problem: row === undefined ? say('CUT_IN_DBF', { byte: size }) : say('CUT_BEFORE_RECORD', { byte: size, record: String(row) }), accepted: say('TAKE_WHOLE_PARTS') });
}

/** Descriptors of 32 bytes up to a byte 0x0D; names still as bytes, one a character. */
function readFields(header: Buffer, recordLength: number, file: string): Field[] {
  const fields: Field[] = [];
  let offset = 1;
  for (let at = HEADER; at + 32 <= header.length && header[at] !== 0x0d; at += 32) {
    const type = String.fromCharCode(header[at + 11]!);
    // Long texts have the upper byte of their width where numbers have their decimals.
    const width = type === 'C' ? header[at + 16]! + 256 * header[at + 17]! : header[at + 16]!;
    const raw = header.toString('latin1', at, at + 11);
    const end = raw.indexOf('\0');
    fields.push({ name: end < 0 ? raw : raw.slice(0, end), type, offset, width });
    offset += width;
  }
  if (offset > recordLength) throw new InputError({ file, problem: say('DBF_RECORDS', { record: recordLength, fields: offset }), accepted: say('TAKE_DBASE') });
  return fields;
}

/** Ten bytes a name make two columns alike: the later ones get a number. */
function distinct(fields: readonly Field[]): Field[] {
  const seen = new Set<string>();
  return fields.map((field) => {
    let name = field.name;
    for (let i = 2; seen.has(name); i++) name = `${field.name}_${i}`;
    seen.add(name);
    return { ...field, name };
  });
}

interface Layout {
  readonly rowCount: number;
  readonly headLength: number;
  readonly recordLength: number;
  readonly file: string;
}

/** The mark of deletion and the kept fields of every record, one after another. */
function readRecords(window: FileWindow, fields: readonly Field[], kept: readonly boolean[], layout: Layout): { records: Buffer; stride: number; places: number[] } {
  const { rowCount, headLength, recordLength, file } = layout;
  let stride = 1;
  const places = fields.map(({ width }, i) => {
    const place = stride;
    if (kept[i]) stride += width;
    return place;
  });
  // The header may lie; what is not there is not allocated.
  const there = Math.floor(Math.max(0, window.size - headLength) / recordLength);
  if (there < rowCount) throw cutOff(file, window.size, there + 1);
  const records = Buffer.allocUnsafe(rowCount * stride);
  const copied = fields.flatMap(({ offset, width }, i) => (kept[i] ? [{ from: offset, to: places[i]!, width }] : []));
  for (let row = 0; row < rowCount; row++) {
    const at = window.find(headLength + row * recordLength, recordLength);
    if (at < 0) throw cutOff(file, window.size, row + 1);
    const { bytes } = window;
    const into = row * stride;
    if (stride === recordLength) {
      // Whole records, as many as the window holds in one piece.
      const held = Math.min(rowCount - row, Math.floor((bytes.length - at) / recordLength));
      bytes.copy(records, into, at, at + held * recordLength);
      row += held - 1;
      continue;
    }
    records[into] = bytes[at]!;
    // The few columns that are wanted, byte by byte, since a call a field costs more.
    for (const { from, to, width } of copied) for (let i = 0; i < width; i++) records[into + to + i] = bytes[at + from + i]!;
  }
  return { records, stride, places };
}

function accessOf(fields: readonly Field[], kept: readonly boolean[], rowCount: number, records: Buffer, cellStart: (row: number, column: number) => number, declared: TextDecoding | null, file: string) {
  const cellBytes = (row: number, column: number): Buffer => records.subarray(cellStart(row, column), cellStart(row, column) + fields[column]!.width);
  let decoding = declared;
  const decoder = (): TextDecoding => {
    if (decoding !== null) return decoding;
    const texts = fields.flatMap(({ type }, column) => (type === 'C' && kept[column] ? [column] : []));
    decoding = sniffDecoder((function* () {
      for (const column of texts) for (let row = 0; row < rowCount; row++) yield cellBytes(row, column);
    })());
    return decoding;
  };
  const text = (row: number, column: number): string => {
    if (!kept[column]) throw new RangeError(`column "${fields[column]!.name}" was not asked for`);
    const { type, name, width } = fields[column]!;
    if (type === 'C') {
      const start = cellStart(row, column);
      const plain = plainText(records, start, start + width);
      if (plain !== null) return plain;
      const told = decoder().decode(cellBytes(row, column));
      if (!told.includes('\ufffd')) return told.replace(/\0.*$/s, '').trim();
      throw new InputError({ file, row: row + 1, field: name, problem: say('WRONG_ENCODING', { encoding: decoder().encoding }), accepted: say('TAKE_CPG') });
    }
    return valueText(type, cellBytes(row, column).toString('latin1').replace(/\0.*$/s, '').trim());
  };
  return {
    text,
    encoding: () => decoder().encoding,
    value(row: number, column: number): string | number | null {
      const found = text(row, column);
      if (found === '') return null;
      if (!['N', 'F', 'O', 'I', 'B'].includes(fields[column]!.type)) return found;
      const number = Number(found);
      return Number.isFinite(number) && String(number) === found ? number : found;
    },
  };
}

/** Text of ASCII alone, which every encoding here has the same, without the spaces around it; null for other bytes. A view of the cell would cost more than its text. */
function plainText(records: Buffer, start: number, end: number): string | null {
  let first = end;
  let behind = start;
  for (let i = start; i < end; i++) {
    const byte = records[i]!;
    if (byte >= 0x80) return null;
    if (byte === 0) break;
    if (byte === 0x20 || (byte >= 0x09 && byte <= 0x0d)) continue;
    if (first === end) first = i;
    behind = i + 1;
  }
  return first < behind ? records.toString('latin1', first, behind) : '';
}

function valueText(type: string, text: string): string {
  switch (type) {
    case 'D':
      return /^\d{8}$/.test(text) && text !== '00000000' ? `${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6)}` : /^[0\s]*$/.test(text) ? '' : text;
    case 'L':
      return /^[TtYyJj]$/.test(text) ? 'T' : /^[FfNn]$/.test(text) ? 'F' : '';
    default: {
      // A number too wide for its field is written as stars.
      if (text === '' || /^\*+$/.test(text)) return '';
      const whole = /^([-+]?)0*(\d+)$/.exec(text);
      if (whole !== null) return whole[1] === '-' && whole[2] !== '0' ? `-${whole[2]}` : whole[2]!;
      const number = Number(text);
      return Number.isFinite(number) ? String(number) : text;
    }
  }
}
