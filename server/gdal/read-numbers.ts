// Numbers of a column as German and English offices write them: which sign is the decimal one follows from all rows, and is
// asked where it does not follow.
import type { InputProblem } from './input-error.ts';
import type { NamedTable } from './read-table.ts';

export type DecimalSign = '.' | ',';

/** What a column's numbers tell of their decimal sign; rows are positions in the table. */
export type Notation =
  /** Whole numbers without any sign inside. */
  | { readonly kind: 'plain' }
  | { readonly kind: 'known'; readonly decimal: DecimalSign }
  /** Every sign could be either: "1.234" is 1234 or 1.234. */
  | { readonly kind: 'ambiguous'; readonly row: number; readonly sign: DecimalSign }
  /** One row can only be read with a point, another only with a comma. */
  | { readonly kind: 'mixed'; readonly rows: readonly [number, number] };

/** How the mapping says that numbers are to be read. */
export interface NumberReading {
  readonly decimal?: DecimalSign | undefined;
  /**
   * Signs of official statistics (DIN 55301; Destatis, Zeichenerklärung): "-" is exactly zero; "." (drawn as a dot in the middle by some),
   * "/", "x" and "..." mean that there is no number to be known: secret, not reliable, blocked, not yet there.
   */
  readonly signs?: 'destatis' | undefined;
}

const OFFICIAL_SIGNS: Readonly<Record<string, number | null>> = { '-': 0, '–': 0, '—': 0, '.': null, '•': null, '·': null, '/': null, x: null, X: null, '...': null, '…': null };
export const OFFICIAL_SIGNS_IN_WORDS = '"-" as 0 and ".", "/", "x" as not known';

/** Without spaces, the apostrophes between groups of Swiss numbers, and the sign. */
function bare(text: string): string {
  return text
    .replaceAll(/[\s\u00a0\u202f]/g, '')
    .replaceAll(/(?<=\d)['’](?=\d{3})/g, '')
    .replace(/^[-+\u2212]/, '');
}

/** What one text says of the decimal sign; null: nothing. */
function evidence(text: string): DecimalSign | 'either.' | 'either,' | null {
  const digits = bare(text);
  if (/^\d{1,3}(\.\d{3})+,\d+$/.test(digits) || /^\d+,\d+$/.test(digits)) {
    // Three digits behind one comma may be thousands.
    return /^[1-9]\d{0,2},\d{3}$/.test(digits) ? 'either,' : ',';
  }
  if (/^\d{1,3}(,\d{3})+\.\d+$/.test(digits) || /^\d*\.\d+$/.test(digits)) return /^[1-9]\d{0,2}\.\d{3}$/.test(digits) ? 'either.' : '.';
  // Several groups: their sign is no decimal sign.
  if (/^\d{1,3}(\.\d{3}){2,}$/.test(digits)) return ',';
  return /^\d{1,3}(,\d{3}){2,}$/.test(digits) ? '.' : null;
}

/** Looks at every row of a column. */
export function notationOf(table: Pick<NamedTable, 'rowCount' | 'cell'>, column: number): Notation {
  const first: Record<string, number> = {};
  for (let row = 0; row < table.rowCount; row++) {
    const found = evidence(table.cell(row, column));
    if (found !== null) first[found] ??= row;
  }
  const [point, comma, either] = [first['.'], first[','], first['either.'] ?? first['either,']];
  if (point !== undefined && comma !== undefined) return { kind: 'mixed', rows: [point, comma] };
  if (point !== undefined) return { kind: 'known', decimal: '.' };
  if (comma !== undefined) return { kind: 'known', decimal: ',' };
  // "1.234" and "1,234" in one column: neither reading makes both whole or both broken.
  if (first['either.'] !== undefined && first['either,'] !== undefined) return { kind: 'mixed', rows: [first['either.'], first['either,']] };
  return either === undefined ? { kind: 'plain' } : { kind: 'ambiguous', row: either, sign: first['either.'] === undefined ? ',' : '.' };
}

/** A number with a known decimal sign: null for an empty text, undefined for anything else. */
export function parseDecimal(text: string, decimal: DecimalSign): number | null | undefined {
  const trimmed = text.trim();
  if (trimmed === '') return null;
  const digits = bare(trimmed);
  const group = decimal === ',' ? '.' : ',';
  const pattern = decimal === ',' ? /^(\d+|\d{1,3}(\.\d{3})+)(,\d+)?$/ : /^(\d+|\d{1,3}(,\d{3})+)?(\.\d+)?$/;
  if (digits !== '' && pattern.test(digits)) {
    const value = Number(digits.replaceAll(group, '').replace(',', '.'));
    return /^[-\u2212]/.test(trimmed) ? -value : value;
  }
  return /^[-+]?\d+(\.\d+)?e[-+]?\d+$/i.test(trimmed) ? Number(trimmed) : undefined;
}

export interface NumberColumn {
  /** Value of a row: null where it is not known; a problem where it is no number. */
  read(row: number): number | null | InputProblem;
  readonly decimal: DecimalSign | null;
}

/**
 * Reads a column. Where its decimal sign does not follow from the rows and is not given, every row that could be read both
 * ways is a problem that says how to answer.
 */
export function numberColumn(table: NamedTable, column: number, accepted: string, reading: NumberReading = {}): NumberColumn {
  const notation = reading.decimal === undefined ? notationOf(table, column) : ({ kind: 'known', decimal: reading.decimal } as const);
  const decimal = notation.kind === 'known' ? notation.decimal : '.';
  const place = (row: number) => ({ file: table.file, row: table.rowNumber(row), field: table.columns[column]! });
  return {
    decimal: notation.kind === 'known' ? notation.decimal : null,
    read(row) {
      const text = table.cell(row, column);
      if (text === '') return null;
      const sign = OFFICIAL_SIGNS[text];
      if (sign !== undefined) {
        if (reading.signs === 'destatis') return sign;
        return { ...place(row), problem: `"${text}" is no number`, accepted: `${accepted}; or mapping.signs "destatis", which reads ${OFFICIAL_SIGNS_IN_WORDS}` };
      }
      const unclear = unclearProblem(notation, text);
      if (unclear !== null) return { ...place(row), ...unclear };
      const value = parseDecimal(text, decimal);
      if (value !== undefined) return value;
      if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return { ...place(row), problem: `"${text}" is a date: spreadsheets make one of entries such as 1-2 or 3.4`, accepted };
      return { ...place(row), problem: `"${text.slice(0, 60)}" is no number`, accepted };
    },
  };
}

function unclearProblem(notation: Notation, text: string): Pick<InputProblem, 'problem' | 'accepted'> | null {
  if (notation.kind !== 'ambiguous' && notation.kind !== 'mixed') return null;
  if (evidence(text) === null) return null;
  const [point, comma] = [parseDecimal(text, '.'), parseDecimal(text, ',')];
  const both = `mapping.decimal "," (${comma ?? 'no number'}) or "." (${point ?? 'no number'})`;
  if (notation.kind === 'mixed') return { problem: `"${text}" stands in a column that has decimal points in some rows and decimal commas in others`, accepted: `one decimal sign a column; ${both}` };
  return { problem: `"${text}" may be ${comma} or ${point}`, accepted: both };
}
