// The textbook audit beside ours: an integer program for every small atom over all zones and atoms at once.
import type { Atoms } from '../../../core/disclosure/differencing/atoms.ts';
import type { WithheldZones } from '../../../core/disclosure/differencing/differencing.ts';
import type { ProgramSolver } from '../../../core/disclosure/differencing/program.ts';

/**
 * min n·x where x = A'u is 0 or 1 for every atom and 1 for the one asked for, u free by published zone; linear first, integer where that is no
 * union and still below the threshold. Returns the least count by atom, 0 where there is no union below it.
 */
export function leastUnionsByPrograms(atoms: Atoms, threshold: number, withheld: WithheldZones, solver: ProgramSolver): Float64Array {
  const { width, zoneCounts, zone, count } = atoms;
  const size = count.length;
  const first = zoneCounts.map((_, g) => zoneCounts.slice(0, g).reduce((sum, zones) => sum + zones, 0));
  const zones = zoneCounts.reduce((sum, of) => sum + of, 0);
  const index: number[] = [];
  const value: number[] = [];
  const start = new Int32Array(size + 1);
  for (let atom = 0; atom < size; atom++) {
    for (let g = 0; g < width; g++) {
      const position = zone[width * atom + g]!;
      if (position < 0 || withheld[g]?.[position] === 1) continue;
      index.push(size + first[g]! + position);
      value.push(1);
    }
    index.push(atom);
    value.push(-1);
    start[atom + 1] = index.length;
  }
  const columns = size + zones;
  const program = {
    cost: Float64Array.from({ length: columns }, (_, i) => (i < size ? count[i]! : 0)),
    lower: Float64Array.from({ length: columns }, (_, i) => (i < size ? 0 : -Infinity)),
    upper: Float64Array.from({ length: columns }, (_, i) => (i < size ? 1 : Infinity)),
    rowLower: new Float64Array(size),
    rowUpper: new Float64Array(size),
    start,
    index: Int32Array.from(index),
    value: Float64Array.from(value),
  };
  const linear = solver.open(program, false);
  const integer = solver.open(program, true);
  const least = new Float64Array(size);
  try {
    for (let atom = 0; atom < size; atom++) {
      if (count[atom] === 0 || count[atom]! >= threshold) continue;
      for (const open of [linear, integer]) {
        open.setColumn(atom, 1, 1);
        const solution = open.solve();
        open.setColumn(atom, 0, 1);
        if (solution === null || solution.objective > threshold - 0.5) break;
        if (open === linear && solution.values.subarray(0, size).some((x) => Math.abs(x - Math.round(x)) > 1e-6)) continue;
        least[atom] = Math.round(solution.objective);
        break;
      }
    }
  } finally {
    linear.dispose();
    integer.dispose();
  }
  return least;
}
