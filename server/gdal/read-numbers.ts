// Numbers of a column as German and English offices write them: which sign is the decimal one follows from all rows, and is
// asked where it does not follow.
import { say, type Words } from '../../core/refusals/say.ts';
import { evidence, notationOf, parseDecimal, type DecimalSign, type Notation } from '../../core/tables/number-notation.ts';
import type { InputProblem } from './input-error.ts';
import type { NamedTable } from './read-table.ts';

export { notationOf, parseDecimal, type DecimalSign, type Notation };

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

export interface NumberColumn {
  /** Value of a row: null where it is not known; a problem where it is no number. */
  read(row: number): number | null | InputProblem;
  readonly decimal: DecimalSign | null;
}

/**
 * Reads a column. Where its decimal sign does not follow from the rows and is not given, every row that could be read both
 * ways is a problem that says how to answer.
 */
export function numberColumn(table: NamedTable, column: number, accepted: Words, reading: NumberReading = {}): NumberColumn {
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
        return { ...place(row), problem: say('NO_NUMBER', { value: text }), accepted: say('TAKE_OR_SIGNS', { accepted, signs: OFFICIAL_SIGNS_IN_WORDS }) };
      }
      const unclear = unclearProblem(notation, text);
      if (unclear !== null) return { ...place(row), ...unclear };
      const value = parseDecimal(text, decimal);
      if (value !== undefined) return value;
      if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return { ...place(row), problem: say('DATE_FOR_NUMBER', { value: text }), accepted };
      return { ...place(row), problem: say('NO_NUMBER', { value: text.slice(0, 60) }), accepted };
    },
  };
}

function unclearProblem(notation: Notation, text: string): Pick<InputProblem, 'problem' | 'accepted'> | null {
  if (notation.kind !== 'ambiguous' && notation.kind !== 'mixed') return null;
  if (evidence(text) === null) return null;
  const [point, comma] = [parseDecimal(text, '.'), parseDecimal(text, ',')];
  const [a, b] = [comma ?? say('NO_NUMBER_THERE'), point ?? say('NO_NUMBER_THERE')];
  const both = say('TAKE_DECIMALS', { comma: a, point: b });
  if (notation.kind === 'mixed') return { problem: say('DECIMAL_MIXED', { value: text }), accepted: say('TAKE_ONE_DECIMAL_OF', { both }) };
  return { problem: say('DECIMAL_OPEN', { value: text, a, b }), accepted: both };
}
