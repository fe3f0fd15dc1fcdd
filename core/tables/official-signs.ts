// What a field of an official table says: a number, perhaps with a mark, or a sign in the place of one (DIN 55301; "Zeichenerklärung" of the
// statistical offices). A secret number is never a zero, whatever a mapping says.
import { parseDecimal, type DecimalSign } from './number-notation.ts';

/** Meanings that a sign may have. */
export const SIGN_MEANINGS = ['nothing', 'secret', 'blocked', 'unreliable', 'later'] as const;
export type SignMeaning = (typeof SIGN_MEANINGS)[number];

/** "-" nothing there, "." or "•" secret, "x" blocked, "/" not reliable, "..." comes later. */
export const OFFICIAL_SIGNS: Readonly<Record<string, SignMeaning>> = {
  '-': 'nothing', '–': 'nothing', '—': 'nothing', '−': 'nothing',
  '.': 'secret', '•': 'secret', '·': 'secret', '∙': 'secret',
  x: 'blocked', X: 'blocked',
  '/': 'unreliable',
  '...': 'later', '…': 'later',
};

export interface SignRules {
  /** "-": exactly none, or not known. */
  readonly nothing: 'zero' | 'missing';
  /** An empty field. */
  readonly blank: 'zero' | 'missing';
  /** A number in brackets, whose meaning is limited: kept and counted, or dropped. */
  readonly limited: 'keep' | 'drop';
  /** Signs of this source beside the official ones, or in their place: "k. A." -> later, "*" -> secret. */
  readonly others: Readonly<Record<string, SignMeaning>>;
}

export const OFFICIAL_RULES: SignRules = { nothing: 'zero', blank: 'missing', limited: 'keep', others: {} };

export type NumberMark = 'limited' | 'revised' | 'preliminary' | 'estimated';
export type MissingReason = 'blank' | 'nothing' | 'blocked' | 'unreliable' | 'later' | 'limited';

export type TableCell =
  | { readonly state: 'value'; readonly value: number; readonly mark: NumberMark | null }
  | { readonly state: 'withheld' }
  | { readonly state: 'missing'; readonly reason: MissingReason };

const ZERO: TableCell = { state: 'value', value: 0, mark: null };
const WITHHELD: TableCell = { state: 'withheld' };
const MARKS: Readonly<Record<string, NumberMark>> = { r: 'revised', p: 'preliminary', s: 'estimated' };

/** Meaning of a text that is a sign; undefined for any other. */
export const signOf = (text: string, others: SignRules['others'] = {}): SignMeaning | undefined =>
  Object.hasOwn(others, text) ? others[text] : Object.hasOwn(OFFICIAL_SIGNS, text) ? OFFICIAL_SIGNS[text] : undefined;

/** Reads one field; null where it is neither a number nor a sign. */
export function readCell(text: string, decimal: DecimalSign, rules: SignRules): TableCell | null {
  if (text === '') return rules.blank === 'zero' ? ZERO : { state: 'missing', reason: 'blank' };
  const sign = signOf(text, rules.others);
  if (sign !== undefined) {
    if (sign === 'secret') return WITHHELD;
    if (sign === 'nothing' && rules.nothing === 'zero') return ZERO;
    return { state: 'missing', reason: sign };
  }
  const marked = markedNumber(text);
  const value = parseDecimal(marked.text, decimal);
  if (value === undefined || value === null) return null;
  if (marked.mark === 'limited' && rules.limited === 'drop') return { state: 'missing', reason: 'limited' };
  return { state: 'value', value, mark: marked.mark };
}

/** "(12)" is 12 of limited meaning, "12 r" one that was revised, "12p" preliminary, "12s" estimated. */
export function markedNumber(text: string): { readonly text: string; readonly mark: NumberMark | null } {
  if (/^\d*$/.test(text)) return { text, mark: null };
  const inBrackets = /^\(\s*([^()]*\d)\s*\)$/.exec(text);
  if (inBrackets !== null) return { text: inBrackets[1]!, mark: 'limited' };
  const lettered = /^(.*\d)\s?([rps])$/.exec(text);
  return lettered === null ? { text, mark: null } : { text: lettered[1]!, mark: MARKS[lettered[2]!]! };
}
