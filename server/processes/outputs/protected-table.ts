// Tables that may leave, and the reports on them that may not: what `protect` writes, whatever its method.
import { type CellTable, publishedCells } from '../../../core/disclosure/suppression/cell-table.ts';
import type { TableResult } from '../process.ts';

/** Every published cell; `value` null where it is withheld. */
export function publicTable(table: CellTable, value: (cell: number) => number | null): TableResult {
  return {
    kind: 'table',
    columns: [...table.dimensions.flatMap(({ name }) => [name, `${name}_level`]), 'value', 'status'],
    rows: Array.from(publishedCells(table), ({ nodes, cell }) => {
      const seen = value(cell);
      return [...nodes.flatMap(({ label, level }) => [label, level]), seen, seen === null ? 'withheld' : 'published'];
    }),
  };
}

/** A published cell by its codes and levels, for a report. */
export function describedCells(table: CellTable, taken: (cell: number) => boolean): { readonly place: Record<string, string>; readonly cell: number }[] {
  return Array.from(publishedCells(table), ({ nodes, cell }) => ({ nodes, cell }))
    .filter(({ cell }) => taken(cell))
    .map(({ nodes, cell }) => ({ place: Object.fromEntries(table.dimensions.flatMap(({ name }, d) => [[name, nodes[d]!.label], [`${name}_level`, nodes[d]!.level]])), cell }));
}

/** Number of published cells: a cell of two names counts twice. */
export function publishedCount({ nodes }: CellTable): number {
  return nodes.reduce((product, of) => product * of.length, 1);
}

/** Positions of inner cells by cell. */
export function innerByCell({ values, start, inner }: CellTable): Uint32Array[] {
  return Array.from(values, (_, cell) => inner.subarray(start[cell]!, start[cell + 1]!));
}

/** Cells whose number was changed, for a report: what it was and what is seen. */
export function changedCells(table: CellTable, seen: ArrayLike<number>): Record<string, string | number>[] {
  return describedCells(table, (cell) => seen[cell] !== table.values[cell]).map(({ place, cell }) => ({ ...place, value: table.values[cell]!, published: seen[cell]! }));
}
