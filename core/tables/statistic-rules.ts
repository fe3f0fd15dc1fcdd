// Which statistics a field counts in, by its measure and categories.
import { say } from '../refusals/say.ts';
import type { TableProblem } from './grid.ts';
import type { ColumnProfile } from './profile-columns.ts';
import type { StatisticRule, TableMapping } from './table-mapping.ts';

export interface RuleIndex {
  /** In the order of the rules, every one once. */
  readonly statistics: readonly string[];
  readonly problems: readonly TableProblem[];
  /** Statistics of a measure under these categories: empty where a rule leaves it out, null where no rule takes it. */
  find(categories: readonly string[]): (measure: string | undefined) => readonly string[] | null;
}

/** Values of a category that stand for all others together. */
export const TOTAL_WORDS = /^(insgesamt|gesamt|total|zusammen|alle|summe|beide|beide geschlechter|both|all)$/i;
const SEPARATOR = '\u001f';

/** Values are compared as they stand and by their label in the codebook, whatever their case. */
export function rulesByCategories(mapping: TableMapping, columns: readonly ColumnProfile[]): RuleIndex {
  const labels = mapping.categories.map((name) => new Map((columns.find((column) => column.name === name)?.values ?? []).flatMap(({ value, label }) => (label === null ? [] : [[value, label.trim().toLowerCase()] as const]))));
  const wanted = mapping.rules.map(({ when }) => mapping.categories.map((name) => (when[name] === undefined ? null : new Set(when[name].map((text) => text.trim().toLowerCase())))));
  const takes = (rule: number, categories: readonly string[]) =>
    wanted[rule]!.every((set, i) => {
      if (set === null) return true;
      const text = categories[i]!;
      return set.has(text.toLowerCase()) || set.has(labels[i]!.get(text) ?? text.toLowerCase());
    });
  const found = new Map<string, ReturnType<RuleIndex['find']>>();
  return {
    statistics: [...new Set(mapping.rules.flatMap(({ statistic }) => (statistic === null ? [] : [statistic])))],
    problems: [...unknownCategories(mapping), ...totalsAmongParts(mapping, columns)],
    find(categories) {
      const key = categories.join(SEPARATOR);
      const known = found.get(key);
      if (known !== undefined) return known;
      const rules = mapping.rules.filter((_, i) => takes(i, categories));
      const byMeasure = new Map<string | undefined, readonly string[] | null>();
      const find = (measure: string | undefined) => {
        if (!byMeasure.has(measure)) byMeasure.set(measure, statisticsOf(rules, measure));
        return byMeasure.get(measure)!;
      };
      found.set(key, find);
      return find;
    },
  };
}

function statisticsOf(rules: readonly StatisticRule[], measure: string | undefined): readonly string[] | null {
  const taking = rules.filter((rule) => rule.measure === undefined || measure === undefined || rule.measure === measure);
  return taking.length === 0 ? null : [...new Set(taking.flatMap(({ statistic }) => (statistic === null ? [] : [statistic])))];
}

function unknownCategories({ rules, categories }: TableMapping): TableProblem[] {
  const names = [...new Set(rules.flatMap(({ when }) => Object.keys(when)))].filter((name) => !categories.includes(name));
  return names.map((field) => ({ code: 'NO_CATEGORY', field, problem: say('NO_CATEGORY'), accepted: categories.length === 0 ? say('TAKE_CATEGORY') : say('TAKE_ONE_OF', { names: categories }) }));
}

/** "insgesamt" added to its parts would count everybody twice. */
function totalsAmongParts({ rules, categories }: TableMapping, columns: readonly ColumnProfile[]): TableProblem[] {
  return rules.flatMap(({ statistic, when }) =>
    categories.flatMap((field) => {
      const values = columns.find(({ name }) => name === field)?.values ?? [];
      const asked = when[field] === undefined ? null : new Set(when[field].map((text) => text.trim().toLowerCase()));
      const taken = values.filter(({ value, label }) => asked === null || asked.has(value.toLowerCase()) || (label !== null && asked.has(label.toLowerCase())));
      const total = taken.find(({ value, label }) => TOTAL_WORDS.test(label ?? value));
      if (statistic === null || total === undefined || taken.length < 2) return [];
      return [{ code: 'TOTAL_AND_PARTS', field, problem: say('TOTAL_AND_PARTS', { statistic, total: total.label ?? total.value }), accepted: say('TAKE_TOTAL_ALONE', { total: total.label ?? total.value }) }];
    }),
  );
}
