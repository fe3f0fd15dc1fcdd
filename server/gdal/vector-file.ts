// What a vector file is to its callers: rows with texts and flat geometries, and objects for those who want objects.
import type { Geometry } from 'geojson';
import { geometryOf, type FlatGeometries } from './formats/flat-geometries.ts';
import type { ServedBy } from './gdal.ts';

export interface VectorFeature {
  readonly properties: Readonly<Record<string, unknown>>;
  readonly geometry: Geometry | null;
}

/** The attributes of a file by row and column; a column that was not asked for must not be. */
export interface VectorTable {
  /** Text of a field, '' for none. */
  text(row: number, column: number): string;
  /** The value; undefined for a row that has none. */
  value(row: number, column: number): unknown;
}

export class VectorFile {
  readonly rowCount: number;
  private objects: readonly VectorFeature[] | null = null;
  private flat: FlatGeometries | null;

  constructor(
    readonly file: string,
    /** EPSG number; null where the file names none. Longitude or easting comes first. */
    readonly epsg: number | null,
    readonly fields: readonly string[],
    geometries: FlatGeometries,
    private readonly table: VectorTable,
    /** `own`: read without GDAL. */
    readonly servedBy: ServedBy,
  ) {
    this.flat = geometries;
    this.rowCount = geometries.type.length;
  }

  /** Row r, from 0, is feature r + 1 in messages. */
  get geometries(): FlatGeometries {
    if (this.flat === null) throw new Error('the geometries were taken');
    return this.flat;
  }

  /** The geometries for somebody who changes them, who is then the only one to have them: 100 MB at 400,000 polygons. */
  takeGeometries(): FlatGeometries {
    const taken = this.geometries;
    this.flat = null;
    return taken;
  }

  text(row: number, column: number): string {
    return this.table.text(row, column);
  }

  geometryOf(row: number): Geometry | null {
    return geometryOf(this.geometries, row);
  }

  /** Features as objects, each made of its row when it is looked at: for hundreds of them, not for a city's blocks. */
  get features(): readonly VectorFeature[] {
    this.objects ??= Array.from({ length: this.rowCount }, (_, row) => this.featureOf(row));
    return this.objects;
  }

  private featureOf(row: number): VectorFeature {
    const { fields, table } = this;
    const geometry = () => geometryOf(this.geometries, row);
    return {
      get properties() {
        const values = fields.map((name, column) => [name, table.value(row, column)] as const);
        return Object.fromEntries(values.filter(([, value]) => value !== undefined));
      },
      get geometry() {
        return geometry();
      },
    };
  }
}
