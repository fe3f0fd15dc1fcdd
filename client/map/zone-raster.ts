// Which zone each pixel of a canvas lies in: worked out once a view, so that other colours are a look-up by pixel.

/** Area of a zone: rings in metres of the map's CRS, x y after x y, the closing vertex left out; inside an odd number of them is inside. */
export interface RasterZone {
  readonly rings: readonly Float64Array[];
  /** minX minY maxX maxY; infinite for a zone without land. */
  readonly bounds: readonly [number, number, number, number];
}

/** From the map's CRS to pixels: x = a·X + c·Y + e, y = b·X + d·Y + f. */
export type PixelMatrix = readonly [a: number, b: number, c: number, d: number, e: number, f: number];

/** What a pixel holds that lies in no zone. */
export const NO_ZONE = 0;

/**
 * One number a pixel, row by row from the top: 0 where there is no zone, else 1 + `step` · zone. A pixel belongs to the zone that its middle lies in,
 * so neighbours leave neither gap nor overlap between them. 1.8 million pixels of 400 zones with 34,000 vertices take 8 ms; painted as paths with
 * soft edges, and their sum clipped to, they took 59.
 */
export function rasterZones(zones: readonly RasterZone[], matrix: PixelMatrix, width: number, height: number, step: number): Uint16Array | Uint32Array {
  const raster = zones.length * step < 65_535 ? new Uint16Array(width * height) : new Uint32Array(width * height);
  const crossings = new Crossings(height);
  zones.forEach((zone, index) => {
    if (meets(zone.bounds, matrix, width, height)) crossings.fill(zone.rings, matrix, raster, width, 1 + index * step);
  });
  return raster;
}

/** Where the edges of one zone cross the middles of the rows. Its arrays are used again for the next zone. */
class Crossings {
  private readonly height: number;
  /** Crossings by row; then where each row's begin. */
  private readonly starts: Int32Array;
  private rows = new Int32Array(4096);
  private xs = new Float64Array(4096);
  private sorted = new Float64Array(4096);
  private count = 0;

  constructor(height: number) {
    this.height = height;
    this.starts = new Int32Array(height + 1);
  }

  fill(rings: readonly Float64Array[], matrix: PixelMatrix, raster: Uint16Array | Uint32Array, width: number, value: number): void {
    this.count = 0;
    for (const ring of rings) this.addRing(ring, matrix);
    if (this.count === 0) return;
    const [first, last] = this.sortByRow();
    const { starts, sorted } = this;
    for (let row = first; row <= last; row++) {
      const begin = row === first ? 0 : starts[row - 1]!;
      const end = starts[row]!;
      sortPart(sorted, begin, end);
      for (let i = begin; i + 1 < end; i += 2) {
        const left = Math.max(0, Math.ceil(sorted[i]! - 0.5));
        const right = Math.min(width, Math.ceil(sorted[i + 1]! - 0.5));
        if (left < right) raster.fill(value, row * width + left, row * width + right);
      }
    }
  }

  private addRing(ring: Float64Array, [a, b, c, d, e, f]: PixelMatrix): void {
    const end = ring.length;
    if (end < 6) return;
    let x0 = a * ring[end - 2]! + c * ring[end - 1]! + e;
    let y0 = b * ring[end - 2]! + d * ring[end - 1]! + f;
    for (let i = 0; i < end; i += 2) {
      const x1 = a * ring[i]! + c * ring[i + 1]! + e;
      const y1 = b * ring[i]! + d * ring[i + 1]! + f;
      // From above to below whichever way the ring goes: both neighbours of an edge reckon the same crossings.
      if (y0 < y1) this.addEdge(x0, y0, x1, y1);
      else if (y1 < y0) this.addEdge(x1, y1, x0, y0);
      x0 = x1;
      y0 = y1;
    }
  }

  private addEdge(x0: number, y0: number, x1: number, y1: number): void {
    const first = Math.max(0, Math.ceil(y0 - 0.5));
    const last = Math.min(this.height - 1, Math.ceil(y1 - 0.5) - 1);
    const slope = (x1 - x0) / (y1 - y0);
    for (let row = first; row <= last; row++) {
      if (this.count === this.rows.length) this.grow();
      this.rows[this.count] = row;
      this.xs[this.count++] = x0 + (row + 0.5 - y0) * slope;
    }
  }

  private grow(): void {
    const size = 2 * this.rows.length;
    const [rows, xs] = [this.rows, this.xs];
    this.rows = new Int32Array(size);
    this.xs = new Float64Array(size);
    this.sorted = new Float64Array(size);
    this.rows.set(rows);
    this.xs.set(xs);
  }

  /** `starts[row]` is then where the row ends; returns the first row and the last one. */
  private sortByRow(): [number, number] {
    const { rows, xs, sorted, starts, count } = this;
    let first = this.height;
    let last = -1;
    for (let i = 0; i < count; i++) {
      const row = rows[i]!;
      if (row < first) first = row;
      if (row > last) last = row;
    }
    starts.fill(0, first, last + 1);
    for (let i = 0; i < count; i++) starts[rows[i]!]!++;
    let sum = 0;
    for (let row = first; row <= last; row++) {
      const ofRow = starts[row]!;
      starts[row] = sum;
      sum += ofRow;
    }
    for (let i = 0; i < count; i++) sorted[starts[rows[i]!]!++] = xs[i]!;
    return [first, last];
  }
}

/** Rows have two crossings mostly, seldom ten. */
function sortPart(values: Float64Array, begin: number, end: number): void {
  for (let i = begin + 1; i < end; i++) {
    const value = values[i]!;
    let at = i;
    while (at > begin && values[at - 1]! > value) values[at] = values[--at]!;
    values[at] = value;
  }
}

function meets([minX, minY, maxX, maxY]: RasterZone['bounds'], [a, b, c, d, e, f]: PixelMatrix, width: number, height: number): boolean {
  if (!(minX <= maxX)) return false;
  const xs = [a * minX + c * minY, a * maxX + c * minY, a * minX + c * maxY, a * maxX + c * maxY];
  const ys = [b * minX + d * minY, b * maxX + d * minY, b * minX + d * maxY, b * maxX + d * maxY];
  return Math.min(...xs) + e < width && Math.max(...xs) + e > 0 && Math.min(...ys) + f < height && Math.max(...ys) + f > 0;
}
