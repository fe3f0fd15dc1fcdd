// Canvas paths from the kernel's typed arrays and from GeoJSON, in metres relative to an origin.
import type { Feature, FeatureCollection, Position } from 'geojson';
import type { Coverage, Outlines } from '../../core/coverage/coverage.ts';

/** Subtracted from all coordinates: a Path2D keeps 32-bit floats, which at 5,400,000 m are half a metre apart. */
export type WorldOrigin = readonly [number, number];

/** minX minY maxX maxY of all blocks in the coverage's CRS; null without blocks. */
export function coverageBounds(coverage: Coverage): [number, number, number, number] | null {
  if (coverage.blockCount === 0) return null;
  const bounds: [number, number, number, number] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let i = 0; i < coverage.blockBounds.length; i += 4) {
    bounds[0] = Math.min(bounds[0], coverage.blockBounds[i]!);
    bounds[1] = Math.min(bounds[1], coverage.blockBounds[i + 1]!);
    bounds[2] = Math.max(bounds[2], coverage.blockBounds[i + 2]!);
    bounds[3] = Math.max(bounds[3], coverage.blockBounds[i + 3]!);
  }
  return bounds;
}

export function addArc(path: Path2D, coverage: Coverage, arc: number, [ox, oy]: WorldOrigin): void {
  const { xy, arcStart } = coverage;
  for (let v = arcStart[arc]!; v < arcStart[arc + 1]!; v++) {
    if (v === arcStart[arc]) path.moveTo(xy[2 * v]! - ox, xy[2 * v + 1]! - oy);
    else path.lineTo(xy[2 * v]! - ox, xy[2 * v + 1]! - oy);
  }
}

/** All arcs between two blocks: the white gaps. The outer edge is no street. */
export function innerArcsPath(coverage: Coverage, origin: WorldOrigin): Path2D {
  const path = new Path2D();
  for (let arc = 0; arc < coverage.arcCount; arc++) {
    if (coverage.halfPart[2 * arc]! >= 0 && coverage.halfPart[2 * arc + 1]! >= 0) addArc(path, coverage, arc, origin);
  }
  return path;
}

/** The rings of one block, to be filled even-odd. */
export function blockPath(coverage: Coverage, block: number, [ox, oy]: WorldOrigin): Path2D {
  const { xy, arcStart, ringHalf, halfNext, blockPartStart, partRingStart } = coverage;
  const path = new Path2D();
  const end = partRingStart[blockPartStart[block + 1]!]!;
  for (let ring = partRingStart[blockPartStart[block]!]!; ring < end; ring++) {
    const first = ringHalf[ring]!;
    let half = first;
    let open = false;
    do {
      const from = arcStart[half >> 1]!;
      const to = arcStart[(half >> 1) + 1]! - 1;
      const step = (half & 1) === 0 ? 1 : -1;
      const last = step === 1 ? to : from;
      for (let v = step === 1 ? from : to; v !== last; v += step) {
        if (open) path.lineTo(xy[2 * v]! - ox, xy[2 * v + 1]! - oy);
        else path.moveTo(xy[2 * v]! - ox, xy[2 * v + 1]! - oy);
        open = true;
      }
      half = halfNext[half]!;
    } while (half !== first);
    path.closePath();
  }
  return path;
}

/** One path for zone `index` of the outlines. */
export function outlinePath(outlines: Outlines, index: number, [ox, oy]: WorldOrigin): Path2D {
  const { xy, ringStart, polygonStart, zoneStart } = outlines;
  const path = new Path2D();
  const end = polygonStart[zoneStart[index + 1]!]!;
  for (let ring = polygonStart[zoneStart[index]!]!; ring < end; ring++) {
    for (let v = ringStart[ring]!; v < ringStart[ring + 1]!; v++) {
      if (v === ringStart[ring]) path.moveTo(xy[2 * v]! - ox, xy[2 * v + 1]! - oy);
      else path.lineTo(xy[2 * v]! - ox, xy[2 * v + 1]! - oy);
    }
    path.closePath();
  }
  return path;
}

/** Lines and polygons of the features that pass, as one path; points are left out. */
export function featuresPath(features: FeatureCollection, origin: WorldOrigin, keep: (feature: Feature) => boolean = () => true): Path2D {
  const path = new Path2D();
  for (const feature of features.features) {
    const { geometry } = feature;
    if (geometry === null || !keep(feature)) continue;
    if (geometry.type === 'Polygon') addLines(path, geometry.coordinates, true, origin);
    else if (geometry.type === 'MultiPolygon') for (const polygon of geometry.coordinates) addLines(path, polygon, true, origin);
    else if (geometry.type === 'LineString') addLines(path, [geometry.coordinates], false, origin);
    else if (geometry.type === 'MultiLineString') addLines(path, geometry.coordinates, false, origin);
  }
  return path;
}

function addLines(path: Path2D, lines: readonly (readonly Position[])[], closed: boolean, [ox, oy]: WorldOrigin): void {
  for (const line of lines) {
    line.forEach((position, i) => {
      if (i === 0) path.moveTo(position[0]! - ox, position[1]! - oy);
      else path.lineTo(position[0]! - ox, position[1]! - oy);
    });
    if (closed) path.closePath();
  }
}
