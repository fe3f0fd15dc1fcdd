// A first mapping of a table, from its names, its values and the keys that are known: a proposal that a person looks at, never more.
import { dayInHeader, YEAR_END } from './days.ts';
import { parseDecimal } from './number-notation.ts';
import { markedNumber, OFFICIAL_RULES, signOf } from './official-signs.ts';
import type { ColumnProfile } from './profile-columns.ts';
import type { ReadTable } from './read-table.ts';
import { TOTAL_WORDS } from './statistic-rules.ts';
import { TABLE_MAPPING_FORMAT, TABLE_MAPPING_VERSION, type AreaRules, type DateRules, type ReadingRules, type StatisticRule, type TableMapping, type ValueRule } from './table-mapping.ts';

export interface ProposalKnowledge {
  /** Keys of the stored blocks. */
  readonly keys: ReadonlySet<string>;
  readonly statistics: readonly { readonly statistic: string; readonly names: readonly string[] }[];
}

export interface MappingProposal {
  readonly mapping: TableMapping;
  /** Long: several rows an area, told apart by dates or categories; wide: one row an area. */
  readonly form: 'long' | 'wide';
}

const AREA_NAME = /(block|bb_?nr|blk|gitter|grid|zelle|raum(bezug|einheit)|(sozial|planungs|lebens)raum|bezirk|stadtteil|viertel|quartier|gebiet|kennziffer|schl(ü|ue)ssel|^schl|^ags|^id$|key|^sb$|^nr$)/i;
const DATE_NAME = /(jahr|stichtag|datum|date|year|zeit|quartal|monat|^stand$)/i;
const CATEGORY_NAME = /(alter|age|geschlecht|sex|gender|nation|staat|deutsch|ausl(ä|ae)nd|merkmal|gruppe|klasse|typ|art$|familienstand|religion|herkunft|migration|status|gr(ö|oe)(ß|ss)e)/i;
const COUNT_NAME = /(anzahl|zahl$|^wert|value|count|summe|^n$|f(ä|ae)lle|personen|einwohner|haushalte|bestand)/i;
const NOWHERE = /(unbekannt|nicht zuord|nicht zuzuord|nicht zugeord|ohne angabe|keine angabe|ohne zuord|unknown|not assignable|ohne festen)/i;
const WHOLE = /^(insgesamt|gesamt|gesamtstadt|stadt|stadt insgesamt|summe|total|zusammen|.* insgesamt)$/i;
const MOST_CATEGORY_VALUES = 130;
/** Above it a rule a value would be a form that nobody reads; the sum over all is proposed alone. */
const MOST_RULES_OF_CATEGORY = 12;
const MOST_RULES = 200;
/** Of a column are looked through for keys. */
const SAMPLE_ROWS = 2000;

export function proposeMapping(table: ReadTable, reading: ReadingRules, knowledge: ProposalKnowledge): MappingProposal {
  const { columns } = table.reading;
  const areaColumn = proposeArea(table, knowledge.keys);
  const area = areaRules(table, areaColumn, knowledge.keys);
  const rest = columns.filter((column) => column !== areaColumn);
  const dateColumn = proposeDate(rest);
  const others = rest.filter((column) => column !== dateColumn);
  const repeats = areaColumn !== undefined && repeatsAreas(table, areaColumn.name, dateColumn?.name);
  // What a codebook describes is a file of persons, unless a column is called a number of something.
  const hasCodebook = (reading.codebook?.columns.length ?? 0) > 0;
  const categories = repeats ? others.filter((column) => isCategory(table, column, areaColumn.name, hasCodebook ? [] : others)) : [];
  const numbers = others.filter((column) => !categories.includes(column) && isCount(table, column) && (!hasCodebook || COUNT_NAME.test(column.name)));
  const dated = dateColumn === undefined ? numbers.map((column) => ({ column, found: dayInHeader(column.name) })).filter(({ found }) => found !== null) : [];
  const fromHeader = dated.length > 0 && dated.length * 2 >= numbers.length;
  const values: readonly ValueRule[] | 'rows' = fromHeader
    ? [...new Map(dated.map(({ found }) => [found!.pattern, { column: found!.pattern, measure: found!.measure || 'Wert' }])).values()]
    : numbers.length === 0 && hasCodebook
      ? 'rows'
      : numbers.map(({ name }) => ({ column: name, measure: name }));
  const date: DateRules = dateColumn !== undefined ? { from: 'column', column: dateColumn.name, yearDay: YEAR_END } : fromHeader ? { from: 'header', yearDay: YEAR_END } : { from: 'given' };
  const { rules, statistics } = proposeRules(values, categories, knowledge);
  return {
    form: repeats || dateColumn !== undefined ? 'long' : 'wide',
    mapping: {
      format: TABLE_MAPPING_FORMAT,
      version: TABLE_MAPPING_VERSION,
      reading: withDecimal(reading, table),
      area,
      date,
      values,
      categories: categories.map(({ name }) => name),
      rules,
      otherwise: 'refuse',
      absent: values === 'rows' ? 'zero' : 'missing',
      signs: OFFICIAL_RULES,
      unmatched: 'refuse',
      statistics,
    },
  };
}

