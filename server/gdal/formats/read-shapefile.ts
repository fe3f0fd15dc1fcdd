// Shapefiles without GDAL: outlines straight into flat arrays, attributes as they lie in the table (ESRI, 1998).
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';
import { say, type Said } from '../../../core/refusals/say.ts';
import { FileWindow } from './file-window.ts';
import { GeometryCollector, LINE, MULTI_LINE, MULTI_POINT, MULTI_POLYGON, NO_GEOMETRY, POINT, POLYGON, type FlatGeometries } from './flat-geometries.ts';
import { InputError } from '../input-error.ts';
import { crsOfPrj, type PrjCrs } from '../crs/prj-crs.ts';
import { readDbf, type DbfTable } from './read-dbf.ts';
import { groupRings } from './shapefile-rings.ts';

export interface ShapefileRows {
  readonly geometries: FlatGeometries;
  /** Records of the table that are rows, those marked as deleted left out. */
  readonly records: Uint32Array;
  readonly table: DbfTable;
  /** Of the .prj; null where there is none, or none that can be read. */
  readonly crs: PrjCrs | null;
}

const HEADER = 100;
const [NULL_SHAPE, POINTS, LINES, POLYGONS, MANY_POINTS] = [0, 1, 3, 5, 8];

/**
 * Reads the .shp of `path` and what lies beside it, whatever the case of the extensions. `columns`: those of which values are kept, default all.
 * Throws InputError that names the part of the Shapefile and the record.
 */
export function readShapefile(path: string, columns: readonly string[] | null = null): ShapefileRows {
  const beside = siblings(path);
  const text = (extension: string) => (beside.has(extension) ? readFileSync(beside.get(extension)!, 'latin1') : null);
  const table = readDbf(beside.get('.dbf') ?? path.replace(/\.shp$/i, '.dbf'), text('.cpg'), columns);
  const prj = beside.has('.prj') ? readFileSync(beside.get('.prj')!, 'utf8') : '';
  const shapes = new FileWindow(path);
  try {
    const reader = new ShapeReader(shapes, basename(path));
    const offsets = beside.has('.shx') ? readOffsets(beside.get('.shx')!, table.rowCount) : null;
    const records: number[] = [];
    let next = HEADER;
    for (let record = 0; record < table.rowCount; record++) {
      const at = offsets === null ? next : offsets[record]!;
      if (table.deleted(record)) next = reader.end(at, record + 1);
      else {
        next = reader.read(at, record + 1);
        records.push(record);
      }
    }
    if (offsets === null && next < reader.length) throw new InputError({ file: basename(path), problem: say('MORE_SHAPES', { count: table.rowCount }), accepted: say('TAKE_WHOLE_PARTS') });
    return { geometries: reader.collector.finish(), records: Uint32Array.from(records), table, crs: crsOfPrj(prj) };
  } finally {
    shapes.close();
  }
}

/** Files of the same name by extension in lower case. */
function siblings(path: string): Map<string, string> {
  const folder = dirname(path);
  const stem = basename(path, extname(path)).toLowerCase();
  const names = existsSync(folder) ? readdirSync(folder) : [];
  return new Map(names.filter((name) => basename(name, extname(name)).toLowerCase() === stem).map((name) => [extname(name).toLowerCase(), join(folder, name)]));
}

/** Where each record begins: records need not lie in order. */
function readOffsets(path: string, rowCount: number): Uint32Array {
  const bytes = readFileSync(path);
  const file = basename(path);
  const there = Math.floor((bytes.length - HEADER) / 8);
  if (there < rowCount) throw new InputError({ file, row: Math.max(0, there) + 1, problem: say('RECORDS_DIFFER', { count: Math.max(0, there), dbf: rowCount }), accepted: say('TAKE_WHOLE_PARTS') });
  if (there > rowCount) throw new InputError({ file, problem: say('RECORDS_DIFFER', { count: there, dbf: rowCount }), accepted: say('TAKE_WHOLE_PARTS') });
  const offsets = new Uint32Array(rowCount);
  for (let record = 0; record < rowCount; record++) offsets[record] = 2 * bytes.readUInt32BE(HEADER + 8 * record);
  return offsets;
}

class ShapeReader {
  readonly collector = new GeometryCollector();
  /** Bytes that the header says the file has. */
  readonly length: number;
  private points = new Float64Array(1024);
  private view = new DataView(new ArrayBuffer(0));

  constructor(
    private readonly window: FileWindow,
    private readonly file: string,
  ) {
    const head = window.find(0, HEADER);
    if (head < 0) throw new InputError({ file, problem: say('CUT_IN_HEADER'), accepted: say('TAKE_WHOLE_PARTS') });
    if (window.bytes.readUInt32BE(0) !== 9994) throw new InputError({ file, problem: say('NO_SHAPEFILE'), accepted: say('TAKE_SHAPEFILE') });
    this.length = 2 * window.bytes.readUInt32BE(24);
    // All that the file can hold, in one piece.
    this.collector.xy.data = new Float64Array(window.size >> 3);
  }

