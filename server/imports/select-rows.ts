// The rows of a file that an import takes: all, or those where columns hold given values.
import type { BlockRings } from '../../core/coverage/coverage.ts';
import { say } from '../../core/refusals/say.ts';
import { InputError } from '../gdal/input-error.ts';
import { requireColumn, type NamedTable } from '../gdal/read-table.ts';

/** Positions of the rows where every named column holds its value; null for all rows. Throws InputError where none is left. */
export function chosenRows(table: NamedTable, where: Readonly<Record<string, string>> | undefined): number[] | null {
  if (where === undefined || Object.keys(where).length === 0) return null;
  const wanted = Object.entries(where).map(([name, value]) => [requireColumn(table, name), value] as const);
  const rows: number[] = [];
  for (let row = 0; row < table.rowCount; row++) {
    if (wanted.every(([column, value]) => table.cell(row, column) === value)) rows.push(row);
  }
  if (rows.length > 0) return rows;
  const text = Object.entries(where).map(([name, value]) => `${name} = "${value}"`).join(', ');
  throw new InputError({ file: table.file, problem: say('NO_SUCH_ROW', { what: text }), accepted: say('TAKE_VALUES_IN_FILE') });
}

/** The table of these rows; row numbers stay those of the file. */
export function tableOfRows(table: NamedTable, rows: readonly number[]): NamedTable {
  return { ...table, rowCount: rows.length, cell: (row, column) => table.cell(rows[row]!, column), rowNumber: (row) => table.rowNumber(rows[row]!) };
}

/** The blocks of these positions. */
export function ringsOfRows(rings: BlockRings, rows: readonly number[]): BlockRings {
  const spans = rows.map((block) => {
    const firstPart = rings.blockStart[block]!;
    const lastPart = rings.blockStart[block + 1]!;
    return { firstPart, lastPart, firstRing: rings.partStart[firstPart]!, lastRing: rings.partStart[lastPart]! };
  });
  const partStart = [0];
  const ringStart = [0];
  const blockStart = [0];
  const pieces: Float64Array[] = [];
  for (const { firstPart, lastPart, firstRing, lastRing } of spans) {
    pieces.push(rings.xy.subarray(2 * rings.ringStart[firstRing]!, 2 * rings.ringStart[lastRing]!));
    for (let part = firstPart; part < lastPart; part++) {
      for (let ring = rings.partStart[part]!; ring < rings.partStart[part + 1]!; ring++) {
        ringStart.push(ringStart.at(-1)! + rings.ringStart[ring + 1]! - rings.ringStart[ring]!);
      }
      partStart.push(ringStart.length - 1);
    }
    blockStart.push(partStart.length - 1);
  }
  const xy = new Float64Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    xy.set(piece, at);
    at += piece.length;
  }
  return {
    ids: rows.map((block) => rings.ids[block]!),
    xy,
    ringStart: Uint32Array.from(ringStart),
    partStart: Uint32Array.from(partStart),
    blockStart: Uint32Array.from(blockStart),
  };
}
