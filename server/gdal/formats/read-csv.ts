// Tables as offices export them: any of three separators, UTF-8, UTF-16 or Windows-1252, decimal comma, leading zeros.
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { parse } from 'csv-parse/sync';
import { say, type Said } from '../../../core/refusals/say.ts';
import { decodeWindows1252 } from './dbf-encoding.ts';
import { InputError } from '../input-error.ts';

/** More columns than any count set has; a text of them would fill the memory. */
export const MOST_COLUMNS = 4096;

/** Every field is text as it stands in the file, so that "07-004" stays what it is. */
export interface TextTable {
  readonly file: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Line of the file that each row begins on, the header being 1: blank lines and line ends in quotes count. */
  readonly rowNumbers: readonly number[];
  readonly separator: string;
  readonly encoding: 'utf-8' | 'utf-16' | 'windows-1252';
}

export async function readCsv(path: string, file = basename(path), options: CsvOptions = {}): Promise<TextTable> {
  return parseCsv(await readBytes(path, file), file, options);
}

async function readBytes(path: string, file: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (error) {
    throw new InputError({ file, problem: fileProblem(error), accepted: say('TAKE_READABLE') });
  }
}

/** What an error of the file system means to who named the file. */
export function fileProblem(error: unknown): Said {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'ENOENT') return say('FILE_GONE');
  if (code === 'EISDIR') return say('FILE_FOLDER');
  if (code === 'EACCES') return say('FILE_FORBIDDEN');
  return say('FILE_UNREADABLE');
}

/** What is known of the file better than its bytes tell. */
export interface CsvOptions {
  readonly encoding?: TextTable['encoding'] | undefined;
  readonly separator?: string | undefined;
}

/** The longest string of V8 is 512 MB. */
const LONGEST_TEXT = 2 ** 29 - 2 ** 10;

/** Parses a table with a header row. Throws InputError for an empty file, repeated or empty column names, ragged rows. */
export function parseCsv(bytes: Uint8Array, file: string, options: CsvOptions = {}): TextTable {
  if (bytes.length > LONGEST_TEXT) throw new InputError({ file, problem: say('TABLE_TOO_LARGE', { megabytes: Math.round(bytes.length / 2 ** 20) }), accepted: say('TAKE_511_MB') });
  const { text, encoding } = decode(bytes, options.encoding);
  if (text.trim() === '') throw new InputError({ file, problem: say('FILE_EMPTY'), accepted: say('TAKE_HEADER_AND_ROWS') });
  if (text.includes('\0')) throw new InputError({ file, row: text.slice(0, text.indexOf('\0')).split('\n').length, problem: say('ZERO_BYTE'), accepted: say('TAKE_TEXT') });
  const separator = options.separator ?? sniffSeparator(text);
  let records: string[][];
  const rowNumbers: number[] = [];
  try {
    refuseWidth(text, separator, file);
    records = parse(text, {
      delimiter: separator,
      relax_quotes: true,
      skip_empty_lines: true,
      trim: true,
      onRecord: (record: string[], { lines }) => {
        rowNumbers.push(lines);
        return record;
      },
    });
  } catch (error) {
    if (error instanceof InputError) throw error;
    const { lines, code } = error as { lines?: number; code?: string };
    const ragged = code === 'CSV_RECORD_INCONSISTENT_COLUMNS' || code === 'CSV_RECORD_INCONSISTENT_FIELDS_LENGTH';
    throw new InputError({
      file,
      ...(lines === undefined ? {} : { row: lines }),
      problem: ragged ? say('ROW_UNLIKE_HEADER') : say('ROW_NO_CSV'),
      accepted: say('TAKE_SEPARATED', { separator: separator === '\t' ? 'tab' : separator }),
    });
  }
  // Lines that end in separators, as some exports write them: columns without a name and without a value are none.
  const behind = namedWidth(records);
  if (behind < records[0]!.length) records = records.map((record) => record.slice(0, behind));
  const columns = records[0]!;
  const seen = new Set<string>();
  columns.forEach((name, i) => {
    if (name === '' && columns.length > 1) throw new InputError({ file, row: rowNumbers[0]!, field: `${i + 1}`, problem: say('COLUMN_NAMELESS'), accepted: say('TAKE_ONE_HEADER') });
    if (seen.has(name)) throw new InputError({ file, row: rowNumbers[0]!, field: name, problem: say('COLUMN_TWICE'), accepted: say('TAKE_NAMES_ONCE') });
    seen.add(name);
  });
  return { file, columns, rows: records.slice(1), rowNumbers: rowNumbers.slice(1), separator, encoding };
}

