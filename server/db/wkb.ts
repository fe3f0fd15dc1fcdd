// The kernel's flat arrays to WKB and back, little-endian. Doubles travel as their bits, so coordinates stay exact.
import type { Geometry, Position } from 'geojson';
import type { BlockRings, Outlines } from '../../core/coverage/coverage.ts';

const POINT = 1;
const LINE = 2;
const POLYGON = 3;
/** Flag of EWKB in the type code. */
const HAS_SRID = 0x20000000;
const MULTI = { MultiPoint: 4, MultiLineString: 5, MultiPolygon: 6 } as const;

/** One block as a MultiPolygon; rings are closed here and keep their order and winding. */
export function blockToWkb(blocks: BlockRings, block: number): Uint8Array {
  return multiPolygonWkb(blocks.xy, blocks.ringStart, blocks.partStart, blocks.blockStart[block]!, blocks.blockStart[block + 1]!);
}

/** One zone's outline as a MultiPolygon; null for a zone without an area. */
export function outlineToWkb(outlines: Outlines, zone: number): Uint8Array | null {
  const first = outlines.zoneStart[zone]!;
  const last = outlines.zoneStart[zone + 1]!;
  return first === last ? null : multiPolygonWkb(outlines.xy, outlines.ringStart, outlines.polygonStart, first, last);
}

function multiPolygonWkb(xy: Float64Array, ringStart: Uint32Array, partStart: Uint32Array, first: number, last: number): Uint8Array {
  const bytes = new Uint8Array(multiPolygonSize(ringStart, partStart, first, last));
  const writer = new WkbWriter(new DataView(bytes.buffer), 0);
  writer.head(MULTI.MultiPolygon);
  writeParts(writer, xy, ringStart, partStart, first, last);
  return bytes;
}

function multiPolygonSize(ringStart: Uint32Array, partStart: Uint32Array, first: number, last: number): number {
  const rings = partStart[last]! - partStart[first]!;
  const vertices = ringStart[partStart[last]!]! - ringStart[partStart[first]!]!;
  return 9 + 9 * (last - first) + 4 * rings + 16 * (vertices + rings);
}

function writeParts(writer: WkbWriter, xy: Float64Array, ringStart: Uint32Array, partStart: Uint32Array, first: number, last: number): void {
  writer.count(last - first);
  for (let part = first; part < last; part++) {
    writer.head(POLYGON);
    writer.count(partStart[part + 1]! - partStart[part]!);
    for (let ring = partStart[part]!; ring < partStart[part + 1]!; ring++) {
      const from = ringStart[ring]!;
      const to = ringStart[ring + 1]!;
      writer.count(to - from + 1);
      for (let vertex = from; vertex < to; vertex++) writer.position(xy[2 * vertex]!, xy[2 * vertex + 1]!);
      writer.position(xy[2 * from]!, xy[2 * from + 1]!);
    }
  }
}

/** Bytes that `writeBlockEwkb` writes. */
export function blockEwkbSize(blocks: BlockRings, block: number): number {
  return 4 + multiPolygonSize(blocks.ringStart, blocks.partStart, blocks.blockStart[block]!, blocks.blockStart[block + 1]!);
}

/** PostGIS's own form, WKB with the number of the CRS in it, as a binary COPY takes geometry; written at `at`. */
export function writeBlockEwkb(blocks: BlockRings, block: number, epsg: number, into: DataView, at: number): void {
  const writer = new WkbWriter(into, at);
  writer.head(MULTI.MultiPolygon + HAS_SRID);
  writer.count(epsg);
  writeParts(writer, blocks.xy, blocks.ringStart, blocks.partStart, blocks.blockStart[block]!, blocks.blockStart[block + 1]!);
}

export function pointToWkb(x: number, y: number): Uint8Array {
  const bytes = new Uint8Array(21);
  const writer = new WkbWriter(new DataView(bytes.buffer), 0);
  writer.head(POINT);
  writer.position(x, y);
  return bytes;
}

/** Polygons or MultiPolygons of blocks, in the order of `ids`, to the kernel's input (closing vertices dropped). */
export function ringsFromWkb(ids: readonly string[], geometries: readonly Uint8Array[]): BlockRings {
  let rings = 0;
  let parts = 0;
  let vertices = 0;
  // First pass counts, second fills: one allocation for each array, whatever the size of the town.
  for (const bytes of geometries) {
    forEachPolygon(bytes, (view, at, ringCount) => {
      parts++;
      rings += ringCount;
      return forEachRing(view, at, ringCount, (_, count) => {
        vertices += Math.max(0, count - 1);
      });
    });
  }
  const xy = new Float64Array(2 * vertices);
  const ringStart = new Uint32Array(rings + 1);
  const partStart = new Uint32Array(parts + 1);
  const blockStart = new Uint32Array(ids.length + 1);
  let ring = 0;
  let part = 0;
  let vertex = 0;
  geometries.forEach((bytes, block) => {
    forEachPolygon(bytes, (view, at, ringCount) => {
      const next = forEachRing(view, at, ringCount, (start, count) => {
        for (let i = 0; i < count - 1; i++, vertex++) {
          xy[2 * vertex] = view.getFloat64(start + 16 * i, true);
          xy[2 * vertex + 1] = view.getFloat64(start + 16 * i + 8, true);
        }
        ringStart[++ring] = vertex;
      });
      partStart[++part] = ring;
      return next;
    });
    blockStart[block + 1] = part;
  });
  return { ids, xy, ringStart, partStart, blockStart };
}

