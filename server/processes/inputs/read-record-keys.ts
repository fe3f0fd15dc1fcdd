// Record keys from a column: whole numbers below 2^32, or fractions of up to eight digits, which are counted in hundred millionths.
import { DECIMAL_KEYS, WHOLE_KEYS } from '../../../core/disclosure/cell-key/cell-keys.ts';
import { InputError } from '../../gdal/input-error.ts';
import { type NamedTable, requireColumn } from '../../gdal/read-table.ts';

const ACCEPTED = 'a whole number from 0 to 4294967295 in every row, or a fraction from 0 to below 1 with up to 8 digits in every row';

/**
 * Keys by row and what they are counted modulo. One fraction makes all of them fractions ("0" is one too). Rows of count 0 may have none. Throws InputError; a key
 * is not repeated in it, since who knows the keys can take the noise off.
 */
export function readRecordKeys(table: NamedTable, name: string, counts: ArrayLike<number>): { readonly keys: Float64Array; readonly modulus: number } {
  const at = requireColumn(table, name);
  const texts = Array.from({ length: table.rowCount }, (_, row) => table.cell(row, at).trim());
  const decimal = texts.some((text) => /[.,]/.test(text));
  const modulus = decimal ? DECIMAL_KEYS : WHOLE_KEYS;
  const keys = Float64Array.from(texts, (text, row) => {
    if (text === '' && counts[row] === 0) return 0;
    const key = decimal ? fromFraction(text) : /^\d{1,10}$/.test(text) ? Number(text) : NaN;
    if (key < modulus) return key;
    throw new InputError({ file: table.file, row: table.rowNumber(row), field: name, problem: text === '' ? 'the key is empty' : 'is no record key', accepted: ACCEPTED });
  });
  return { keys, modulus };
}

/** "0.5" is 50,000,000; exact, digit by digit. NaN for what is none, or has more digits than eight that are not 0. */
function fromFraction(text: string): number {
  const match = /^0?(?:[.,](\d*))?$/.exec(text);
  if (match === null || text === '') return NaN;
  const digits = (match[1] ?? '').replace(/0+$/, '');
  return digits.length > 8 ? NaN : Number(digits.padEnd(8, '0'));
}
