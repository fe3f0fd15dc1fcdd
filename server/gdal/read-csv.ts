// Tables as offices export them: any of three separators, UTF-8, UTF-16 or Windows-1252, decimal comma, leading zeros.
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { parse } from 'csv-parse/sync';
import { InputError } from './input-error.ts';

/** Every field is text as it stands in the file, so that "07-004" stays what it is. */
export interface TextTable {
  readonly file: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly separator: string;
  readonly encoding: 'utf-8' | 'utf-16' | 'windows-1252';
}

export async function readCsv(path: string): Promise<TextTable> {
  const file = basename(path);
  return parseCsv(await readBytes(path, file), file);
}

async function readBytes(path: string, file: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (error) {
    throw new InputError({ file, problem: fileProblem(error), accepted: 'the path of a readable file' });
  }
}

/** What an error of the file system means to who named the file. */
export function fileProblem(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'ENOENT') return 'no such file';
  if (code === 'EISDIR') return 'is a folder';
  if (code === 'EACCES') return 'may not be read';
  return 'cannot be read';
}

/** Parses a table with a header row. Throws InputError for an empty file, repeated or empty column names, ragged rows. */
export function parseCsv(bytes: Uint8Array, file: string): TextTable {
  const { text, encoding } = decode(bytes);
  if (text.trim() === '') throw new InputError({ file, problem: 'the file is empty', accepted: 'a header row and rows' });
  const separator = sniffSeparator(text);
  let records: string[][];
  try {
    records = parse(text, { delimiter: separator, relax_quotes: true, skip_empty_lines: true, trim: true });
  } catch (error) {
    const { lines, code } = error as { lines?: number; code?: string };
    const ragged = code === 'CSV_RECORD_INCONSISTENT_COLUMNS' || code === 'CSV_RECORD_INCONSISTENT_FIELDS_LENGTH';
    throw new InputError({
      file,
      ...(lines === undefined ? {} : { row: lines }),
      problem: ragged ? 'the row has another number of fields than the header' : 'the row cannot be read as CSV',
      accepted: `fields separated by "${separator === '\t' ? 'tab' : separator}", quoted where they contain it`,
    });
  }
  const columns = records[0]!;
  const seen = new Set<string>();
  columns.forEach((name, i) => {
    if (name === '' && columns.length > 1) throw new InputError({ file, row: 1, field: `${i + 1}`, problem: 'the column has no name' });
    if (seen.has(name)) throw new InputError({ file, row: 1, field: name, problem: 'the column name stands twice' });
    seen.add(name);
  });
  return { file, columns, rows: records.slice(1), separator, encoding };
}

function decode(bytes: Uint8Array): Pick<TextTable, 'encoding'> & { text: string } {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return { text: new TextDecoder('utf-16le').decode(bytes), encoding: 'utf-16' };
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return { text: new TextDecoder('utf-16be').decode(bytes), encoding: 'utf-16' };
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), encoding: 'utf-8' };
  } catch {
    return { text: new TextDecoder('windows-1252').decode(bytes), encoding: 'windows-1252' };
  }
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
