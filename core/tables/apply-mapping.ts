// A table under a mapping: by date, area and statistic a number, "withheld" or "missing", and apart what belongs to no area.
import { say, type Said } from '../refusals/say.ts';
import { findColumns, type MappedColumns, type MappedValue } from './mapped-columns.ts';
import { readDay } from './days.ts';
import type { GridRow, TableProblem } from './grid.ts';
import { evidence, notationOf, parseDecimal, type DecimalSign } from './number-notation.ts';
import { markedNumber, readCell, type MissingReason, type NumberMark, type TableCell } from './official-signs.ts';
import type { ReadTable } from './read-table.ts';
import { rulesByCategories, type RuleIndex } from './statistic-rules.ts';
import type { TableMapping } from './table-mapping.ts';

/** What is known of one statistic in one area on one date. */
export type Figure = { readonly state: 'value'; readonly value: number } | { readonly state: 'withheld' } | { readonly state: 'missing' };

export interface AppliedDate {
  readonly date: string;
  /** Those that the file has for this date, in the order of the mapping. */
  readonly statistics: readonly string[];
  /** Key -> figures by statistic, in the order of the file; `row` the first of the key. */
  readonly areas: ReadonlyMap<string, { readonly row: number; readonly figures: readonly Figure[] }>;
  /** Of rows that belong to no area, by statistic: 0 where there is none. */
  readonly elsewhere: readonly Figure[];
  /** What the file says is the sum of all, by statistic; null where it does not. */
  readonly totals: readonly (number | null)[];
}

export interface FieldTally {
  readonly values: number;
  readonly zeros: number;
  readonly withheld: number;
  readonly missing: Readonly<Partial<Record<MissingReason, number>>>;
  readonly marks: Readonly<Partial<Record<NumberMark, number>>>;
  /** Fields that no rule takes. */
  readonly left: number;
  /** Combinations of categories without a row, where other areas have one. */
  readonly absent: number;
}

export interface AppliedTable {
  readonly dates: readonly AppliedDate[];
  /** Rows of data: all, and of these the ones of no area, and sums of others. */
  readonly rows: { readonly all: number; readonly unassignable: number; readonly totals: number };
  readonly tally: FieldTally;
  /** What is wrong, the first hundred. Then nothing of the above may be used. */
  readonly problems: readonly TableProblem[];
}

/** What an integer of the database holds. */
export const LARGEST_COUNT = 2 ** 31 - 1;
const COUNT_ACCEPTED = say('TAKE_COUNT_OR_SIGN', { most: LARGEST_COUNT });
const MOST_PROBLEMS = 100;
const SEPARATOR = '\u001f';

interface Sum {
  row: number;
  value: number;
  parts: number;
  withheld: number;
  missing: number;
}

/** `given`: the day where the mapping leaves it to whoever brings the file. Never throws for what is wrong with the file. */
export function applyMapping(table: ReadTable, mapping: TableMapping, given: string | null): AppliedTable {
  const columns = findColumns(table, mapping);
  if (!('area' in columns)) return refused(columns);
  if (mapping.date.from === 'given' && given === null) return refused([{ code: 'NO_DATE', field: 'referenceDate', problem: say('NO_DATE'), accepted: say('TAKE_DAY_COUNTED') }]);
  return new Application(table, mapping, columns, given).run();
}

const refused = (problems: readonly TableProblem[]): AppliedTable => ({ dates: [], rows: { all: 0, unassignable: 0, totals: 0 }, tally: { values: 0, zeros: 0, withheld: 0, missing: {}, marks: {}, left: 0, absent: 0 }, problems });

class Application {
  private readonly problems: TableProblem[] = [];
  private readonly tally = { values: 0, zeros: 0, withheld: 0, missing: {} as Partial<Record<MissingReason, number>>, marks: {} as Partial<Record<NumberMark, number>>, left: 0, absent: 0 };
  private readonly rules: RuleIndex;
  private readonly decimals: readonly (DecimalSign | null)[];
  /** Date -> statistic -> key -> sum; the key of what is nowhere is null. */
  private readonly sums = new Map<string, Map<string, Map<string | null, Sum>>>();
  private readonly totals = new Map<string, Map<string, Sum>>();
  /** Date and statistic -> combinations of measure and categories that the file has. */
  private readonly combinations = new Map<string, Set<string>>();
  private readonly seen = new Map<string, number>();
  private readonly untaken = new Set<string>();
  private readonly firstRows = new Map<string, Map<string, number>>();
  private readonly unassignable: ReadonlySet<string>;
  private readonly totalKeys: ReadonlySet<string>;

