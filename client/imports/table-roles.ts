// What a column of a statistics table is, and a mapping with a column made something else: rules that lose their ground go, new numbers get one.
import type { ReadTable } from '../../core/tables/read-table.ts';
import { DATE_PLACE } from '../../core/tables/mapped-columns.ts';
import { readDay, YEAR_END } from '../../core/tables/days.ts';
import { codeOf } from '../../core/tables/propose-mapping.ts';
import type { StatisticRule, TableMapping } from '../../core/tables/table-mapping.ts';

export const ROLES = ['area', 'date', 'category', 'value', 'none'] as const;
export type ColumnRole = (typeof ROLES)[number];
export type ColumnProfile = ReadTable['reading']['columns'][number];

/** The rule of values that takes a column, by name or with a date in its header. */
function valueOf(mapping: TableMapping, name: string) {
  if (mapping.values === 'rows') return undefined;
  return mapping.values.find(({ column }) => {
    if (column === name) return true;
    const at = column.indexOf(DATE_PLACE);
    if (at < 0) return false;
    const [before, after] = [column.slice(0, at), column.slice(at + DATE_PLACE.length)];
    return name.startsWith(before) && name.endsWith(after) && readDay(name.slice(before.length, name.length - after.length)) !== null;
  });
}

export function roleOf(mapping: TableMapping, name: string): ColumnRole {
  if (mapping.area.columns.includes(name)) return 'area';
  if (mapping.date.from === 'column' && mapping.date.column === name) return 'date';
  if (mapping.categories.includes(name)) return 'category';
  return valueOf(mapping, name) === undefined ? 'none' : 'value';
}

export function withRole(mapping: TableMapping, name: string, role: ColumnRole): TableMapping {
  const without = (names: readonly string[]) => names.filter((other) => other !== name);
  const old = valueOf(mapping, name);
  const rest = mapping.values === 'rows' ? [] : mapping.values.filter((value) => value !== old);
  const values = role === 'value' ? [...rest, { column: name, measure: name }] : mapping.values === 'rows' && role !== 'none' ? ('rows' as const) : rest.length === 0 && mapping.values === 'rows' ? ('rows' as const) : rest;
  const wasDate = mapping.date.from === 'column' && mapping.date.column === name;
  return withoutLooseRules({
    ...mapping,
    area: { ...mapping.area, columns: role === 'area' ? [...without(mapping.area.columns), name] : without(mapping.area.columns) },
    date: role === 'date' ? { from: 'column', column: name, yearDay: mapping.date.from === 'given' ? YEAR_END : mapping.date.yearDay } : wasDate ? { from: 'given' } : mapping.date,
    categories: role === 'category' ? [...without(mapping.categories), name] : without(mapping.categories),
    values,
  });
}

/** Every measure has a rule, and no rule asks for what the mapping does not have. */
export function withoutLooseRules(mapping: TableMapping): TableMapping {
  const measures = mapping.values === 'rows' ? null : new Set(mapping.values.map(({ measure }) => measure));
  const kept = mapping.rules
    .filter(({ measure }) => measure === undefined || measures === null || measures.has(measure))
    .map((rule): StatisticRule => ({ ...rule, when: Object.fromEntries(Object.entries(rule.when).filter(([name]) => mapping.categories.includes(name))) }));
  const named = new Set(kept.map(({ measure }) => measure));
  const fresh = named.has(undefined) ? [] : [...(measures ?? [])].filter((measure) => !named.has(measure));
  const rules = [...kept, ...fresh.map((measure): StatisticRule => ({ statistic: codeOf(measure), measure, when: {} }))];
  const distinct = rules.filter((rule, i) => rules.findIndex((other) => JSON.stringify(other) === JSON.stringify(rule)) === i);
  const names = Object.fromEntries(fresh.map((measure) => [codeOf(measure), { de: measure, en: measure }]));
  return { ...mapping, rules: distinct, statistics: { ...names, ...mapping.statistics } };
}
