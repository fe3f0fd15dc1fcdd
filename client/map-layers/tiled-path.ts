// Many paths as one, in squares: a painting of a part of the map then costs what lies in that part.
import type { WorldOrigin } from './coverage-paths.ts';

/** minX minY maxX maxY in the plane of the coordinates. */
export type Bounds = readonly [number, number, number, number];

export const meets = (a: Bounds, b: Bounds): boolean => a[0] <= b[2] && a[2] >= b[0] && a[1] <= b[3] && a[3] >= b[1];

export const contains = (outer: Bounds, inner: Bounds): boolean => outer[0] <= inner[0] && outer[1] <= inner[1] && outer[2] >= inner[2] && outer[3] >= inner[3];

export const joined = (a: Bounds, b: Bounds): Bounds => [Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[2], b[2]), Math.max(a[3], b[3])];

export const NOWHERE: Bounds = [Infinity, Infinity, -Infinity, -Infinity];

/** Side of a square, metres: a city of 25 km is 600 of them, a view at 4 m a pixel meets some 40. */
const SIDE_M = 1_000;

interface Tile {
  path: Path2D | null;
  bounds: Bounds;
  /** Pieces that are drawn into the path when the tile is first seen. */
  readonly pieces: number[];
}

/** Lines and polygons in metres relative to an origin. What is added as one piece lies in one square as a whole, whatever its size. */
export class TiledPath {
  private readonly origin: WorldOrigin;
  private readonly tiles = new Map<number, Tile>();
  private all: Bounds = NOWHERE;
  private readonly drawPiece: ((path: Path2D, piece: number) => void) | null;

  /** `drawPiece` draws what was added by `later`. */
  constructor(origin: WorldOrigin, drawPiece: ((path: Path2D, piece: number) => void) | null = null) {
    this.origin = origin;
    this.drawPiece = drawPiece;
  }

  /** Where a piece with these bounds goes; draw it relative to the origin. */
  at(bounds: Bounds): Path2D {
    return (this.tile(bounds).path ??= new Path2D());
  }

  /** Adds a piece that becomes a path once its square is seen. */
  later(minX: number, minY: number, maxX: number, maxY: number, piece: number): void {
    this.tile([minX, minY, maxX, maxY]).pieces.push(piece);
  }

  private tile(bounds: Bounds): Tile {
    const [x, y] = [(bounds[0] + bounds[2]) / 2 - this.origin[0], (bounds[1] + bounds[3]) / 2 - this.origin[1]];
    const key = (Math.floor(x / SIDE_M) + 32_768) * 65_536 + Math.floor(y / SIDE_M) + 32_768;
    let tile = this.tiles.get(key);
    if (tile === undefined) {
      tile = { path: null, bounds, pieces: [] };
      this.tiles.set(key, tile);
    } else tile.bounds = joined(tile.bounds, bounds);
    this.all = joined(this.all, bounds);
    return tile;
  }

  get isEmpty(): boolean {
    return this.tiles.size === 0;
  }

  fill(context: CanvasRenderingContext2D, bounds: Bounds, rule: CanvasFillRule = 'evenodd'): void {
    this.each(bounds, (path) => context.fill(path, rule));
  }

  stroke(context: CanvasRenderingContext2D, bounds: Bounds): void {
    this.each(bounds, (path) => context.stroke(path));
  }

  private each(bounds: Bounds, draw: (path: Path2D) => void): void {
    if (!meets(this.all, bounds)) return;
    for (const tile of this.tiles.values()) {
      if (!meets(tile.bounds, bounds)) continue;
      if (tile.path === null) {
        tile.path = new Path2D();
        for (const piece of tile.pieces.splice(0)) this.drawPiece!(tile.path, piece);
      }
      draw(tile.path);
    }
  }
}
