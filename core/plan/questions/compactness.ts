// How compact a zone is, in the plane of the projected CRS.
import type { Adjacency } from '../../coverage/adjacency.ts';
import type { Assignment } from '../../coverage/coverage.ts';

/** Polsby & Popper 1991: 4 pi area / perimeter squared; 1 for a circle, null for a zone without area. */
export function polsbyPopper(areaM2: number, perimeterM: number): number | null {
  return perimeterM > 0 ? (4 * Math.PI * areaM2) / (perimeterM * perimeterM) : null;
}

/** Number of rook neighbours in different zones; a block without a zone counts as a zone of its own kind. */
export function cutEdges(neighbours: Pick<Adjacency, 'rookStart' | 'rook' | 'blockCount'>, assignment: Assignment): number {
  let cut = 0;
  for (let block = 0; block < neighbours.blockCount; block++) {
    for (let i = neighbours.rookStart[block]!; i < neighbours.rookStart[block + 1]!; i++) {
      if (neighbours.rook[i]! > block && assignment[neighbours.rook[i]!] !== assignment[block]) cut++;
    }
  }
  return cut;
}
