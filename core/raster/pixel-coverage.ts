// Pixels under a polygon, each by the exact fraction that the polygon covers.
import { twiceSignedArea } from '../coverage/build-coverage.ts';
import type { BlockRings } from '../coverage/coverage.ts';

/** A north-up window of a raster, row-major from its upper left corner; NaN is no value. */
export interface RasterWindow {
  readonly width: number;
  readonly height: number;
  /** Upper left corner of the upper left pixel, in the raster's CRS. */
  readonly originX: number;
  readonly originY: number;
  /** Sizes of a pixel, both positive; rows go south. */
  readonly pixelX: number;
  readonly pixelY: number;
  readonly values: ArrayLike<number>;
}

export interface PixelSum {
  /** Sum of value times covered fraction over the pixels with a value. */
  readonly sum: number;
  /** Sum of the covered fractions of these pixels. */
  readonly pixels: number;
}

/**
 * Sums the pixels under polygon i of rings in the raster's CRS.
 *
 * Every edge adds, in each pixel that it passes, the signed area between it and the pixel's right side, and its height to
 * all pixels on the right; summed along a row that is the covered area of each (the accumulation of font rasterisers, which is
 * exact: no sampling). Holes count against their shell whatever their winding. Linear in the pixels of the polygon's
 * bounds and in the pixels that its border passes.
 */
export function sumUnderPolygon(raster: RasterWindow, rings: BlockRings, i: number): PixelSum {
  const firstRing = rings.partStart[rings.blockStart[i]!]!;
  const lastRing = rings.partStart[rings.blockStart[i + 1]!]!;
  const column = (v: number) => (rings.xy[2 * v]! - raster.originX) / raster.pixelX;
  const row = (v: number) => (raster.originY - rings.xy[2 * v + 1]!) / raster.pixelY;
  let [minX, minY, maxX, maxY] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let v = rings.ringStart[firstRing]!; v < rings.ringStart[lastRing]!; v++) {
    minX = Math.min(minX, column(v));
    maxX = Math.max(maxX, column(v));
    minY = Math.min(minY, row(v));
    maxY = Math.max(maxY, row(v));
  }
  if (!(minX < maxX) || !(minY < maxY)) return { sum: 0, pixels: 0 };
  const [left, top] = [Math.floor(minX), Math.floor(minY)];
  const [width, height] = [Math.ceil(maxX) - left, Math.ceil(maxY) - top];
  // One more on the right takes what an edge along the right side adds to its right.
  const stride = width + 1;
  const change = new Float64Array(stride * height);
  for (let part = rings.blockStart[i]!; part < rings.blockStart[i + 1]!; part++) {
    for (let ring = rings.partStart[part]!; ring < rings.partStart[part + 1]!; ring++) {
      const [start, end] = [rings.ringStart[ring]!, rings.ringStart[ring + 1]!];
      // Counter-clockwise rings go south on their left side, where a shell begins.
      const sign = twiceSignedArea(rings.xy, start, end) > 0 === (ring === rings.partStart[part]) ? 1 : -1;
      for (let v = start, u = end - 1; v < end; u = v, v++) addEdge(change, stride, column(u) - left, row(u) - top, column(v) - left, row(v) - top, sign);
    }
  }
  let [sum, pixels] = [0, 0];
  for (let y = 0; y < height; y++) {
    const at = (top + y) * raster.width;
    if (top + y < 0 || top + y >= raster.height) continue;
    let covered = 0;
    for (let x = 0; x < width; x++) {
      covered += change[y * stride + x]!;
      if (left + x < 0 || left + x >= raster.width || !(covered > 0)) continue;
      const value = raster.values[at + left + x]!;
      if (Number.isNaN(value)) continue;
      sum += covered * value;
      pixels += covered;
    }
  }
  return { sum, pixels };
}

function addEdge(change: Float64Array, stride: number, ax: number, ay: number, bx: number, by: number, sign: number): void {
  if (ay === by) return;
  const down = ay < by;
  const [x0, y0, x1, y1] = down ? [ax, ay, bx, by] : [bx, by, ax, ay];
  const slope = (x1 - x0) / (y1 - y0);
  const last = Math.ceil(y1);
  for (let y = Math.floor(y0); y < last; y++) {
    const from = Math.max(y0, y);
    const to = Math.min(y1, y + 1);
    const height = (down ? sign : -sign) * (to - from);
    const [xFrom, xTo] = [x0 + (from - y0) * slope, x0 + (to - y0) * slope];
    const [low, high] = xFrom < xTo ? [xFrom, xTo] : [xTo, xFrom];
    const first = Math.floor(low);
    const end = Math.max(Math.ceil(high), first + 1);
    for (let x = first; x < end; x++) {
      const [a, b] = [Math.max(low, x), Math.min(high, x + 1)];
      const part = end === first + 1 ? height : (height * (b - a)) / (high - low);
      const middle = (a + b) / 2 - x;
      change[y * stride + x]! += part * (1 - middle);
      if (x + 1 < stride) change[y * stride + x + 1]! += part * middle;
    }
  }
}
