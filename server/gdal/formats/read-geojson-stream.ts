// GeoJSON as it comes, byte by byte into flat arrays: no text of the whole file, no object a vertex (RFC 7946, RFC 8142).
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { say } from '../../../core/refusals/say.ts';
import { GeometryCollector, NO_GEOMETRY, type FlatGeometries } from './flat-geometries.ts';
import type { InputError } from '../input-error.ts';
import { CLOSE_LIST, CLOSE_OBJECT, COLON, JsonCursor, keyBytes, OPEN_LIST, OPEN_OBJECT, QUOTE, WindowEnds } from './json-cursor.ts';
import { GeoJsonGeometries } from './read-geojson-geometry.ts';
import { TextColumns } from './text-columns.ts';

export interface GeoJsonRows {
  /** Features are the rows, from 0; messages count from 1. */
  readonly geometries: FlatGeometries;
  readonly columns: TextColumns;
  /** Of the "crs" member, wherever it stands; null without one. */
  readonly crsName: string | null;
}

export interface GeoJsonOptions {
  /** Columns of which the values are kept; default all. */
  readonly columns?: readonly string[] | undefined;
  /** Whether an `id` beside the properties is a column "id" where a feature has none. GDAL writes row numbers there. */
  readonly featureIds: boolean;
}

/** Bytes read at once; a feature of more is read in ever larger steps. */
const CHUNK = 1 << 20;
/** Of positions, while the density of the file is not known. */
const FIRST_ROOM = 1 << 18;
const RECORD_SEPARATOR = 0x1e;

/** Reads a file. Throws InputError that names the feature, and for a file that is cut off the byte. */
export function readGeoJsonFile(path: string, file: string, options: GeoJsonOptions): GeoJsonRows {
  const reader = new GeoJsonReader(file, options);
  const chunk = Buffer.allocUnsafe(CHUNK);
  const handle = openSync(path, 'r');
  try {
    const total = fstatSync(handle).size;
    for (let size = readSync(handle, chunk); size > 0; size = readSync(handle, chunk)) {
      reader.push(chunk.subarray(0, size));
      reader.expect(total);
    }
  } finally {
    closeSync(handle);
  }
  return reader.finish();
}

/** Reads a stream, in which the chunks may end anywhere. */
export async function readGeoJsonStream(stream: AsyncIterable<Uint8Array | string>, file: string, options: GeoJsonOptions): Promise<GeoJsonRows> {
  const reader = new GeoJsonReader(file, options);
  for await (const chunk of stream) reader.push(typeof chunk === 'string' ? Buffer.from(chunk) : chunk);
  return reader.finish();
}

/**
 * What comes next: the beginning, a member of the collection or what is behind one, an element of `features` or what is behind one, features
 * one after another, or nothing. A step that is done is never done again, wherever the window ends.
 */
type State = 'begin' | 'members' | 'behind member' | 'elements' | 'behind element' | 'sequence' | 'end';

class GeoJsonReader {
  private readonly cursor: JsonCursor;
  private readonly collector = new GeometryCollector();
  private readonly geometries: GeoJsonGeometries;
  private readonly columns: TextColumns;
  private readonly featureIds: boolean;
  private state: State = 'begin';
  private crsName: string | null = null;
  private type: string | null = null;
  private hasFeatures = false;
  /** Bytes that the window must have before another attempt at a feature that did not fit. */
  private enough = 0;

  constructor(file: string, options: GeoJsonOptions) {
    this.cursor = new JsonCursor(file);
    this.geometries = new GeoJsonGeometries(this.cursor, this.collector);
    this.columns = new TextColumns(file, options.columns ?? null);
    this.featureIds = options.featureIds;
  }

  push(chunk: Uint8Array): void {
    this.cursor.append(chunk);
    if (this.cursor.end - this.cursor.at >= this.enough) this.advance();
  }

  /** Makes room for a file of so many bytes at once, from the density of what came so far; arrays that double are copied over and over. */
  expect(totalBytes: number): void {
    const { xy } = this.collector;
    if (xy.data.length > FIRST_ROOM || this.cursor.place < CHUNK / 2) return;
    xy.reserve(Math.ceil((0.52 * xy.length * totalBytes) / this.cursor.place));
  }

  finish(): GeoJsonRows {
    this.cursor.complete = true;
    this.cursor.append(new Uint8Array(0));
    this.advance();
    return { geometries: this.collector.finish(), columns: this.columns, crsName: this.crsName };
  }

  /** Reads as far as the window reaches; what does not fit is read again from its beginning. */
  private advance(): void {
    const { cursor } = this;
    let safe = cursor.at;
    try {
      while (this.state !== 'end') {
        safe = cursor.at;
        this.step();
      }
      if (cursor.peek() !== 0 || cursor.at < cursor.end) throw cursor.unexpected();
    } catch (error) {
      if (!(error instanceof WindowEnds)) throw this.cutOff(error);
      this.collector.dropOpenRow();
      if (this.state !== 'end') cursor.at = safe;
      this.enough = 2 * (cursor.end - cursor.at);
    }
  }

  private cutOff(error: unknown): unknown {
    const { cursor } = this;
    if (!cursor.complete || cursor.at < cursor.end || !['elements', 'behind element', 'sequence'].includes(this.state)) return error;
    return cursor.error(say('CUT_IN_FEATURE', { byte: cursor.place, feature: String(this.collector.rows + 1) }), say('TAKE_WHOLE'), this.collector.rows + 1);
  }

  private step(): void {
    if (this.state === 'begin') return this.begin();
    if (this.state === 'members') return this.member();
    if (this.state === 'sequence') return this.sequence();
    if (this.state === 'elements') {
      this.feature();
      this.state = 'behind element';
    } else if (this.state === 'behind element') this.state = this.cursor.more(CLOSE_LIST) ? 'elements' : 'behind member';
    else if (this.cursor.more(CLOSE_OBJECT)) this.state = 'members';
    else this.endCollection();
  }

