// What the columns of a statistics table mean, as data: versioned, saved under a name, handed on as a file.
import type { Codebook } from './codebook.ts';
import type { TableEncoding } from './decode-table.ts';
import type { DecimalSign } from './number-notation.ts';
import type { SignRules } from './official-signs.ts';

export const TABLE_MAPPING_FORMAT = 'zuschnitt-table-mapping';
export const TABLE_MAPPING_VERSION = 1;

/** What somebody knows of a file better than it tells; every part may be left out. */
export interface ReadingRules {
  readonly sheet?: string | undefined;
  readonly encoding?: TableEncoding | undefined;
  readonly separator?: string | undefined;
  readonly decimal?: DecimalSign | undefined;
  readonly headerRow?: number | undefined;
  readonly headerRows?: number | undefined;
  readonly lastRow?: number | undefined;
  /** A file of fixed width is cut by it. */
  readonly codebook?: Codebook | undefined;
}

export interface AreaRules {
  /** Columns whose texts, joined, are the key of the block. */
  readonly columns: readonly string[];
  readonly join: string;
  /** Digits to which zeros are put before a key that a spreadsheet has cut; 0: keys stay as they are. */
  readonly pad: number;
  /** Keys of rows that belong to no block: "unbekannt". They are kept as not assignable. */
  readonly unassignable: readonly string[];
  /** Keys of rows that are sums of others: "Insgesamt". They are not taken, and compared with the sum. */
  readonly totals: readonly string[];
}

export type DateRules =
  /** The day is told by whoever brings the file. */
  | { readonly from: 'given' }
  /** `yearDay`: month and day (MM-DD) that a year stands for. */
  | { readonly from: 'column'; readonly column: string; readonly yearDay: string }
  /** Every column of values has its own in its name. */
  | { readonly from: 'header'; readonly yearDay: string };

/** A column of numbers. `column` may hold {date} in the place of a date of the header; `measure` is what rules call it. */
export interface ValueRule {
  readonly column: string;
  readonly measure: string;
}

/** Which statistic a field counts in. A field that several rules take counts in every one of their statistics. */
export interface StatisticRule {
  /** Null: these fields are not wanted. */
  readonly statistic: string | null;
  /** Undefined: of every measure. */
  readonly measure?: string | undefined;
  /** Category column -> values or labels; a column that is not named may hold any. */
  readonly when: Readonly<Record<string, readonly string[]>>;
}

export interface TableMapping {
  readonly format: typeof TABLE_MAPPING_FORMAT;
  readonly version: typeof TABLE_MAPPING_VERSION;
  readonly title?: string | undefined;
  readonly reading: ReadingRules;
  readonly area: AreaRules;
  readonly date: DateRules;
  /** 'rows': every row is one case, as in a file of persons. */
  readonly values: readonly ValueRule[] | 'rows';
  /** Columns that tell rows of one area and date apart. */
  readonly categories: readonly string[];
  readonly rules: readonly StatisticRule[];
  /** A field that no rule takes: refused, or left out. */
  readonly otherwise: 'refuse' | 'leave';
  /** A combination of categories that other areas have a row for and this one has not: not known, or nobody. */
  readonly absent: 'missing' | 'zero';
  readonly signs: SignRules;
  /** Rows whose key is no stored block: refused, or counted as not assignable. */
  readonly unmatched: 'refuse' | 'unlocated';
  readonly source?: string | undefined;
  /** Names and units of statistics that are new. */
  readonly statistics: Readonly<Record<string, { readonly de: string; readonly en: string; readonly unit?: string | undefined }>>;
}
