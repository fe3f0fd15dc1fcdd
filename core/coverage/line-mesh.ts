// Zone borders as bare lines: every arc between two zones once, with the zone on either side.
import type { Assignment, Coverage } from './coverage.ts';

export interface LineMesh {
  readonly xy: Float64Array;
  /** lineCount + 1 offsets, counted in vertices. */
  readonly lineStart: Uint32Array;
  /** Zone on the left and on the right; UNASSIGNED where no zone lies, and outside of all blocks. */
  readonly left: Int32Array;
  readonly right: Int32Array;
}

/** Borders between different zones, and between a zone and the outside; borders inside a zone are left out. */
export function lineMesh(coverage: Coverage, assignment: Assignment): LineMesh {
  const { arcStart, halfPart, partBlock, xy: pool } = coverage;
  const zoneAt = (half: number) => (halfPart[half]! < 0 ? -1 : assignment[partBlock[halfPart[half]!]!]!);
  const arcs: number[] = [];
  let vertices = 0;
  for (let arc = 0; arc < coverage.arcCount; arc++) {
    if (zoneAt(2 * arc) === zoneAt(2 * arc + 1)) continue;
    arcs.push(arc);
    vertices += arcStart[arc + 1]! - arcStart[arc]!;
  }
  const xy = new Float64Array(2 * vertices);
  const lineStart = new Uint32Array(arcs.length + 1);
  const left = new Int32Array(arcs.length);
  const right = new Int32Array(arcs.length);
  arcs.forEach((arc, line) => {
    xy.set(pool.subarray(2 * arcStart[arc]!, 2 * arcStart[arc + 1]!), 2 * lineStart[line]!);
    lineStart[line + 1] = lineStart[line]! + arcStart[arc + 1]! - arcStart[arc]!;
    left[line] = zoneAt(2 * arc);
    right[line] = zoneAt(2 * arc + 1);
  });
  return { xy, lineStart, left, right };
}