  private error(record: number, problem: Said, accepted: Said): InputError {
    return new InputError({ file: this.file, row: record, problem, accepted });
  }

  /** Where the record at `at` ends. */
  end(at: number, record: number): number {
    const head = this.window.find(at, 8);
    if (head < 0) throw this.error(record, say('CUT_BEFORE', { byte: this.window.size }), say('TAKE_WHOLE_PARTS'));
    return at + 8 + 2 * this.window.bytes.readUInt32BE(head + 4);
  }

  /** Reads a record as the next row; where it ends. */
  read(at: number, record: number): number {
    const next = this.end(at, record);
    const length = next - at - 8;
    const start = this.window.find(at + 8, length);
    if (start < 0) throw this.error(record, say('CUT_WITHIN', { byte: this.window.size }), say('TAKE_WHOLE_PARTS'));
    const { bytes } = this.window;
    if (this.view.buffer !== bytes.buffer || this.view.byteLength !== bytes.byteLength) this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const kind = length < 4 ? NULL_SHAPE : this.view.getInt32(start, true);
    // Z is 10 more and M 20 more, with heights and measures behind the places.
    const flat = kind >= 20 ? kind - 20 : kind >= 10 ? kind - 10 : kind;
    const { collector } = this;
    if (kind === NULL_SHAPE) collector.closeRow(NO_GEOMETRY);
    else if (flat === POINTS && kind <= 21) this.readPoint(start + 4, length - 4, record);
    else if (flat === MANY_POINTS && kind <= 28) this.readPoints(start + 36, length - 36, record);
    else if ((flat === LINES || flat === POLYGONS) && kind <= 25) this.readParts(start + 36, length - 36, record, flat === POLYGONS);
    else throw this.error(record, kind === 31 ? say('MULTIPATCH') : say('SHAPE_TYPE', { type: String(kind) }), say('TAKE_SHAPES'));
    return next;
  }

  private readPoint(at: number, length: number, record: number): void {
    this.require(length >= 16, record);
    this.copy(at, 1, record);
    this.emit(0, 1);
    this.collector.closePart();
    this.collector.closeRow(POINT);
  }

  private readPoints(at: number, length: number, record: number): void {
    this.require(length >= 4, record);
    const count = this.view.getUint32(at, true);
    this.require(16 * count <= length - 4, record);
    this.copy(at + 4, count, record);
    for (let i = 0; i < count; i++) {
      this.emit(i, i + 1);
      this.collector.closePart();
    }
    this.collector.closeRow(MULTI_POINT);
  }

  /** Lines and polygons: number of parts and points, first point of each part, points. */
  private readParts(at: number, length: number, record: number, polygons: boolean): void {
    this.require(length >= 8, record);
    const partCount = this.view.getUint32(at, true);
    const count = this.view.getUint32(at + 4, true);
    this.require(4 * partCount + 16 * count <= length - 8, record);
    this.copy(at + 8 + 4 * partCount, count, record);
    const { collector, view } = this;
    if (partCount === 1) {
      this.require(view.getUint32(at + 8, true) === 0, record);
      this.emit(0, count);
      collector.closePart();
      return collector.closeRow(polygons ? POLYGON : LINE);
    }
    const rings: [number, number][] = [];
    for (let part = 0; part < partCount; part++) {
      const start = view.getUint32(at + 8 + 4 * part, true);
      const end = part + 1 === partCount ? count : view.getUint32(at + 12 + 4 * part, true);
      this.require(start <= end && end <= count, record);
      if (end > start) rings.push([start, end]);
    }
    if (polygons) return collector.closeRow(groupRings(this.points, rings, collector) === 1 ? POLYGON : MULTI_POLYGON);
    for (const [start, end] of rings) {
      this.emit(start, end);
      collector.closePart();
    }
    collector.closeRow(rings.length === 1 ? LINE : MULTI_LINE);
  }

  private require(holds: boolean, record: number): void {
    if (!holds) throw this.error(record, say('SHAPE_UNFIT'), say('TAKE_WHOLE_PARTS'));
  }

  /** Places of the record into `points`, checked to be numbers. */
  private copy(at: number, count: number, record: number): void {
    const numbers = 2 * count;
    if (numbers > this.points.length) this.points = new Float64Array(2 * numbers);
    const { points, view } = this;
    for (let i = 0; i < numbers; i++) {
      const value = view.getFloat64(at + 8 * i, true);
      if (!(Math.abs(value) < Infinity)) throw this.error(record, say('COORDINATE_WORD', { value: String(value) }), say('TAKE_NUMBERS'));
      points[i] = value;
    }
  }

  /** A ring of the points from `start` to `end`. */
  private emit(start: number, end: number): void {
    const { xy } = this.collector;
    xy.reserve(2 * (end - start));
    const { data } = xy;
    let to = xy.length;
    for (let i = 2 * start; i < 2 * end; i++) data[to++] = this.points[i]!;
    xy.length = to;
    this.collector.closeRing();
  }
}
