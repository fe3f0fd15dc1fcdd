// The columns that a mapping names, found in a table: positions, dates of headers, sets of categories.
import { dayInHeader, readDay } from './days.ts';
import type { TableProblem } from './grid.ts';
import type { ReadTable } from './read-table.ts';
import type { TableMapping } from './table-mapping.ts';

export interface MappedValue {
  readonly at: number;
  readonly measure: string;
  /** Of a date in the header. */
  readonly day: string | null;
}

export interface MappedColumns {
  readonly area: readonly number[];
  readonly date: number | null;
  /** Null: every row is one case. */
  readonly values: readonly MappedValue[] | null;
  readonly categories: readonly number[];
}

export const DATE_PLACE = '{date}';

/** Finds all columns, or tells every one that is not there. */
export function findColumns({ layout, reading }: ReadTable, mapping: TableMapping): MappedColumns | readonly TableProblem[] {
  const problems: TableProblem[] = [];
  const { names } = layout;
  const shown = names.slice(0, 20).join(', ') + (names.length > 20 ? ` and ${names.length - 20} more` : '');
  const missing = (field: string, problem = 'no such column', accepted = shown) => void problems.push({ code: 'NO_COLUMN', row: Math.max(1, reading.headerRow), field, problem, accepted });
  const find = (name: string) => {
    const at = names.indexOf(name);
    if (at < 0) missing(name);
    return at;
  };
  const yearDay = mapping.date.from === 'given' ? undefined : mapping.date.yearDay;
  const found: MappedColumns = {
    area: mapping.area.columns.map(find),
    date: mapping.date.from === 'column' ? find(mapping.date.column) : null,
    values: mapping.values === 'rows' ? null : mapping.values.flatMap(({ column, measure }) => valuesOf(column, measure)),
    categories: mapping.categories.map(find),
  };
  return problems.length > 0 ? problems : found;

  function valuesOf(column: string, measure: string): MappedValue[] {
    if (mapping.date.from !== 'header') return [{ at: find(column), measure, day: null }];
    if (!column.includes(DATE_PLACE)) {
      const day = dayInHeader(column, yearDay)?.day ?? null;
      if (day === null) missing(column, 'the name of the column holds no date', 'a name such as "Einwohner 2024", or another place of the date');
      return [{ at: find(column), measure, day }];
    }
    const pattern = new RegExp(`^${column.split(DATE_PLACE).map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)).join('(.+?)')}$`);
    const taken = names.flatMap((name, at) => {
      const day = readDay(pattern.exec(name)?.[1] ?? '', yearDay);
      return day === null ? [] : [{ at, measure, day }];
    });
    if (taken.length === 0) missing(column, 'no column is called so, with a date in the place of {date}');
    return taken;
  }
}
