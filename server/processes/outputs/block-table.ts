// Blocks with the attributes that they came with, and new outlines, to be written to a file.
import type { BlockRings } from '../../../core/coverage/coverage.ts';
import { blockToGeoJson } from '../../../core/coverage/rings-from-geojson.ts';
import type { BlockSource } from '../inputs/read-blocks.ts';
import type { TableResult } from '../process.ts';

/**
 * One row a block, in the order of the file, every column kept. A column is numbers where each of its fields reads back as
 * the very text it was ("007" and "1.50" do not, and stay text); the ids are text whatever they look like. `rings` are in
 * the CRS of the source.
 */
export function blockTable(source: BlockSource, rings: BlockRings, blockId: string): TableResult {
  const { columns, rowCount } = source.table;
  const numeric = columns.map((name, column) => name !== blockId && isNumeric(source, column));
  return {
    kind: 'table',
    columns,
    rows: Array.from({ length: rowCount }, (_, row) =>
      columns.map((__, column) => {
        const text = source.table.cell(row, column);
        return text === '' ? null : numeric[column] ? Number(text) : text;
      }),
    ),
    geometries: rings.ids.map((_, block) => (rings.blockStart[block] === rings.blockStart[block + 1] ? null : blockToGeoJson(rings, block))),
    epsg: source.epsg!,
  };
}

function isNumeric({ table }: BlockSource, column: number): boolean {
  for (let row = 0; row < table.rowCount; row++) {
    const text = table.cell(row, column);
    if (text !== '' && !(Number.isFinite(Number(text)) && String(Number(text)) === text)) return false;
  }
  return true;
}