/** In a table of semicolons a number such as 1.234 is one with thousands; who brings it sees the sums. */
function withDecimal(reading: ReadingRules, { reading: { decimalOpen, separator } }: ReadTable): ReadingRules {
  return decimalOpen && reading.decimal === undefined && separator === ';' ? { ...reading, decimal: ',' } : reading;
}

/** The column whose values are keys of blocks; else one that is called so; else the first. */
function proposeArea(table: ReadTable, keys: ReadonlySet<string>): ColumnProfile | undefined {
  const { columns } = table.reading;
  const share = ({ name }: ColumnProfile) => {
    const texts = [...textsOf(table, name, SAMPLE_ROWS)];
    return texts.length === 0 ? 0 : texts.filter((text) => keys.has(text) || keys.has(padded(text, keys))).length / texts.length;
  };
  const [best] = columns.map((column) => ({ column, share: share(column) })).toSorted((a, b) => b.share - a.share);
  if (best !== undefined && best.share > 0.3) return best.column;
  // Keys are there in every row.
  const whole = columns.filter(({ empty, distinct }) => empty === 0 && distinct > 1);
  return whole.find(({ name }) => AREA_NAME.test(name)) ?? whole[0] ?? columns[0];
}

/** Different texts of a column, of the first rows. */
function textsOf({ layout }: ReadTable, name: string, rows = Infinity): Set<string> {
  const at = layout.names.indexOf(name);
  const texts = new Set<string>();
  for (const { cells } of layout.rows.slice(0, rows)) if (cells[at] !== '') texts.add(cells[at]!);
  return texts;
}

const padded = (text: string, keys: ReadonlySet<string>) => text.padStart(keyLength(keys), '0');

/** Digits of every known key; 0 where they are no digits, or differ. */
function keyLength(keys: ReadonlySet<string>): number {
  const [first] = keys;
  if (first === undefined) return 0;
  let seen = 0;
  for (const key of keys) {
    if (key.length !== first.length || !/^\d+$/.test(key)) return 0;
    if (++seen >= 500) break;
  }
  return first.length;
}

function areaRules(table: ReadTable, column: ColumnProfile | undefined, keys: ReadonlySet<string>): AreaRules {
  const labels = new Map(column?.values?.map(({ value, label }) => [value, label]));
  const texts = column === undefined ? [] : [...textsOf(table, column.name)].map((value) => ({ value, words: labels.get(value) ?? value }));
  const unknown = texts.filter(({ value }) => !keys.has(value));
  const length = keyLength(keys);
  const cut = length > 0 && unknown.some(({ value }) => /^\d+$/.test(value) && value.length < length && keys.has(value.padStart(length, '0')));
  return {
    columns: column === undefined ? [] : [column.name],
    join: '',
    pad: cut ? length : 0,
    unassignable: unknown.filter(({ words }) => NOWHERE.test(words)).map(({ value }) => value),
    totals: unknown.filter(({ words }) => WHOLE.test(words)).map(({ value }) => value),
  };
}

/** All of its values are dates, and it is called so or holds no mere numbers. */
function proposeDate(columns: readonly ColumnProfile[]): ColumnProfile | undefined {
  const dated = columns.filter(({ days, distinct, empty, values }) => days > 0 && distinct > 0 && empty === 0 && (values?.every(({ rows }) => rows > 0) ?? true));
  const whole = dated.filter(({ days, values }) => values !== null && values.reduce((sum, { rows }) => sum + rows, 0) === days);
  return whole.find(({ name }) => DATE_NAME.test(name)) ?? whole.find(({ numbers, days }) => numbers < days);
}

function repeatsAreas({ layout }: ReadTable, area: string, date: string | undefined): boolean {
  const [areaAt, dateAt] = [layout.names.indexOf(area), date === undefined ? -1 : layout.names.indexOf(date)];
  const seen = new Set<string>();
  for (const { cells } of layout.rows) {
    const key = `${cells[areaAt]!}\u001f${dateAt < 0 ? '' : cells[dateAt]!}`;
    if (seen.has(key) && !NOWHERE.test(cells[areaAt]!)) return true;
    seen.add(key);
  }
  return false;
}