  constructor(
    private readonly table: ReadTable,
    private readonly mapping: TableMapping,
    private readonly columns: MappedColumns,
    private readonly given: string | null,
  ) {
    this.rules = rulesByCategories(mapping, table.reading.columns);
    const { rows } = table.layout;
    const texts = { rowCount: rows.length, cell: (row: number, column: number) => markedNumber(rows[row]!.cells[column]!).text };
    this.decimals = (columns.values ?? []).map(({ at }) => {
      if (table.reading.decimal !== null) return table.reading.decimal;
      const notation = notationOf(texts, at);
      return notation.kind === 'known' ? notation.decimal : notation.kind === 'plain' ? '.' : null;
    });
    this.unassignable = new Set(mapping.area.unassignable.map(plain));
    this.totalKeys = new Set(mapping.area.totals.map(plain));
  }

  run(): AppliedTable {
    this.problems.push(...this.rules.problems);
    const count = { all: 0, unassignable: 0, totals: 0 };
    for (const row of this.table.layout.rows) {
      if (this.problems.length >= MOST_PROBLEMS) break;
      count.all++;
      const kind = this.takeRow(row);
      if (kind !== 'area') count[kind]++;
    }
    const dates = this.problems.length > 0 ? [] : [...this.sums.keys()].toSorted().map((date) => this.dateOf(date));
    return { dates, rows: count, tally: this.tally, problems: this.problems.slice(0, MOST_PROBLEMS) };
  }

  private problem(code: string, row: GridRow, at: number | null, problem: Said, accepted: Said): void {
    this.problems.push({ code, row: row.number, ...(at === null ? {} : { field: this.table.layout.names[at]! }), problem, accepted });
  }

  private takeRow(row: GridRow): 'area' | 'unassignable' | 'totals' {
    const { area, mapping } = { area: this.columns.area.map((at) => row.cells[at]!), mapping: this.mapping };
    const texts = [area.join(mapping.area.join), ...area].map(plain);
    const isTotal = texts.some((text) => this.totalKeys.has(text));
    const isNowhere = !isTotal && texts.some((text) => this.unassignable.has(text));
    const key = isNowhere || isTotal ? null : this.keyOf(row, area);
    if (!isNowhere && !isTotal && key === null) return 'area';
    const date = this.columns.date === null ? null : this.dayOfRow(row, this.columns.date);
    if (this.columns.date !== null && date === null) return 'area';
    const categories = this.columns.categories.map((at) => row.cells[at]!);
    const rulesOfRow = this.rules.find(categories);
    const add = (value: MappedValue | null, column: number) => this.takeField(row, value, column, { key, isTotal, date: value?.day ?? date ?? this.given!, categories, rules: rulesOfRow });
    if (this.columns.values === null) add(null, 0);
    else this.columns.values.forEach(add);
    return isTotal ? 'totals' : isNowhere ? 'unassignable' : 'area';
  }

  private keyOf(row: GridRow, parts: readonly string[]): string | null {
    const { pad, join } = this.mapping.area;
    const empty = parts.findIndex((part) => part === '');
    if (empty >= 0) {
      this.problem('NO_KEY', row, this.columns.area[empty]!, say('NO_KEY'), say('TAKE_KEY'));
      return null;
    }
    const key = parts.join(join);
    return /^\d+$/.test(key) ? key.padStart(pad, '0') : key;
  }

  private dayOfRow(row: GridRow, at: number): string | null {
    const text = row.cells[at]!;
    const { date } = this.mapping;
    const day = readDay(text, date.from === 'column' ? date.yearDay : undefined);
    if (day === null) this.problem('NO_DAY', row, at, say('NO_DAY', { value: text.slice(0, 60) }), say('TAKE_DAY'));
    return day;
  }

  private takeField(row: GridRow, value: MappedValue | null, column: number, place: { readonly key: string | null; readonly isTotal: boolean; readonly date: string; readonly categories: readonly string[]; readonly rules: ReturnType<RuleIndex['find']> }): void {
    const { key, isTotal, date, categories } = place;
    const statistics = place.rules(value?.measure);
    if (statistics === null) {
      this.tally.left++;
      if (this.mapping.otherwise === 'refuse' && !isTotal) this.noRule(row, value, categories);
      return;
    }
    if (statistics.length === 0) {
      this.tally.left++;
      return;
    }
    const combination = [value?.measure ?? '', ...categories].join(SEPARATOR);
    if (value !== null && key !== null && !this.isFirst(row, value, [date, key, combination].join(SEPARATOR))) return;
    const cell = value === null ? ONE : this.read(row, value.at, this.decimals[column]!);
    if (cell === null) return;
    if (!isTotal) this.countField(cell);
    if (key !== null) {
      const rows = ofMap(this.firstRows, date, () => new Map<string, number>());
      if (!rows.has(key)) rows.set(key, row.number);
    }
    for (const statistic of statistics) {
      if (!isTotal) ofMap(this.combinations, date + SEPARATOR + statistic, () => new Set<string>()).add(combination);
      const sum = isTotal
        ? ofMap(ofMap(this.totals, date, () => new Map<string, Sum>()), statistic, () => newSum(row.number))
        : ofMap(ofMap(ofMap(this.sums, date, () => new Map<string, Map<string | null, Sum>>()), statistic, () => new Map<string | null, Sum>()), key, () => newSum(row.number));
      sum.parts++;
      if (cell.state === 'value') sum.value += cell.value;
      else if (cell.state === 'withheld') sum.withheld++;
      else sum.missing++;
    }
  }

