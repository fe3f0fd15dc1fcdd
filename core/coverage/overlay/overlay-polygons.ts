// The pieces that zones cut blocks into, as polygons: for who has to draw or store them.
import { buildCoverage } from '../build-coverage.ts';
import { OUTSIDE, type BlockRings, type Coverage } from '../coverage.ts';
import { dissolve } from '../dissolve.ts';
import { layerEdges, walkFaces } from '../repair/repair-faces.ts';
import { createVertexFinder, createVertexNumbering, nodeEdges } from '../repair/repair-noding.ts';
import { ringsOfFaces, withOutlines } from '../repair/repair-rings.ts';

export interface OverlayPolygons {
  /** One block a piece, of as many parts and holes as it has; together a coverage. Ids are the positions of the pieces. */
  readonly pieces: BlockRings;
  /** By piece: position of the block, and of the zone, OUTSIDE where none lies. Ascending by block, then by zone. */
  readonly block: Uint32Array;
  readonly zone: Int32Array;
}

export interface OverlayPolygonOptions {
  /** Blocks to cut, by position; default all. Name the few that `overlayFractions` found cut. */
  readonly blocks?: ArrayLike<number>;
  /** Borders of the two sides this close become one; default 3e-7 m at northings, what rounding needs. */
  readonly toleranceM?: number;
}

/**
 * Crosses blocks with zones and returns the pieces. Where borders coincide the pieces share vertices, new vertices lie on
 * both borders. Null where the noding does not settle (neither side a coverage). Costs a look at every edge of the zones
 * and of the blocks asked for: a hundred times `overlayFractions`, so ask for what is to be shown.
 */
export function overlayPolygons(blocks: Coverage, zones: Coverage, options: OverlayPolygonOptions = {}): OverlayPolygons | null {
  const chosen = new Uint8Array(blocks.blockCount).fill(options.blocks === undefined ? 1 : 0);
  for (let i = 0; i < (options.blocks?.length ?? 0); i++) chosen[options.blocks![i]!] = 1;
  let scaleM = 0;
  for (const side of [blocks, zones]) for (const value of side.xy) scaleM = Math.max(scaleM, Math.abs(value));
  const toleranceM = Math.max(options.toleranceM ?? 0, scaleM * 2 ** -44);

  const vertices = { x: [] as number[], y: [] as number[] };
  const finder = createVertexFinder(vertices, toleranceM);
  const numberOf = createVertexNumbering(vertices, finder);
  const from: number[] = [];
  const to: number[] = [];
  const active: number[] = [];
  const layers: number[][] = [];
  const addEdges = (side: Coverage, layerOf: (half: number) => number, snap: boolean) => {
    for (let arc = 0; arc < side.arcCount; arc++) {
      const [left, right] = [layerOf(2 * arc), layerOf(2 * arc + 1)];
      if (left === right) continue;
      const own = [left, right].filter((layer) => layer >= 0).sort((a, b) => a - b);
      let last = -1;
      for (let v = side.arcStart[arc]!; v < side.arcStart[arc + 1]!; v++) {
        const vertex = numberOf(side.xy[2 * v]!, side.xy[2 * v + 1]!, snap);
        if (last >= 0 && vertex !== last) {
          from.push(last);
          to.push(vertex);
          active.push(snap ? 1 : 0);
          layers.push(own);
        }
        last = vertex;
      }
    }
  };
  const blockLayer = (half: number) => {
    const part = blocks.halfPart[half]!;
    return part >= 0 && chosen[blocks.partBlock[part]!] === 1 ? blocks.partBlock[part]! : OUTSIDE;
  };
  const zoneLayer = (half: number) => (zones.halfPart[half]! < 0 ? OUTSIDE : blocks.blockCount + zones.partBlock[zones.halfPart[half]!]!);
  addEdges(blocks, blockLayer, false);
  addEdges(zones, zoneLayer, true);

  const paths = nodeEdges(vertices, { from, to, active }, finder, toleranceM);
  if (paths === null) return null;
  const { faces } = walkFaces(vertices, layerEdges(paths, layers, vertices.x.length));
  // Slivers of the tolerance can lie between two borders that were drawn into each other: the first block and zone have them.
  const inBlocks = faces.filter((face) => face.layers.length > 0 && face.layers[0]! < blocks.blockCount);
  const pairOf = ({ layers: on }: { layers: readonly number[] }) => {
    const zone = on.find((layer) => layer >= blocks.blockCount);
    return { block: on[0]!, zone: zone === undefined ? OUTSIDE : zone - blocks.blockCount };
  };
  const keys = inBlocks.map((face) => {
    const { block, zone } = pairOf(face);
    return block * (zones.blockCount + 1) + zone + 1;
  });
  const sorted = [...new Set(keys)].toSorted((a, b) => a - b);
  const place = new Map(sorted.map((key, i) => [key, i]));
  const built = buildCoverage(ringsOfFaces(inBlocks));
  if (!built.ok) return null;
  const outlines = dissolve(built.coverage, Int32Array.from(keys, (key) => place.get(key)!), sorted.length);
  const empty: BlockRings = {
    ids: sorted.map((_, i) => `${i}`),
    xy: new Float64Array(0),
    ringStart: new Uint32Array(1),
    partStart: new Uint32Array(1),
    blockStart: new Uint32Array(sorted.length + 1),
  };
  return {
    pieces: withOutlines(empty, new Uint8Array(sorted.length).fill(1), outlines),
    block: Uint32Array.from(sorted, (key) => Math.floor(key / (zones.blockCount + 1))),
    zone: Int32Array.from(sorted, (key) => (key % (zones.blockCount + 1)) - 1),
  };
}
