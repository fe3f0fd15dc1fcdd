// Polygons of a file to the kernel's rings in the CRS to compute in.
import type { BlockRings } from '../../../core/coverage/coverage.ts';
import { indexVertices } from '../../../core/coverage/vertex-index.ts';
import { say } from '../../../core/refusals/say.ts';
import { defaultCrs, isGeographic, requireCrs, transformer } from '../../gdal/crs/crs.ts';
import { GEOMETRY_TYPES, MULTI_POLYGON, NO_GEOMETRY, POLYGON } from '../../gdal/formats/flat-geometries.ts';
import { judgeCrs, proposalsInWords } from '../../gdal/crs/crs-proposal.ts';
import { InputError } from '../../gdal/input-error.ts';
import type { VectorFile } from '../../gdal/read-vector.ts';

/**
 * Polygons as they stand in the file, the repeated closing vertex and directly repeated vertices dropped as `ringsFromGeoJson` does, in the
 * memory of the file's own coordinates: `vector` has none afterwards. Throws InputError for another geometry, naming the row.
 */
export function polygonsOf(vector: VectorFile, ids: readonly string[]): BlockRings {
  const { type, xy, ringStart, partStart, rowStart } = vector.takeGeometries();
  for (let row = 0; row < type.length; row++) {
    const code = type[row]!;
    if (code === POLYGON || code === MULTI_POLYGON || code === NO_GEOMETRY) continue;
    throw new InputError({ file: vector.file, row: row + 1, problem: say('WRONG_GEOMETRY', { type: String(GEOMETRY_TYPES[code]) }), accepted: say('TAKE_POLYGON') });
  }
  // What is written never overtakes what is read.
  const kept = xy;
  const rings = new Uint32Array(ringStart.length);
  const parts = new Uint32Array(partStart.length);
  const blockStart = new Uint32Array(rowStart.length);
  let length = 0;
  let ring = 0;
  let part = 0;
  for (let row = 0; row < type.length; row++) {
    for (let p = rowStart[row]!; p < rowStart[row + 1]!; p++) {
      const first = partStart[p]!;
      // A polygon without a shell, which some writers leave in a MultiPolygon, is none.
      if (first === partStart[p + 1] || ringStart[first] === ringStart[first + 1]) continue;
      for (let r = first; r < partStart[p + 1]!; r++) {
        const begin = length;
        for (let v = 2 * ringStart[r]!; v < 2 * ringStart[r + 1]!; v += 2) {
          const x = xy[v]!;
          const y = xy[v + 1]!;
          if (length > begin && kept[length - 2] === x && kept[length - 1] === y) continue;
          kept[length] = x;
          kept[length + 1] = y;
          length += 2;
        }
        if (length - begin > 2 && kept[begin] === kept[length - 2] && kept[begin + 1] === kept[length - 1]) length -= 2;
        rings[++ring] = length >> 1;
      }
      parts[++part] = ring;
    }
    blockStart[row + 1] = part;
  }
  return { ids, xy: kept.subarray(0, length), ringStart: rings.subarray(0, ring + 1), partStart: parts.subarray(0, part + 1), blockStart };
}

/**
 * Transforms points, x y interleaved. Equal coordinates are transformed once, so that vertices which two blocks share stay
 * shared, and a coverage of 100,000 blocks costs a third.
 */
export function projectPoints(xy: Float64Array, from: number, to: number, file: string): Float64Array {
  if (from === to) return xy;
  const transform = transformer(from, to);
  const { of, count } = indexVertices(xy);
  const unique = new Float64Array(2 * count);
  const done = new Uint8Array(count);
  const result = new Float64Array(xy.length);
  for (let v = 0; v < of.length; v++) {
    const vertex = of[v]!;
    if (done[vertex] === 0) {
      done[vertex] = 1;
      const [x, y] = finite(xy[2 * v]!, xy[2 * v + 1]!) ? transform(xy[2 * v]!, xy[2 * v + 1]!) : [NaN, NaN];
      if (!finite(x, y)) {
        throw new InputError({
          file,
          problem: say('NO_PLACE_IN', { x: String(xy[2 * v]), y: String(xy[2 * v + 1]), from: String(from), to: String(to) }),
          accepted: say('TAKE_COORDINATES_IN', { from: String(from) }),
        });
      }
      unique[2 * vertex] = x;
      unique[2 * vertex + 1] = y;
    }
    result[2 * v] = unique[2 * vertex]!;
    result[2 * v + 1] = unique[2 * vertex + 1]!;
  }
  return result;
}

function finite(x: number, y: number): boolean {
  return Number.isFinite(x) && Number.isFinite(y);
}

/** The CRS to compute in: the option's, else the default for coordinates of this place. */
export function computeCrs(option: string | undefined, source: number, xy: Float64Array): number {
  if (option !== undefined) {
    const epsg = requireCrs(option, 'crs');
    if (!isGeographic(epsg)) return epsg;
    throw new InputError({ option: 'crs', problem: say('IN_DEGREES', { epsg: String(epsg) }), accepted: say('TAKE_PROJECTED') });
  }
  let [minX, minY, maxX, maxY] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let i = 0; i < xy.length; i += 2) {
    if (!finite(xy[i]!, xy[i + 1]!)) continue;
    minX = Math.min(minX, xy[i]!);
    maxX = Math.max(maxX, xy[i]!);
    minY = Math.min(minY, xy[i + 1]!);
    maxY = Math.max(maxY, xy[i + 1]!);
  }
  if (!(minX <= maxX)) return isGeographic(source) ? 25832 : source;
  return defaultCrs(source, [(minX + maxX) / 2, (minY + maxY) / 2]);
}

/** The CRS that a file names, or an InputError that says how to give one, and which ones the coordinates `xy` could be in. */
export function requireFileCrs(file: string, epsg: number | null, option: string, xy?: Float64Array): number {
  if (epsg !== null) return epsg;
  const proposals = xy === undefined ? [] : judgeCrs(xy, null, null).proposals;
  const accepted = proposals.length === 0 ? say('TAKE_FILE_CRS') : say('TAKE_FILE_CRS_OR', { proposals: proposalsInWords(proposals, '') });
  throw new InputError({ file, option, problem: say('CRS_MISSING'), accepted });
}
