// Rings of a Shapefile's polygon to parts: which ring is a hole of which, by where they lie and not by how they wind.
import { pointInRing } from '../../../core/coverage/point-in-rings.ts';
import type { GeometryCollector } from './flat-geometries.ts';

/**
 * Writes the polygon's rings into the open row of `into`, every shell with its holes behind it, shells and holes in the order of the
 * file. `rings` holds first position and end of each in `xy`, x y interleaved, closed.
 *
 * The format tells shells from holes by their winding, and programs write it wrong, and holes first. A ring within an odd number of
 * others is a hole of the smallest of them: the same for every winding and order. Returns the number of shells.
 */
export function groupRings(xy: Float64Array, rings: readonly (readonly [start: number, end: number])[], into: GeometryCollector): number {
  const append = ([start, end]: readonly [number, number]) => {
    into.xy.reserve(2 * (end - start));
    into.xy.data.set(xy.subarray(2 * start, 2 * end), into.xy.length);
    into.xy.length += 2 * (end - start);
    into.closeRing();
  };
  const holesOf = assignHoles(xy, rings);
  let shells = 0;
  rings.forEach((ring, i) => {
    const holes = holesOf[i];
    if (holes === null || holes === undefined) return;
    append(ring);
    for (const hole of holes) append(rings[hole]!);
    into.closePart();
    shells++;
  });
  return shells;
}

/** By ring the holes of a shell, null for a hole. */
function assignHoles(xy: Float64Array, rings: readonly (readonly [number, number])[]): (number[] | null)[] {
  const boxes = rings.map(([start, end]) => boxOf(xy, start, end));
  const around = rings.map((_, i) => {
    const outer: number[] = [];
    for (let j = 0; j < rings.length; j++) {
      if (j !== i && contains(boxes[j]!, boxes[i]!) && liesWithin(xy, rings[i]!, rings[j]!)) outer.push(j);
    }
    return outer;
  });
  const holesOf = around.map((outer): number[] | null => (outer.length % 2 === 0 ? [] : null));
  const size = (ring: number) => (boxes[ring]![2] - boxes[ring]![0]) * (boxes[ring]![3] - boxes[ring]![1]);
  around.forEach((outer, hole) => {
    if (outer.length % 2 === 0) return;
    // Of the rings around a hole the one that has all others around itself is next to it.
    const shell = outer.reduce((best, ring) => (around[ring]!.length > around[best]!.length || (around[ring]!.length === around[best]!.length && size(ring) < size(best)) ? ring : best));
    const holes = holesOf[shell];
    if (holes === null || holes === undefined) holesOf[hole] = [];
    else holes.push(hole);
  });
  return holesOf;
}

type Box = readonly [number, number, number, number];

function boxOf(xy: Float64Array, start: number, end: number): Box {
  let [minX, minY, maxX, maxY] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let v = start; v < end; v++) {
    minX = Math.min(minX, xy[2 * v]!);
    maxX = Math.max(maxX, xy[2 * v]!);
    minY = Math.min(minY, xy[2 * v + 1]!);
    maxY = Math.max(maxY, xy[2 * v + 1]!);
  }
  return [minX, minY, maxX, maxY];
}

function contains([ax, ay, bx, by]: Box, [cx, cy, dx, dy]: Box): boolean {
  return ax <= cx && ay <= cy && bx >= dx && by >= dy && (ax < cx || ay < cy || bx > dx || by > dy);
}

/** By the first vertex that is not on the other ring; by the middle of an edge where all are. */
function liesWithin(xy: Float64Array, [start, end]: readonly [number, number], [outerStart, outerEnd]: readonly [number, number]): boolean {
  for (let v = start; v < end; v++) {
    const side = pointInRing(xy[2 * v]!, xy[2 * v + 1]!, xy, outerStart, outerEnd);
    if (side !== 0) return side === 1;
  }
  for (let v = start + 1; v < end; v++) {
    const side = pointInRing((xy[2 * v]! + xy[2 * v - 2]!) / 2, (xy[2 * v + 1]! + xy[2 * v - 1]!) / 2, xy, outerStart, outerEnd);
    if (side !== 0) return side === 1;
  }
  return false;
}
