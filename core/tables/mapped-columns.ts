// The columns that a mapping names, found in a table: positions, dates of headers, sets of categories.
import { say, type Said } from '../refusals/say.ts';
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
  const first = names.slice(0, 20);
  const shown = names.length > 20 ? say('TAKE_ONE_OF_MORE', { names: first, more: names.length - 20 }) : say('TAKE_ONE_OF', { names: first });
  const missing = (field: string, problem: Said = say('NO_SUCH_COLUMN'), accepted: Said = shown) => void problems.push({ code: 'NO_COLUMN', row: Math.max(1, reading.headerRow), field, problem, accepted });
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
      if (day === null) missing(column, say('NO_DATE_IN_NAME'), say('TAKE_NAME_WITH_DATE'));
      return [{ at: find(column), measure, day }];
    }
    const pattern = new RegExp(`^${column.split(DATE_PLACE).map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)).join('(.+?)')}$`);
    const taken = names.flatMap((name, at) => {
      const day = readDay(pattern.exec(name)?.[1] ?? '', yearDay);
      return day === null ? [] : [{ at, measure, day }];
    });
    if (taken.length === 0) missing(column, say('NO_SUCH_DATED_COLUMN', { date: DATE_PLACE }));
    return taken;
  }
}