/** Columns up to the last one that has a name, or a value in any row; the first in any case. */
function namedWidth(records: readonly (readonly string[])[]): number {
  let width = records[0]!.length;
  while (width > 1 && records.every((record) => record[width - 1] === '')) width--;
  return width;
}

/** A table of a million columns is refused by its header, before the parser makes a million texts of every row. */
function refuseWidth(text: string, separator: string, file: string): void {
  const start = text.search(/\S/);
  let columns = 1;
  let quoted = false;
  for (let at = start; at < text.length; at++) {
    const character = text[at];
    if (character === '"') quoted = !quoted;
    else if (!quoted && character === separator) columns++;
    else if (!quoted && character === '\n') break;
  }
  if (columns > MOST_COLUMNS) throw new InputError({ file, row: 1, problem: say('TOO_MANY_COLUMNS', { count: columns }), accepted: say('TAKE_AT_MOST', { most: MOST_COLUMNS }) });
}

function decode(bytes: Uint8Array, given: TextTable['encoding'] | undefined): Pick<TextTable, 'encoding'> & { text: string } {
  const wide = wideEncoding(bytes);
  if (given === 'utf-16' || (given === undefined && wide !== null)) return { text: new TextDecoder(wide ?? 'utf-16le').decode(bytes), encoding: 'utf-16' };
  if (given === 'windows-1252') return { text: decodeWindows1252(bytes), encoding: 'windows-1252' };
  try {
    return { text: new TextDecoder('utf-8', { fatal: given === undefined }).decode(bytes), encoding: 'utf-8' };
  } catch {
    return { text: decodeWindows1252(bytes), encoding: 'windows-1252' };
  }
}

/** UTF-16 by its mark, or without one by the zero bytes of the digits and separators that every table begins with. */
function wideEncoding(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  const zeros = [0, 0];
  const head = Math.min(bytes.length, 400);
  for (let i = 0; i < head; i++) if (bytes[i] === 0) zeros[i % 2]!++;
  if (zeros[1]! > head / 4 && zeros[0] === 0) return 'utf-16le';
  return zeros[0]! > head / 4 && zeros[1] === 0 ? 'utf-16be' : null;
}

/** The separator that splits the first lines most evenly; a comma inside numbers does not, since not every row has it. */
function sniffSeparator(text: string): string {
  const lines = text.split(/\r?\n/, 20).filter((line) => line.trim() !== '');
  const score = (separator: string) => {
    const header = lines[0]!.split(separator).length;
    if (header < 2) return 0;
    const even = lines.filter((line) => line.replace(/"[^"]*"/g, '').split(separator).length === header).length;
    return even / lines.length + header / 1e6;
  };
  const candidates = [';', '\t', ',', '|'];
  return candidates.reduce((best, separator) => (score(separator) > score(best) ? separator : best), candidates[0]!);
}

/**
 * A number as German or English offices write it: "1234", "1.234,5", "1,234.5", "12,5", "-3". Null for an empty field,
 * undefined for anything else. One point alone is a decimal point ("1.234" is 1.234): where whole numbers are wanted, such
 * a field is refused by its row instead of being read a thousand times too large.
 */
export function parseNumber(text: string): number | null | undefined {
  const trimmed = text.replace(/[\s\u00a0']/g, '');
  if (trimmed === '') return null;
  if (/^[-+\u2212]?\d+$/.test(trimmed)) return Number(trimmed.replace('\u2212', '-'));
  const signed = trimmed.replace('\u2212', '-');
  if (/^[-+]?\d+\.\d+$/.test(signed) || /^[-+]?\d*\.?\d+(e[-+]?\d+)?$/i.test(signed)) return Number(signed);
  if (/^[-+]?\d+,\d+$/.test(signed)) return Number(signed.replace(',', '.'));
  if (/^[-+]?\d{1,3}(\.\d{3})+(,\d+)?$/.test(signed)) return Number(signed.replaceAll('.', '').replace(',', '.'));
  if (/^[-+]?\d{1,3}(,\d{3})+(\.\d+)?$/.test(signed)) return Number(signed.replaceAll(',', ''));
  return undefined;
}
