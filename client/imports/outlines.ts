// Outlines that a dry run would store, out of its TopoJSON: borders as lines, a block's rings when they are asked for.
import type { WorldOrigin } from '../map-layers/coverage-paths.ts';
import { TiledPath, type Bounds } from '../map-layers/tiled-path.ts';
import type { Box, OutlinePicture } from './model.ts';

export class Outlines {
  /** Blocks that the picture is about, and how many are in it. */
  readonly blocks: number;
  readonly drawn: number;
  readonly simplifiedM: number;
  /** Borders, each once. */
  readonly borders: TiledPath;
  /** All rings, to be filled even-odd. */
  readonly areas: TiledPath;
  private readonly origin: WorldOrigin;
  /** Metres from the map's origin, x y interleaved. */
  private readonly arcs: readonly Float64Array[];
  private readonly rings = new Map<string, readonly (readonly number[])[]>();

  constructor({ blocks, drawn, simplifiedM, topology }: OutlinePicture, origin: WorldOrigin) {
    this.blocks = blocks;
    this.drawn = drawn;
    this.simplifiedM = simplifiedM;
    this.origin = origin;
    const { scale, translate } = topology.transform;
    const [left, bottom] = [translate[0] - origin[0], translate[1] - origin[1]];
    this.arcs = topology.arcs.map((arc) => {
      const xy = new Float64Array(2 * arc.length);
      let [x, y] = [0, 0];
      arc.forEach(([dx, dy], i) => {
        [x, y] = [x + dx, y + dy];
        xy[2 * i] = left + scale[0] * x;
        xy[2 * i + 1] = bottom + scale[1] * y;
      });
      return xy;
    });
    this.borders = new TiledPath(origin, (path, arc) => addLine(path, this.arcs[arc]!));
    this.arcs.forEach((xy, arc) => this.borders.later(...this.around(xy), arc));
    const blocksInOrder = topology.objects.blocks.geometries;
    this.areas = new TiledPath(origin, (path, block) => this.addRings(path, this.rings.get(blocksInOrder[block]!.id)!, false));
    blocksInOrder.forEach(({ id, arcs }, block) => {
      const rings = arcs.flat();
      this.rings.set(id, rings);
      const box = this.boxOf(rings);
      if (box !== null) this.areas.later(...box, block);
    });
  }

  shape(id: string): { readonly path: Path2D; readonly box: Box } | null {
    const rings = this.rings.get(id);
    const box = rings === undefined ? null : this.boxOf(rings);
    if (rings === undefined || box === null) return null;
    const path = new Path2D();
    this.addRings(path, rings, true);
    return { path, box };
  }

  /** Filling closes rings of itself; `closed` is for rings that are drawn. */
  private addRings(path: Path2D, rings: readonly (readonly number[])[], closed: boolean): void {
    for (const ring of rings) {
      let open = false;
      for (const signed of ring) {
        const xy = this.arcs[signed < 0 ? ~signed : signed]!;
        const count = xy.length / 2;
        // The last vertex of an arc is the first of the next.
        for (let i = 0; i < count - 1; i++) {
          const v = signed < 0 ? count - 1 - i : i;
          if (open) path.lineTo(xy[2 * v]!, xy[2 * v + 1]!);
          else path.moveTo(xy[2 * v]!, xy[2 * v + 1]!);
          open = true;
        }
      }
      if (closed) path.closePath();
    }
  }

  private boxOf(rings: readonly (readonly number[])[]): Box | null {
    const boxes = rings.flat().map((signed) => this.around(this.arcs[signed < 0 ? ~signed : signed]!));
    if (boxes.length === 0) return null;
    return boxes.reduce((a, b) => [Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[2], b[2]), Math.max(a[3], b[3])]);
  }

  /** In the plane of the map, not from its origin. */
  private around(xy: Float64Array): Bounds {
    let [minX, minY, maxX, maxY] = [Infinity, Infinity, -Infinity, -Infinity];
    for (let i = 0; i < xy.length; i += 2) {
      [minX, maxX] = [Math.min(minX, xy[i]!), Math.max(maxX, xy[i]!)];
      [minY, maxY] = [Math.min(minY, xy[i + 1]!), Math.max(maxY, xy[i + 1]!)];
    }
    const [x, y] = this.origin;
    return [minX + x, minY + y, maxX + x, maxY + y];
  }
}

function addLine(path: Path2D, xy: Float64Array): void {
  for (let i = 0; i < xy.length; i += 2) {
    if (i === 0) path.moveTo(xy[0]!, xy[1]!);
    else path.lineTo(xy[i]!, xy[i + 1]!);
  }
}
