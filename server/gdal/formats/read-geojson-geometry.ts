// Coordinates of GeoJSON from their bytes into flat arrays (RFC 7946, section 3.1), with what is wrong told by its feature.
import { say } from '../../../core/refusals/say.ts';
import { fieldText } from './field-text.ts';
import { COLLECTION, GEOMETRY_TYPES, type GeometryCollector, LINE, MULTI_LINE, MULTI_POINT, MULTI_POLYGON, NO_GEOMETRY, POINT, POLYGON } from './flat-geometries.ts';
import { CLOSE_LIST, CLOSE_OBJECT, COMMA, type JsonCursor, keyBytes, OPEN_LIST, OPEN_OBJECT, QUOTE } from './json-cursor.ts';

const TYPE = keyBytes('type');
const COORDINATES = keyBytes('coordinates');
/** Two numbers of fewer bytes than this can be read without the window ending within them; longer ones are read with care. */
const LONGEST_PAIR = 64;

/** Reads geometries into the open row of the collector. Rows are counted from 1, for messages. */
export class GeoJsonGeometries {
  constructor(
    private readonly cursor: JsonCursor,
    private readonly collector: GeometryCollector,
  ) {}

  /** Reads a geometry into the open row; its type's code. */
  read(row: number): number {
    const { cursor } = this;
    if (cursor.peek() !== OPEN_OBJECT) {
      const start = cursor.at;
      cursor.skip();
      if (cursor.textOf(start, cursor.at) === null) return NO_GEOMETRY;
      throw cursor.error(say('GEOMETRY_NO_OBJECT'), say('TAKE_GEOMETRY'), row);
    }
    let type: string | null = null;
    let start = -1;
    let end = -1;
    if (!cursor.opensEmpty(OPEN_OBJECT, CLOSE_OBJECT)) {
      do {
        const [from, to] = cursor.key();
        cursor.peek();
        if (cursor.isKey(from, to, TYPE) && cursor.peek() === QUOTE) type = cursor.string();
        else if (cursor.isKey(from, to, COORDINATES) && start < 0) {
          start = cursor.at;
          // The type stands before the coordinates nearly always; where it does not, they are passed over and read afterwards.
          if (type === null) cursor.skip();
          else this.coordinates(type, row);
          end = type === null ? cursor.at : -1;
        } else cursor.skip();
      } while (cursor.more(CLOSE_OBJECT));
    }
    if (type === 'GeometryCollection') return COLLECTION;
    const code = this.codeOf(type, row);
    if (start < 0) throw cursor.error(say('WITHOUT_COORDINATES', { type: String(type) }), say('TAKE_COORDINATES'), row);
    if (end >= 0) {
      const after = cursor.at;
      cursor.at = start;
      this.coordinates(type!, row);
      cursor.at = after;
    }
    return code;
  }

  private codeOf(type: string | null, row: number): number {
    const code = GEOMETRY_TYPES.indexOf(type as (typeof GEOMETRY_TYPES)[number]);
    if (type !== null && code > 0) return code;
    throw this.cursor.error(type === null ? say('WITHOUT_TYPE') : say('OF_TYPE', { type: type.slice(0, 40) }), say('TAKE_TYPES'), row);
  }

  private coordinates(type: string, row: number): void {
    const { cursor, collector } = this;
    switch (this.codeOf(type, row)) {
      case POINT: {
        // A point without coordinates is an empty one.
        if (!this.position(row)) return;
        collector.closeRing();
        return collector.closePart();
      }
      case LINE:
        this.ring(row);
        return collector.closePart();
      case MULTI_POINT:
        return this.list(row, () => {
          this.position(row);
          collector.closeRing();
          collector.closePart();
        });
      case MULTI_LINE:
        return this.list(row, () => {
          this.ring(row);
          collector.closePart();
        });
      case POLYGON:
        return this.rings(row);
      case MULTI_POLYGON:
        return this.list(row, () => this.rings(row));
      default:
        return cursor.skip();
    }
  }

  private list(row: number, element: () => void): void {
    const { cursor } = this;
    if (cursor.peek() !== OPEN_LIST) throw this.notNested(row);
    if (cursor.opensEmpty(OPEN_LIST, CLOSE_LIST)) return;
    do element();
    while (cursor.more(CLOSE_LIST));
  }

