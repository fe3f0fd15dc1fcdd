// GeoJSON polygons in projected coordinates to the kernel's flat rings, and outlines back to GeoJSON.
import type { MultiPolygon, Polygon, Position } from 'geojson';
import type { BlockRings, Outlines } from './coverage.ts';

/** A block as it comes from a file: `geometry: null` is a block without an area. */
export interface BlockFeature {
  readonly id: string;
  readonly geometry: Polygon | MultiPolygon | null;
}

/**
 * Flattens polygons. Coordinates are taken as they are (projected, metres); the repeated closing vertex and directly
 * repeated vertices are dropped, because both say nothing about the shape and would make edges of length 0.
 */
export function ringsFromGeoJson(items: Iterable<BlockFeature>): BlockRings {
  const ids: string[] = [];
  const xy: number[] = [];
  const ringStart = [0];
  const partStart = [0];
  const blockStart = [0];
  for (const { id, geometry } of items) {
    ids.push(id);
    const polygons =
      geometry === null ? [] : geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
    for (const polygon of polygons) {
      if (polygon.length === 0 || polygon[0]!.length === 0) continue;
      for (const ring of polygon) {
        pushRing(ring, xy);
        ringStart.push(xy.length / 2);
      }
      partStart.push(ringStart.length - 1);
    }
    blockStart.push(partStart.length - 1);
  }
  return {
    ids,
    xy: Float64Array.from(xy),
    ringStart: Uint32Array.from(ringStart),
    partStart: Uint32Array.from(partStart),
    blockStart: Uint32Array.from(blockStart),
  };
}

function pushRing(ring: readonly Position[], xy: number[]): void {
  const begin = xy.length;
  for (const [x, y] of ring) {
    if (xy.length > begin && xy[xy.length - 2] === x && xy[xy.length - 1] === y) continue;
    xy.push(x!, y!);
  }
  if (xy.length - begin > 2 && xy[begin] === xy[xy.length - 2] && xy[begin + 1] === xy[xy.length - 1]) xy.length -= 2;
}

/** One zone's outline as GeoJSON MultiPolygon in the coordinates of the outlines, rings closed, RFC 7946 winding. */
export function outlineToGeoJson(outlines: Outlines, zone: number): MultiPolygon {
  const coordinates: Position[][][] = [];
  for (let polygon = outlines.zoneStart[zone]!; polygon < outlines.zoneStart[zone + 1]!; polygon++) {
    const rings: Position[][] = [];
    for (let ring = outlines.polygonStart[polygon]!; ring < outlines.polygonStart[polygon + 1]!; ring++) {
      rings.push(closedRing(outlines.xy, outlines.ringStart[ring]!, outlines.ringStart[ring + 1]!));
    }
    coordinates.push(rings);
  }
  return { type: 'MultiPolygon', coordinates };
}

/** One block's source geometry as GeoJSON MultiPolygon, rings closed, in the order and winding they came in. */
export function blockToGeoJson(blocks: BlockRings, block: number): MultiPolygon {
  const coordinates: Position[][][] = [];
  for (let part = blocks.blockStart[block]!; part < blocks.blockStart[block + 1]!; part++) {
    const rings: Position[][] = [];
    for (let ring = blocks.partStart[part]!; ring < blocks.partStart[part + 1]!; ring++) {
      rings.push(closedRing(blocks.xy, blocks.ringStart[ring]!, blocks.ringStart[ring + 1]!));
    }
    coordinates.push(rings);
  }
  return { type: 'MultiPolygon', coordinates };
}

function closedRing(xy: Float64Array, start: number, end: number): Position[] {
  const ring: Position[] = [];
  for (let vertex = start; vertex < end; vertex++) ring.push([xy[2 * vertex]!, xy[2 * vertex + 1]!]);
  if (ring.length > 0) ring.push([...ring[0]!]);
  return ring;
}
