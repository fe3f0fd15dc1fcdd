// Attributes of features column by column, as the bytes of their JSON: 171 columns of which 3 are asked for cost 3.
import { isUtf8 } from 'node:buffer';
import { GrowableIndices } from '../../../core/coverage/growable.ts';
import { say } from '../../../core/refusals/say.ts';
import { fieldText } from './field-text.ts';
import { InputError } from '../input-error.ts';

class Column {
  bytes = Buffer.allocUnsafe(256);
  length = 0;
  /** By row where its value ends; a row without a value ends where it begins. */
  readonly ends = new GrowableIndices();

  constructor(
    readonly name: string,
    readonly key: Buffer,
    readonly kept: boolean,
  ) {}

  /** Sets the value of `row`, the last or one after it. */
  put(row: number, bytes: Buffer, start: number, end: number): void {
    while (this.ends.length < row) this.ends.push(this.length);
    // A name that stands twice in one object: the last counts, as for JSON.parse.
    if (this.ends.length > row) this.length = this.startOf(row);
    const size = end - start;
    if (this.length + size > this.bytes.length) {
      const grown = Buffer.allocUnsafe(2 * (this.length + size));
      this.bytes.copy(grown, 0, 0, this.length);
      this.bytes = grown;
    }
    if (size < 48) for (let i = 0; i < size; i++) this.bytes[this.length + i] = bytes[start + i]!;
    else bytes.copy(this.bytes, this.length, start, end);
    this.length += size;
    this.ends.length = row;
    this.ends.push(this.length);
  }

  startOf(row: number): number {
    return row === 0 ? 0 : this.ends.data[row - 1]!;
  }

  /** JSON of the value; '' for none. */
  json(row: number): string {
    if (row >= this.ends.length) return '';
    return this.bytes.toString('utf8', this.startOf(row), this.ends.data[row]!);
  }

  isUtf8(row: number): boolean {
    return isUtf8(this.bytes.subarray(this.startOf(row), this.ends.data[row]!));
  }
}

/** Columns in the order in which their names were first seen. Names alone are kept of those that nobody `wanted`. */
export class TextColumns {
  private readonly columns: Column[] = [];
  private readonly positions = new Map<string, number>();
  private readonly wanted: ReadonlySet<string> | null;

  /** `wanted`: null keeps all. `file` is for messages. */
  constructor(
    private readonly file: string,
    wanted: readonly string[] | null,
  ) {
    this.wanted = wanted === null ? null : new Set(wanted);
  }

  get names(): readonly string[] {
    return this.columns.map(({ name }) => name);
  }

  /**
   * Position of the column whose name stands as JSON, quotes included, from `start` to `end`. Features name their columns in
   * the same order nearly always: `guess` is tried first and saves the text of the name.
   */
  find(bytes: Buffer, start: number, end: number, guess: number): number {
    const likely = this.columns[guess];
    if (likely !== undefined && likely.key.length === end - start) {
      let i = 0;
      while (i < likely.key.length && likely.key[i] === bytes[start + i]) i++;
      if (i === likely.key.length) return guess;
    }
    return this.findName(JSON.parse(bytes.toString('utf8', start, end)) as string, bytes.subarray(start, end));
  }

  findName(name: string, key: Buffer = Buffer.from(JSON.stringify(name))): number {
    const known = this.positions.get(name);
    if (known !== undefined) return known;
    this.positions.set(name, this.columns.length);
    this.columns.push(new Column(name, Buffer.from(key), this.wanted === null || this.wanted.has(name)));
    return this.columns.length - 1;
  }

  /** A row that is read again, because the window ended within it, overwrites what it had. */
  put(column: number, row: number, bytes: Buffer, start: number, end: number): void {
    const into = this.columns[column]!;
    if (into.kept) into.put(row, bytes, start, end);
  }

  /** Whether the row has the member at all, be it null. */
  has(column: number, row: number): boolean {
    return this.columns[column]!.json(row) !== '';
  }

  /** The value; undefined for a row that has none. */
  value(row: number, column: number): unknown {
    const json = this.jsonOf(row, column);
    return json === '' ? undefined : (JSON.parse(json) as unknown);
  }

  private jsonOf(row: number, column: number): string {
    const { name, kept } = this.columns[column]!;
    if (!kept) throw new RangeError(`column "${name}" was not asked for`);
    const json = this.columns[column]!.json(row);
    // What stands for bytes that are no UTF-8 may also stand in the file itself.
    if (!json.includes('\ufffd') || this.columns[column]!.isUtf8(row)) return json;
    throw new InputError({ file: this.file, row: row + 1, field: name, problem: say('NOT_UTF8', { value: json.replaceAll(/^"|"$/g, '').slice(0, 40) }), accepted: say('TAKE_UTF8_GEOJSON') });
  }

  /** The value as a table has it, '' for none. */
  text(row: number, column: number): string {
    const json = this.jsonOf(row, column);
    // Whole numbers keep all their digits, also beyond 2^53; texts without an escape need no parser.
    if (/^(?:0|-?[1-9]\d*)$/.test(json)) return json;
    if (json.startsWith('"') && !json.includes('\\')) return json.slice(1, -1).trim();
    return json === '' ? '' : fieldText(JSON.parse(json));
  }
}
