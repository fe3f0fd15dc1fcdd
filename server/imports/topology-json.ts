// A coverage as TopoJSON: every border once, in whole steps and differences.
import type { Coverage } from '../../core/coverage/coverage.ts';

/** TopoJSON 1.0 with one collection. A ring is a list of arcs, `~arc` where it is walked backward. */
export interface Topology {
  readonly type: 'Topology';
  readonly transform: { readonly scale: readonly [number, number]; readonly translate: readonly [number, number] };
  /** First vertex from the origin, the others from the one before, in steps. */
  readonly arcs: readonly (readonly (readonly [number, number])[])[];
  readonly objects: {
    readonly blocks: {
      readonly type: 'GeometryCollection';
      readonly geometries: readonly { readonly type: 'MultiPolygon'; readonly id: string; readonly arcs: readonly (readonly (readonly number[])[])[] }[];
    };
  };
}

/** Coordinates are rounded to `stepM` in the coverage's own CRS, for both sides of a border alike. */
export function topologyOf(coverage: Coverage, stepM: number): Topology {
  const { xy, arcStart, arcCount, ids, blockPartStart, partRingStart, ringHalf, halfNext, blockBounds } = coverage;
  let [originX, originY] = [Infinity, Infinity];
  for (let i = 0; i < blockBounds.length; i += 4) {
    originX = Math.min(originX, blockBounds[i]!);
    originY = Math.min(originY, blockBounds[i + 1]!);
  }
  const origin = Number.isFinite(originX) ? ([Math.floor(originX), Math.floor(originY)] as const) : ([0, 0] as const);
  const arcs = Array.from({ length: arcCount }, (_, arc) => {
    const points: (readonly [number, number])[] = [];
    let [lastX, lastY] = [0, 0];
    for (let v = arcStart[arc]!; v < arcStart[arc + 1]!; v++) {
      const x = Math.round((xy[2 * v]! - origin[0]) / stepM);
      const y = Math.round((xy[2 * v + 1]! - origin[1]) / stepM);
      points.push([x - lastX, y - lastY]);
      [lastX, lastY] = [x, y];
    }
    return points;
  });
  const ringOf = (first: number) => {
    const ring: number[] = [];
    let half = first;
    do {
      ring.push((half & 1) === 0 ? half >> 1 : ~(half >> 1));
      half = halfNext[half]!;
    } while (half !== first);
    return ring;
  };
  const geometries = ids.map((id, block) => {
    const polygons: number[][][] = [];
    for (let part = blockPartStart[block]!; part < blockPartStart[block + 1]!; part++) {
      polygons.push(Array.from(ringHalf.subarray(partRingStart[part]!, partRingStart[part + 1]!), ringOf));
    }
    return { type: 'MultiPolygon' as const, id, arcs: polygons };
  });
  return { type: 'Topology', transform: { scale: [stepM, stepM], translate: origin }, arcs, objects: { blocks: { type: 'GeometryCollection', geometries } } };
}
