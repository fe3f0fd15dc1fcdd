// Geometries of a file as flat arrays: no object a vertex, so that 400,000 polygons are 100 MB and not two gigabytes.
import type { Geometry, Position } from 'geojson';
import { GrowableDoubles, GrowableIndices } from '../../../core/coverage/growable.ts';

/** Names by the code that WKB has for them; 0 is no geometry. */
export const GEOMETRY_TYPES = [null, 'Point', 'LineString', 'Polygon', 'MultiPoint', 'MultiLineString', 'MultiPolygon', 'GeometryCollection'] as const;
export type GeometryType = NonNullable<(typeof GEOMETRY_TYPES)[number]>;

export const NO_GEOMETRY = 0;
export const POINT = 1;
export const LINE = 2;
export const POLYGON = 3;
export const MULTI_POINT = 4;
export const MULTI_LINE = 5;
export const MULTI_POLYGON = 6;
export const COLLECTION = 7;

/**
 * Row r has the parts `rowStart[r]` to `rowStart[r + 1]`, a part its rings, a ring its positions (x y interleaved, in the file's CRS,
 * closed as they stand in the file). A point or a line is a part of one ring. Of a GeometryCollection the type alone is kept: nothing here takes one.
 */
export interface FlatGeometries {
  readonly type: Uint8Array;
  readonly xy: Float64Array;
  readonly ringStart: Uint32Array;
  readonly partStart: Uint32Array;
  readonly rowStart: Uint32Array;
}

/** Collects geometries row by row; a reader pushes positions into `xy` and closes rings, parts and rows behind them. */
export class GeometryCollector {
  readonly xy = new GrowableDoubles();
  private readonly type = new GrowableIndices();
  private readonly ringStart = new GrowableIndices();
  private readonly partStart = new GrowableIndices();
  private readonly rowStart = new GrowableIndices();

  constructor() {
    this.ringStart.push(0);
    this.partStart.push(0);
    this.rowStart.push(0);
  }

  get rows(): number {
    return this.type.length;
  }

  closeRing(): void {
    this.ringStart.push(this.xy.length >> 1);
  }

  closePart(): void {
    this.partStart.push(this.ringStart.length - 1);
  }

  closeRow(type: number): void {
    this.type.push(type);
    this.rowStart.push(this.partStart.length - 1);
  }

  /** Forgets what came after the last closed row. */
  dropOpenRow(): void {
    this.partStart.length = this.rowStart.data[this.rowStart.length - 1]! + 1;
    this.ringStart.length = this.partStart.data[this.partStart.length - 1]! + 1;
    this.xy.length = 2 * this.ringStart.data[this.ringStart.length - 1]!;
  }

  /** The arrays; views of what was collected, not copies. The collector is of no use afterwards. */
  finish(): FlatGeometries {
    const cut = ({ data, length }: GrowableIndices) => data.subarray(0, length);
    return {
      type: Uint8Array.from(cut(this.type)),
      xy: this.xy.data.subarray(0, this.xy.length),
      ringStart: cut(this.ringStart),
      partStart: cut(this.partStart),
      rowStart: cut(this.rowStart),
    };
  }
}

/** First position of a row, null where it has none. */
export function firstPosition({ xy, ringStart, partStart, rowStart }: FlatGeometries, row: number): readonly [number, number] | null {
  const vertex = ringStart[partStart[rowStart[row]!]!]!;
  return vertex < ringStart[partStart[rowStart[row + 1]!]!]! ? [xy[2 * vertex]!, xy[2 * vertex + 1]!] : null;
}

/** A row as GeoJSON, for who needs objects. */
export function geometryOf(flat: FlatGeometries, row: number): Geometry | null {
  const { type, xy, ringStart, partStart, rowStart } = flat;
  const position = (vertex: number): Position => [xy[2 * vertex]!, xy[2 * vertex + 1]!];
  const ring = (at: number): Position[] => Array.from({ length: ringStart[at + 1]! - ringStart[at]! }, (_, i) => position(ringStart[at]! + i));
  const rings = (part: number): Position[][] => Array.from({ length: partStart[part + 1]! - partStart[part]! }, (_, i) => ring(partStart[part]! + i));
  const first = rowStart[row]!;
  const parts = Array.from({ length: rowStart[row + 1]! - first }, (_, i) => rings(first + i));
  const name = GEOMETRY_TYPES[type[row]!]!;
  switch (name) {
    case null:
      return null;
    case 'Point':
      return { type: name, coordinates: parts[0]?.[0]?.[0] ?? [] };
    case 'LineString':
      return { type: name, coordinates: parts[0]?.[0] ?? [] };
    case 'Polygon':
      return { type: name, coordinates: parts[0] ?? [] };
    case 'MultiPoint':
      return { type: name, coordinates: parts.map(([line]) => line![0]!) };
    case 'MultiLineString':
      return { type: name, coordinates: parts.map(([line]) => line!) };
    case 'MultiPolygon':
      return { type: name, coordinates: parts };
    case 'GeometryCollection':
      return { type: name, geometries: [] };
  }
}