/** Few values that change within an area, and no counts. */
function isCategory(table: ReadTable, column: ColumnProfile, area: string, others: readonly ColumnProfile[]): boolean {
  if (column.values === null || column.distinct > MOST_CATEGORY_VALUES || column.distinct < 2 || column.empty > 0) return false;
  const labelled = column.values.some(({ label }) => label !== null);
  const numeric = column.numbers + signCount(column) >= table.layout.rows.length - column.empty;
  if (numeric && !labelled && (COUNT_NAME.test(column.name) || !CATEGORY_NAME.test(column.name) || column === others.at(-1))) return false;
  return !followsArea(table, column.name, area);
}

const signCount = ({ signs }: ColumnProfile) => Object.values(signs).reduce((sum, count) => sum + count, 0);

/** A name beside a key: one value an area. */
function followsArea({ layout }: ReadTable, column: string, area: string): boolean {
  const [at, areaAt] = [layout.names.indexOf(column), layout.names.indexOf(area)];
  const values = new Map<string, string>();
  for (const { cells } of layout.rows) {
    const known = values.get(cells[areaAt]!);
    if (known !== undefined && known !== cells[at]!) return false;
    values.set(cells[areaAt]!, cells[at]!);
  }
  return true;
}

/** Whole numbers and signs in nearly all rows. */
function isCount({ layout, reading }: ReadTable, column: ColumnProfile): boolean {
  const filled = layout.rows.length - column.empty;
  if (column.numbers === 0 || column.numbers + signCount(column) < 0.8 * filled || column.leadingZeros) return false;
  if (column.values?.some(({ label }) => label !== null) === true) return false;
  const at = layout.names.indexOf(column.name);
  const decimal = reading.decimal ?? (reading.separator === ';' ? ',' : '.');
  return layout.rows.every(({ cells }) => {
    const text = cells[at]!;
    if (text === '' || /^\d+$/.test(text) || signOf(text) !== undefined) return true;
    const value = parseDecimal(markedNumber(text).text, decimal);
    return typeof value !== 'number' || Number.isInteger(value);
  });
}

function proposeRules(values: readonly ValueRule[] | 'rows', categories: readonly ColumnProfile[], { statistics: known }: ProposalKnowledge): Pick<TableMapping, 'rules' | 'statistics'> {
  const rules: StatisticRule[] = [];
  const statistics: Record<string, { de: string; en: string }> = {};
  const codeFor = (name: string) => {
    const code = codeOf(name);
    const found = known.find(({ statistic, names }) => [statistic, ...names].some((text) => codeOf(text) === code));
    if (found !== undefined) return found.statistic;
    statistics[code] = { de: name, en: name };
    return code;
  };
  const totals = Object.fromEntries(categories.flatMap(({ name, values: texts }) => {
    const total = texts?.find(({ value, label }) => TOTAL_WORDS.test(label ?? value));
    return total === undefined ? [] : [[name, [total.label ?? total.value]]];
  }));
  const measures = values === 'rows' ? [undefined] : [...new Set(values.map(({ measure }) => measure))];
  const perMeasure = categories.reduce((sum, { values: texts }) => sum + (texts === null || texts.length > MOST_RULES_OF_CATEGORY ? 0 : texts.length), 1);
  const detailed = perMeasure * measures.length <= MOST_RULES ? categories : [];
  for (const measure of measures) {
    const named = measure === undefined || /^(anzahl|wert|value|count|n)$/i.test(measure) ? 'Insgesamt' : measure;
    const of = measure === undefined ? {} : { measure };
    rules.push({ statistic: codeFor(named), ...of, when: totals });
    for (const { name, values: texts } of detailed) {
      if (texts === null || texts.length > MOST_RULES_OF_CATEGORY) continue;
      for (const { value, label } of texts) {
        const words = label ?? value;
        if (TOTAL_WORDS.test(words)) continue;
        rules.push({ statistic: codeFor(named === 'Insgesamt' ? `${name} ${words}` : `${named} ${words}`), ...of, when: { ...totals, [name]: [words] } });
      }
    }
  }
  return { rules, statistics };
}

/** A code as statistics have it: letters, digits, underscores. */
export function codeOf(text: string): string {
  const bare = text.toLowerCase().replaceAll('ä', 'ae').replaceAll('ö', 'oe').replaceAll('ü', 'ue').replaceAll('ß', 'ss');
  return bare.normalize('NFKD').replaceAll(/[^a-z0-9]+/g, '_').replaceAll(/^_+|_+$/g, '') || 'wert';
}
