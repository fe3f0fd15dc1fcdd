// Parts of cut blocks weighed by the pixels of a raster, such as built-up area: each pixel by the exact fraction that the part covers.
import type { Coverage } from '../../../core/coverage/coverage.ts';
import { overlayPolygons } from '../../../core/coverage/overlay/overlay-polygons.ts';
import { sumUnderPolygon } from '../../../core/raster/pixel-coverage.ts';
import type { Split } from '../../../core/statistics/divide-blocks.ts';
import { requireCrs } from '../../gdal/crs/crs.ts';
import { InputError } from '../../gdal/input-error.ts';
import { openRaster } from '../../gdal/read-raster.ts';
import { projectPoints, requireFileCrs } from './project-rings.ts';

export interface RasterInput {
  readonly path: string;
  readonly crs: string | undefined;
  readonly band: number | undefined;
}

/**
 * The same parts with pixel sums for weights, a part without pixels left out; `empty` are blocks without any. `pieces` are
 * the parts of cut blocks by area; `epsg` is the CRS of both coverages. Throws InputError for a raster that is none, names no CRS, or
 * has a negative value under the blocks.
 */
export async function weighByRaster(input: RasterInput, blocks: Coverage, zones: Coverage, pieces: readonly Split[], epsg: number): Promise<{ readonly splits: readonly Split[]; readonly empty: readonly number[] }> {
  const raster = await openRaster(input.path, input.band);
  const given = input.crs === undefined ? null : requireCrs(input.crs, 'rasterCrs');
  const source = requireFileCrs(raster.file, given ?? raster.epsg, 'rasterCrs');
  if (pieces.length === 0) return { splits: [], empty: [] };
  const crossed = overlayPolygons(blocks, zones, { blocks: pieces.map(({ block }) => block) });
  if (crossed === null) throw new InputError({ file: raster.file, option: 'apportion', problem: 'the parts of cut blocks cannot be drawn', accepted: 'area' });
  const shapes = { ...crossed.pieces, xy: projectPoints(crossed.pieces.xy, epsg, source, raster.file) };
  let [minX, minY, maxX, maxY] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let i = 0; i < shapes.xy.length; i += 2) {
    minX = Math.min(minX, shapes.xy[i]!);
    maxX = Math.max(maxX, shapes.xy[i]!);
    minY = Math.min(minY, shapes.xy[i + 1]!);
    maxY = Math.max(maxY, shapes.xy[i + 1]!);
  }
  const window = await raster.read([minX, minY, maxX, maxY]);
  if (window !== null && (window.values as Float64Array).some((value) => value < 0)) {
    throw new InputError({ file: raster.file, problem: 'has negative values under the blocks', accepted: 'weights of at least 0, or no value' });
  }
  const sums = new Map<string, number>();
  if (window !== null) crossed.block.forEach((block, i) => sums.set(`${block} ${crossed.zone[i]}`, sumUnderPolygon(window, shapes, i).sum));
  const splits: Split[] = [];
  const empty: number[] = [];
  for (const { block, zones: parts } of pieces) {
    const weighed = parts.map((zone) => ({ zone, weight: sums.get(`${block} ${zone}`) ?? 0 })).filter(({ weight }) => weight > 0);
    if (weighed.length === 0) empty.push(block);
    else splits.push({ block, zones: weighed.map(({ zone }) => zone), weights: weighed.map(({ weight }) => weight) });
  }
  return { splits, empty };
}