  private isFirst(row: GridRow, value: MappedValue, combination: string): boolean {
    const first = this.seen.get(combination);
    if (first === undefined) {
      this.seen.set(combination, row.number);
      return true;
    }
    this.problem('ROW_TWICE', row, value.at, say('ROW_TWICE', { row: String(first) }), say('TAKE_ONE_ROW_EACH'));
    return false;
  }

  private read(row: GridRow, at: number, decimal: DecimalSign | null): TableCell | null {
    const text = row.cells[at]!;
    const shown = text.slice(0, 60);
    const bare = markedNumber(text).text;
    if (decimal === null && evidence(bare) !== null) {
      this.problem('DECIMAL_OPEN', row, at, say('DECIMAL_OPEN', { value: shown, a: parseDecimal(bare, ',') ?? say('NO_NUMBER_THERE'), b: parseDecimal(bare, '.') ?? say('NO_NUMBER_THERE') }), say('TAKE_DECIMAL'));
      return null;
    }
    const cell = readCell(text, decimal ?? '.', this.mapping.signs);
    if (cell === null) this.problem('NO_COUNT', row, at, say('NO_COUNT', { value: shown }), COUNT_ACCEPTED);
    else if (cell.state === 'value' && (cell.value < 0 || cell.value > LARGEST_COUNT || !Number.isInteger(cell.value))) {
      const why = cell.value < 0 ? 'NEGATIVE_COUNT' : cell.value > LARGEST_COUNT ? 'NO_COUNT' : 'RATE';
      this.problem('NO_COUNT', row, at, say(why, { value: shown }), COUNT_ACCEPTED);
      return null;
    }
    return cell;
  }

  private countField(cell: TableCell): void {
    const { tally } = this;
    if (cell.state === 'withheld') tally.withheld++;
    else if (cell.state === 'missing') tally.missing[cell.reason] = (tally.missing[cell.reason] ?? 0) + 1;
    else {
      tally.values++;
      if (cell.value === 0) tally.zeros++;
      if (cell.mark !== null) tally.marks[cell.mark] = (tally.marks[cell.mark] ?? 0) + 1;
    }
  }

  private noRule(row: GridRow, value: MappedValue | null, categories: readonly string[]): void {
    const what = [...(value === null ? [] : [value.measure]), ...categories.map((text, i) => `${this.mapping.categories[i]!} "${text}"`)].join(', ');
    // Once, and not for every row.
    if (this.untaken.has(what)) return;
    this.untaken.add(what);
    this.problem('NO_RULE', row, this.columns.categories[0] ?? value?.at ?? null, what === '' ? say('NO_RULE_FOR_ROW') : say('NO_RULE', { what }), say('TAKE_RULE'));
  }

  private dateOf(date: string): AppliedDate {
    const bySum = this.sums.get(date)!;
    const order = this.rules.statistics.filter((statistic) => bySum.has(statistic));
    const rows = this.firstRows.get(date) ?? new Map<string, number>();
    const complete = this.mapping.values === 'rows' || this.mapping.absent === 'zero';
    const areas = new Map([...rows].map(([key, row]) => [key, { row, figures: order.map((statistic) => this.figureOf(bySum.get(statistic)!.get(key), this.combinations.get(date + SEPARATOR + statistic)!.size, complete)) }]));
    const totals = order.map((statistic) => this.totals.get(date)?.get(statistic)).map((sum) => (sum === undefined || sum.withheld + sum.missing > 0 ? null : sum.value));
    return { date, statistics: order, areas, elsewhere: order.map((statistic) => figureOfParts(bySum.get(statistic)!.get(null))), totals };
  }

  private figureOf(sum: Sum | undefined, combinations: number, complete: boolean): Figure {
    const parts = sum?.parts ?? 0;
    if (this.mapping.values !== 'rows' && parts < combinations) {
      this.tally.absent += combinations - parts;
      // Whatever the rest is, a secret part makes a secret sum.
      if (!complete) return (sum?.withheld ?? 0) > 0 ? { state: 'withheld' } : { state: 'missing' };
    }
    return figureOfParts(sum);
  }
}

const ONE: TableCell = { state: 'value', value: 1, mark: null };
const newSum = (row: number): Sum => ({ row, value: 0, parts: 0, withheld: 0, missing: 0 });
const plain = (text: string) => text.trim().toLowerCase();

/** A sum with a secret part is secret, and one with an unknown part unknown: never the sum of the rest. */
function figureOfParts(sum: Sum | undefined): Figure {
  if (sum === undefined) return { state: 'value', value: 0 };
  if (sum.withheld > 0) return { state: 'withheld' };
  return sum.missing > 0 ? { state: 'missing' } : { state: 'value', value: sum.value };
}

function ofMap<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const found = map.get(key);
  if (found !== undefined) return found;
  const made = make();
  map.set(key, made);
  return made;
}