  private begin(): void {
    const { cursor } = this;
    const { bytes } = cursor;
    if (cursor.end < 3 && !cursor.complete) throw new WindowEnds();
    if (cursor.at === 0 && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) cursor.at = 3;
    const start = cursor.at;
    const first = cursor.peek();
    if (cursor.at >= cursor.end) throw cursor.error(say('FILE_EMPTY'), say('TAKE_COLLECTION'));
    if (first === RECORD_SEPARATOR) {
      this.state = 'sequence';
      return;
    }
    if (first !== OPEN_OBJECT) {
      throw first === OPEN_LIST || first === QUOTE ? this.noCollection() : cursor.unexpected();
    }
    this.state = this.beginsWithFeature() ? 'sequence' : 'members';
    cursor.at = start;
    if (this.state === 'sequence') return;
    if (cursor.opensEmpty(OPEN_OBJECT, CLOSE_OBJECT)) throw this.noCollection();
  }

  /** Looks ahead: whether the first object is a feature and not a collection. */
  private beginsWithFeature(): boolean {
    const { cursor } = this;
    if (cursor.opensEmpty(OPEN_OBJECT, CLOSE_OBJECT)) return false;
    do {
      const name = cursor.string();
      cursor.expect(COLON);
      if (name === 'features') return false;
      if (name === 'geometry') return true;
      if (name === 'type' && cursor.peek() === QUOTE) return cursor.string() === 'Feature';
      cursor.skip();
    } while (cursor.more(CLOSE_OBJECT));
    return false;
  }

  /** A member of the collection; of "features" the beginning. */
  private member(): void {
    const { cursor } = this;
    const name = cursor.string();
    cursor.expect(COLON);
    if (name === 'features' && cursor.peek() === OPEN_LIST) {
      if (this.hasFeatures) throw cursor.error(say('TWO_LISTS'), say('TAKE_COLLECTION'));
      if (!cursor.opensEmpty(OPEN_LIST, CLOSE_LIST)) {
        this.hasFeatures = true;
        this.state = 'elements';
        return;
      }
      this.hasFeatures = true;
    } else if (name === 'type' && cursor.peek() === QUOTE) this.type = cursor.string();
    else if (name === 'crs') this.crsName = this.readCrs();
    else cursor.skip();
    this.state = 'behind member';
  }

  private readCrs(): string | null {
    const { cursor } = this;
    cursor.peek();
    const start = cursor.at;
    cursor.skip();
    const crs = cursor.textOf(start, cursor.at) as { properties?: { name?: unknown } } | null;
    const name = crs?.properties?.name;
    return typeof name === 'string' ? name : null;
  }

  private endCollection(): void {
    if (this.type !== 'FeatureCollection' || !this.hasFeatures) throw this.noCollection();
    this.state = 'end';
  }

  private noCollection(): InputError {
    return this.cursor.error(say('NO_COLLECTION'), say('TAKE_COLLECTION'));
  }

  /** Features one after another, with or without a record separator before each. */
  private sequence(): void {
    const { cursor } = this;
    while (cursor.peek() === RECORD_SEPARATOR) cursor.at++;
    if (cursor.at < cursor.end) return this.feature();
    this.state = 'end';
  }

  private feature(): void {
    const { cursor, collector } = this;
    const row = collector.rows;
    let type = -1;
    let isFeature = false;
    let idStart = -1;
    let idEnd = -1;
    if (!cursor.opensEmpty(OPEN_OBJECT, CLOSE_OBJECT)) {
      do {
        const [from, to] = cursor.key();
        if (cursor.isKey(from, to, GEOMETRY)) {
          if (type >= 0) collector.dropOpenRow();
          type = this.geometries.read(row + 1);
        } else if (cursor.isKey(from, to, PROPERTIES)) this.properties(row);
        else if (cursor.isKey(from, to, TYPE) && cursor.peek() === QUOTE) isFeature = cursor.string() === 'Feature';
        else if (cursor.isKey(from, to, ID)) {
          cursor.peek();
          idStart = cursor.at;
          cursor.skip();
          idEnd = cursor.at;
        } else if (cursor.isKey(from, to, CRS) && this.state === 'sequence') this.crsName ??= this.readCrs();
        else cursor.skip();
      } while (cursor.more(CLOSE_OBJECT));
    }
    if (!isFeature) throw cursor.error(say('NO_FEATURE'), say('TAKE_FEATURE_OBJECT'), row + 1);
    if (idStart >= 0 && this.featureIds) {
      const column = this.columns.findName('id');
      if (!this.columns.has(column, row)) this.columns.put(column, row, cursor.bytes, idStart, idEnd);
    }
    collector.closeRow(Math.max(NO_GEOMETRY, type));
  }

  private properties(row: number): void {
    const { cursor, columns } = this;
    if (cursor.peek() !== OPEN_OBJECT) return cursor.skip();
    if (cursor.opensEmpty(OPEN_OBJECT, CLOSE_OBJECT)) return;
    let guess = 0;
    do {
      const [from, to] = cursor.key();
      const column = columns.find(cursor.bytes, from, to, guess);
      guess = column + 1;
      cursor.peek();
      const start = cursor.at;
      cursor.skip();
      columns.put(column, row, cursor.bytes, start, cursor.at);
    } while (cursor.more(CLOSE_OBJECT));
  }
}

const GEOMETRY = keyBytes('geometry');
const PROPERTIES = keyBytes('properties');
const TYPE = keyBytes('type');
const ID = keyBytes('id');
const CRS = keyBytes('crs');
