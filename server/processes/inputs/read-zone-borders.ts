// Which zones border on each other, from a file of their outlines.
import { adjacency } from '../../../core/coverage/adjacency.ts';
import type { Neighbours } from '../../../core/statistics/ward.ts';
import { InputError } from '../../gdal/input-error.ts';
import { readBlocks, requireUnique } from './read-blocks.ts';
import { zoneCoverage } from './zone-coverage.ts';

/**
 * Zones that share an edge, in the order of `ids`; outlines of other zones are left out. Throws InputError for a file without polygons, a zone without an
 * outline, and outlines that overlap: nobody could tell who borders on whom.
 */
export async function readZoneBorders(path: string, column: string, ids: readonly string[]): Promise<Neighbours> {
  const source = await readBlocks({ blocks: path, blockId: column, columns: [] });
  const { file, rings } = source;
  if (rings === null) throw new InputError({ file, option: 'outlines', problem: 'has no polygons', accepted: 'a vector file with an outline for each zone' });
  const positions = requireUnique(source.table, column, source.ids);
  const lacking = ids.find((id) => !positions.has(id));
  if (lacking !== undefined) throw new InputError({ file, field: column, problem: `zone "${lacking}" has no outline`, accepted: 'an outline for each zone of the table' });
  const checked = zoneCoverage(rings, path, column);
  if (!checked.ok) throw new InputError({ ...checked.problem, accepted: 'outlines that do not overlap' });
  const { rook, rookStart } = adjacency(checked.coverage);
  const zoneAt = new Map(ids.map((id, zone) => [positions.get(id)!, zone]));
  const beside = ids.map((id) => {
    const at = positions.get(id)!;
    return [...rook.subarray(rookStart[at]!, rookStart[at + 1]!)].flatMap((other) => zoneAt.get(other) ?? []);
  });
  const start = new Uint32Array(ids.length + 1);
  beside.forEach((of, zone) => (start[zone + 1] = start[zone]! + of.length));
  return { start, next: Uint32Array.from(beside.flat()) };
}
