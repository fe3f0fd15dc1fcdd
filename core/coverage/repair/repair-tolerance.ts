// How deep blocks reach into each other: the tolerance of a repair where none is given.
import Flatbush from 'flatbush';
import type { BlockRings } from '../coverage.ts';
import { pointInRings } from '../point-in-rings.ts';
import type { Suspects } from './repair-suspects.ts';

/** A vertex joins an edge within half the tolerance, see docs/adr/0082-repair-by-faces.md. */
const TO_EDGE = 2;

/**
 * Twice the depth to which vertices and middles of unmatched edges lie inside a block that is not theirs, as far as it is no
 * more than half of `mostM`; 0 where none does.
 *
 * A share of the mean edge alone says what cannot be meant, not what is wrong with this file: Mannheim's districts overlap
 * by a millimetre, and 7 cm, a 400th of their mean edge, would straighten borders that are as surveyed (6 m2 of one
 * district). How far borders lie apart where they do not overlap says nothing: wedges beside a common corner hold any distance.
 */
export function toleranceFromData(blocks: BlockRings, suspects: Suspects, mostM: number): number {
  const { xy } = blocks;
  const { vertexOf, vertexSource, from, to, matched, edgeOf, edgeBlock, suspect } = suspects;
  const open: number[] = [];
  const loose = new Uint8Array(vertexSource.length);
  for (let i = 0; i < edgeOf.length; i++) {
    const edge = edgeOf[i]!;
    if (edge < 0 || matched[edge] === 1 || suspect[edgeBlock[i]!] === 0) continue;
    open.push(i);
    loose[from[edge]!] = loose[to[edge]!] = 1;
  }
  if (open.length < 2 || !(mostM > 0)) return 0;
  const users = new Map<number, number[]>();
  for (let i = 0; i < vertexOf.length; i++) {
    if (loose[vertexOf[i]!] === 0) continue;
    const list = users.get(vertexOf[i]!);
    if (list === undefined) users.set(vertexOf[i]!, [edgeBlock[i]!]);
    else list.push(edgeBlock[i]!);
  }
  const reachM = mostM / TO_EDGE;
  const index = new Flatbush(open.length);
  const ends = (i: number) => [2 * vertexSource[from[edgeOf[i]!]!]!, 2 * vertexSource[to[edgeOf[i]!]!]!] as const;
  for (const i of open) {
    const [a, b] = ends(i);
    index.add(Math.min(xy[a]!, xy[b]!), Math.min(xy[a + 1]!, xy[b + 1]!), Math.max(xy[a]!, xy[b]!), Math.max(xy[a + 1]!, xy[b + 1]!));
  }
  index.finish();
  let most = 0;
  const probe = (x: number, y: number, own: readonly number[]) => {
    // Depth in every block near by: the distance to the nearest of its edges.
    const depth = new Map<number, number>();
    for (const k of index.search(x - reachM, y - reachM, x + reachM, y + reachM, (j) => !own.includes(edgeBlock[open[j]!]!))) {
      const [a, b] = ends(open[k]!);
      const [dx, dy] = [xy[b]! - xy[a]!, xy[b + 1]! - xy[a + 1]!];
      const t = Math.max(0, Math.min(1, ((x - xy[a]!) * dx + (y - xy[a + 1]!) * dy) / (dx * dx + dy * dy)));
      const distance = Math.hypot(x - xy[a]! - t * dx, y - xy[a + 1]! - t * dy);
      const block = edgeBlock[open[k]!]!;
      depth.set(block, Math.min(distance, depth.get(block) ?? Infinity));
    }
    for (const [block, distance] of depth) if (distance > most && distance <= reachM && pointInRings(x, y, blocks, block) === 1) most = distance;
  };
  for (const [vertex, own] of users) probe(xy[2 * vertexSource[vertex]!]!, xy[2 * vertexSource[vertex]! + 1]!, own);
  // The corners of aligned borders lie on each other's ends: there only the middle of an edge is inside.
  for (const i of open) {
    const [a, b] = ends(i);
    const own = [edgeBlock[i]!];
    probe((xy[a]! + xy[b]!) / 2, (xy[a + 1]! + xy[b + 1]!) / 2, own);
  }
  return TO_EDGE * most;
}