function forEachRing(view: DataView, at: number, rings: number, visit: (start: number, count: number) => void): number {
  let next = at;
  for (let ring = 0; ring < rings; ring++) {
    const count = view.getUint32(next, true);
    visit(next + 4, count);
    next += 4 + 16 * count;
  }
  return next;
}

function forEachPolygon(bytes: Uint8Array, visit: (view: DataView, at: number, rings: number) => number): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const type = requireType(view, 0);
  if (type === POLYGON) {
    visit(view, 9, view.getUint32(5, true));
    return;
  }
  if (type !== MULTI.MultiPolygon) throw new RangeError(`WKB type ${type} is no polygon`);
  let at = 9;
  for (let part = view.getUint32(5, true); part > 0; part--) at = visit(view, at + 9, view.getUint32(at + 5, true));
}

/** Type code at a geometry's head. Only what `ST_AsBinary(geom, 'NDR')` of plane geometry gives is read here. */
function requireType(view: DataView, at: number): number {
  if (view.getUint8(at) !== 1) throw new RangeError('WKB is not little-endian');
  return view.getUint32(at + 1, true);
}

/** Any plane GeoJSON geometry as WKB, coordinates as they are. Throws RangeError for a GeometryCollection. */
export function geometryToWkb(geometry: Geometry): Uint8Array {
  const bytes = new Uint8Array(sizeOf(geometry));
  writeGeometry(new WkbWriter(new DataView(bytes.buffer), 0), geometry);
  return bytes;
}

function writeGeometry(writer: WkbWriter, geometry: Geometry): void {
  const line = (positions: readonly Position[]) => {
    writer.count(positions.length);
    for (const [x, y] of positions) writer.position(x!, y!);
  };
  const polygon = (rings: readonly (readonly Position[])[]) => {
    writer.count(rings.length);
    rings.forEach(line);
  };
  switch (geometry.type) {
    case 'Point':
      writer.head(POINT);
      writer.position(geometry.coordinates[0]!, geometry.coordinates[1]!);
      break;
    case 'LineString':
      writer.head(LINE);
      line(geometry.coordinates);
      break;
    case 'Polygon':
      writer.head(POLYGON);
      polygon(geometry.coordinates);
      break;
    case 'MultiPoint':
    case 'MultiLineString':
    case 'MultiPolygon': {
      const type = geometry.type.slice(5) as 'Point' | 'LineString' | 'Polygon';
      writer.head(MULTI[geometry.type]);
      writer.count(geometry.coordinates.length);
      for (const coordinates of geometry.coordinates) writeGeometry(writer, { type, coordinates } as Geometry);
      break;
    }
    case 'GeometryCollection':
      throw new RangeError('a GeometryCollection is not stored');
  }
}

function sizeOf(geometry: Geometry): number {
  switch (geometry.type) {
    case 'Point':
      return 21;
    case 'LineString':
      return 9 + 16 * geometry.coordinates.length;
    case 'Polygon':
      return geometry.coordinates.reduce((sum, ring) => sum + 4 + 16 * ring.length, 9);
    case 'GeometryCollection':
      throw new RangeError('a GeometryCollection is not stored');
    default: {
      const type = geometry.type.slice(5) as 'Point' | 'LineString' | 'Polygon';
      return (geometry.coordinates as unknown[]).reduce<number>((sum, coordinates) => sum + sizeOf({ type, coordinates } as Geometry), 9);
    }
  }
}

/** WKB of `ST_AsBinary(geom, 'NDR')` as GeoJSON, coordinates as they are. */
export function wkbToGeometry(bytes: Uint8Array): Geometry {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return readGeometry(view, 0)[0];
}

function readGeometry(view: DataView, start: number): [Geometry, number] {
  const type = requireType(view, start);
  let at = start + 5;
  const count = () => {
    at += 4;
    return view.getUint32(at - 4, true);
  };
  const position = (): Position => {
    at += 16;
    return [view.getFloat64(at - 16, true), view.getFloat64(at - 8, true)];
  };
  const line = () => Array.from({ length: count() }, position);
  switch (type) {
    case POINT:
      return [{ type: 'Point', coordinates: position() }, at];
    case LINE:
      return [{ type: 'LineString', coordinates: line() }, at];
    case POLYGON:
      return [{ type: 'Polygon', coordinates: Array.from({ length: count() }, line) }, at];
    case MULTI.MultiPoint:
    case MULTI.MultiLineString:
    case MULTI.MultiPolygon: {
      const coordinates = Array.from({ length: count() }, () => {
        const [part, next] = readGeometry(view, at);
        at = next;
        return (part as { coordinates: unknown }).coordinates;
      });
      const name = (Object.keys(MULTI) as (keyof typeof MULTI)[]).find((key) => MULTI[key] === type)!;
      return [{ type: name, coordinates } as Geometry, at];
    }
    default:
      throw new RangeError(`WKB type ${type} is not known`);
  }
}

class WkbWriter {
  constructor(
    private readonly view: DataView,
    private at: number,
  ) {}

  head(type: number): void {
    this.view.setUint8(this.at, 1);
    this.view.setUint32(this.at + 1, type, true);
    this.at += 5;
  }

  count(value: number): void {
    this.view.setUint32(this.at, value, true);
    this.at += 4;
  }

  position(x: number, y: number): void {
    this.view.setFloat64(this.at, x, true);
    this.view.setFloat64(this.at + 8, y, true);
    this.at += 16;
  }
}
