// Which sign is the decimal one in numbers as German, English and Swiss offices write them: it follows from all rows, or does not.

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

/** A column to look through: rows from 0, texts as they stand in the file. */
export interface ColumnTexts {
  readonly rowCount: number;
  cell(row: number, column: number): string;
}

/** Without spaces, the apostrophes between groups of Swiss numbers, and the sign. */
function bare(text: string): string {
  return text
    .replaceAll(/[\s\u00a0\u202f]/g, '')
    .replaceAll(/(?<=\d)['’](?=\d{3})/g, '')
    .replace(/^[-+\u2212]/, '');
}

/** What one text says of the decimal sign; null: nothing. */
export function evidence(text: string): DecimalSign | 'either.' | 'either,' | null {
  // Nearly every field of a table of counts.
  if (/^\d*$/.test(text)) return null;
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
export function notationOf(table: ColumnTexts, column: number): Notation {
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
