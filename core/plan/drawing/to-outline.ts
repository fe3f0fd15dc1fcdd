// A line that begins or ends within what it is to cut, carried on to the outline.
import { insideRings } from '../../coverage/interior-point.ts';
import { distinctPoints, prolonged, ringEdges, type Point } from './line.ts';

/** The line, prolonged straight to the outline at an end that lies within. */
export function toOutline(line: Float64Array, rings: readonly Float64Array[]): Float64Array {
  const ends: [Point, Point][] = [
    [[line[0]!, line[1]!], [line[2]!, line[3]!]],
    [[line.at(-2)!, line.at(-1)!], [line.at(-4)!, line.at(-3)!]],
  ];
  const [before, after] = ends.map(([end, inner]) => (insideRings(...end, rings) ? prolonged(end, inner, ringEdges(rings)) : null)) as [Point | null, Point | null];
  return distinctPoints([...(before ?? []), ...line, ...(after ?? [])]);
}
