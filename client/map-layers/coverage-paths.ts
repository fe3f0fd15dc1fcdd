// Canvas paths from the kernel's typed arrays and from GeoJSON, in metres relative to an origin.
import type { Feature, FeatureCollection, Position } from 'geojson';
import type { Coverage, Outlines } from '../../core/coverage/coverage.ts';
import { TiledPath, type Bounds } from './tiled-path.ts';

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

/** The same in squares, made where they are seen: 300,000 arcs of a town would be a third of a second before anything shows. */
export function innerArcsTiled(coverage: Coverage, origin: WorldOrigin): TiledPath {
  const tiled = new TiledPath(origin, (path, arc) => addArc(path, coverage, arc, origin));
  const { xy, arcStart, halfPart } = coverage;
  for (let arc = 0; arc < coverage.arcCount; arc++) {
    if (halfPart[2 * arc]! < 0 || halfPart[2 * arc + 1]! < 0) continue;
    let [minX, minY, maxX, maxY] = [Infinity, Infinity, -Infinity, -Infinity];
    for (let v = arcStart[arc]!; v < arcStart[arc + 1]!; v++) {
      const [x, y] = [xy[2 * v]!, xy[2 * v + 1]!];
      if (x < minX) minX = x;
      if (y < minY) minY = y;
      if (x > maxX) maxX = x;
      if (y > maxY) maxY = y;
    }
    tiled.later(minX, minY, maxX, maxY, arc);
  }
  return tiled;
}

/** The rings of one block, to be filled even-odd or drawn. */
export function blockPath(coverage: Coverage, block: number, origin: WorldOrigin): Path2D {
  const path = new Path2D();
  eachRing(coverage, block, (ring) => {
    ring.forEach((half, i) => addHalf(path, coverage, half, i === 0, origin));
    path.closePath();
  });
  return path;
}

/**
 * Adds the rings of a block to a path that is to be filled. Chromium reckons the bounds of the whole path in every `closePath`
 * (120 ms for 4,000 blocks), and filling closes rings of itself. Nor is a path a block kept for later: 100,000 objects of the
 * browser's would be 150 MB.
 */
export function addBlock(path: Path2D, coverage: Coverage, block: number, origin: WorldOrigin): void {
  eachRing(coverage, block, (ring) => ring.forEach((half, i) => addHalf(path, coverage, half, i === 0, origin)));
}

function eachRing({ ringHalf, halfNext, blockPartStart, partRingStart }: Coverage, block: number, visit: (halves: readonly number[]) => void): void {
  const end = partRingStart[blockPartStart[block + 1]!]!;
  for (let ring = partRingStart[blockPartStart[block]!]!; ring < end; ring++) {
    const first = ringHalf[ring]!;
    const halves: number[] = [];
    let half = first;
    do {
      halves.push(half);
      half = halfNext[half]!;
    } while (half !== first);
    visit(halves);
  }
}

/** All vertices of a half-arc but its last. */
function addHalf(path: Path2D, { xy, arcStart }: Coverage, half: number, begins: boolean, [ox, oy]: WorldOrigin): void {
  const from = arcStart[half >> 1]!;
  const to = arcStart[(half >> 1) + 1]! - 1;
  const step = (half & 1) === 0 ? 1 : -1;
  const [start, end] = step === 1 ? [from, to] : [to, from];
  for (let v = start; v !== end; v += step) {
    if (begins && v === start) path.moveTo(xy[2 * v]! - ox, xy[2 * v + 1]! - oy);
    else path.lineTo(xy[2 * v]! - ox, xy[2 * v + 1]! - oy);
  }
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
  for (const feature of features.features) if (keep(feature)) eachPiece(feature, (lines, closed) => addLines(path, lines, closed, origin));
  return path;
}

/** The same in squares, each polygon and line as a whole in one of them; polygons to be filled, which closes them. */
export function featuresTiled(features: FeatureCollection, origin: WorldOrigin, keep: (feature: Feature) => boolean = () => true): TiledPath {
  const tiled = new TiledPath(origin);
  for (const feature of features.features) if (keep(feature)) eachPiece(feature, (lines) => addLines(tiled.at(boundsOf(lines)), lines, false, origin));
  return tiled;
}

function eachPiece({ geometry }: Feature, draw: (lines: readonly (readonly Position[])[], closed: boolean) => void): void {
  if (geometry === null) return;
  if (geometry.type === 'Polygon') draw(geometry.coordinates, true);
  else if (geometry.type === 'MultiPolygon') for (const polygon of geometry.coordinates) draw(polygon, true);
  else if (geometry.type === 'LineString') draw([geometry.coordinates], false);
  else if (geometry.type === 'MultiLineString') for (const line of geometry.coordinates) draw([line], false);
}

function boundsOf(lines: readonly (readonly Position[])[]): Bounds {
  const bounds: [number, number, number, number] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [x, y] of lines[0] ?? []) {
    bounds[0] = Math.min(bounds[0], x!);
    bounds[1] = Math.min(bounds[1], y!);
    bounds[2] = Math.max(bounds[2], x!);
    bounds[3] = Math.max(bounds[3], y!);
  }
  return bounds;
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