  private rings(row: number): void {
    this.list(row, () => this.ring(row));
    this.collector.closePart();
  }

  private ring(row: number): void {
    const { cursor } = this;
    if (cursor.peek() !== OPEN_LIST) throw this.notNested(row);
    if (!cursor.opensEmpty(OPEN_LIST, CLOSE_LIST)) {
      do {
        this.positions();
        if (!this.position(row)) throw cursor.error(say('POSITION_EMPTY'), say('TAKE_TWO_NUMBERS'), row);
      } while (cursor.more(CLOSE_LIST));
    }
    this.collector.closeRing();
  }

  /**
   * Positions as nearly all files write them, `[x,y],` with nothing between: up to the first that is written otherwise, or the last. Half of
   * the time of the careful way, which takes over where this one stops.
   */
  private positions(): void {
    const { cursor } = this;
    const { xy } = this.collector;
    const { bytes } = cursor;
    for (;;) {
      const start = cursor.at;
      if (bytes[start] !== OPEN_LIST || start + LONGEST_PAIR > cursor.end) return;
      cursor.at = start + 1;
      const x = cursor.number();
      const comma = bytes[cursor.at] === COMMA;
      cursor.at++;
      const y = comma ? cursor.number() : NaN;
      const end = cursor.at;
      // Infinite and no numbers are told by the careful way.
      if (!(Math.abs(x) < Infinity && Math.abs(y) < Infinity) || bytes[end] !== CLOSE_LIST || bytes[end + 1] !== COMMA || bytes[end + 2] !== OPEN_LIST) {
        cursor.at = start;
        return;
      }
      if (xy.length + 2 > xy.data.length) xy.reserve(2);
      xy.data[xy.length] = x;
      xy.data[xy.length + 1] = y;
      xy.length += 2;
      cursor.at = end + 2;
    }
  }

  /** A position; false for an empty list. Heights and measures are passed over. */
  private position(row: number): boolean {
    const { cursor } = this;
    if (cursor.peek() !== OPEN_LIST) throw this.notNested(row);
    if (cursor.opensEmpty(OPEN_LIST, CLOSE_LIST)) return false;
    const x = this.ordinate(row);
    if (!cursor.more(CLOSE_LIST)) throw cursor.error(say('POSITION_SHORT', { value: String(x) }), say('TAKE_TWO_NUMBERS'), row);
    const y = this.ordinate(row);
    while (cursor.more(CLOSE_LIST)) this.ordinate(row, true);
    this.collector.xy.push(x);
    this.collector.xy.push(y);
    return true;
  }

  /** `dropped`: a height, which may be null as some writers have it. */
  private ordinate(row: number, dropped = false): number {
    const { cursor } = this;
    const byte = cursor.peek();
    const value = cursor.number();
    if (Math.abs(value) < Infinity) return value;
    if (dropped) {
      cursor.skip();
      return 0;
    }
    if (byte === OPEN_LIST) throw this.notNested(row);
    if (value !== value && byte !== QUOTE && byte !== OPEN_OBJECT) {
      // NaN, Infinity, -inf and the like are no JSON, but what some programs write.
      const word = /^[-+\w.]*/.exec(cursor.bytes.toString('latin1', cursor.at, Math.min(cursor.end, cursor.at + 40)))![0];
      if (word === '') throw cursor.unexpected();
      if (cursor.at + word.length >= cursor.end) throw cursor.ends();
      throw cursor.error(say('COORDINATE_WORD', { value: word }), say('TAKE_NUMBERS'), row);
    }
    if (value === value) throw cursor.error(say('COORDINATE_INFINITE'), say('TAKE_NUMBERS'), row);
    const start = cursor.at;
    cursor.skip();
    throw cursor.error(say('COORDINATE_TEXT', { value: fieldText(cursor.textOf(start, cursor.at)).slice(0, 40) }), say('TAKE_NUMBERS'), row);
  }

  private notNested(row: number): Error {
    const { cursor } = this;
    return cursor.at >= cursor.end ? cursor.unexpected() : cursor.error(say('COORDINATES_NESTED'), say('TAKE_POSITIONS'), row);
  }
}
