// Small plans for the tests of core/plan: squares of 10 m, lines that are taken for metres as they are.
import { adjacency } from '../../core/coverage/adjacency.ts';
import { buildCoverage } from '../../core/coverage/build-coverage.ts';
import { createPlanState, type PlanState } from '../../core/plan/plan-state.ts';
import { createSurface, type DrawnLine, type PlanSurface } from '../../core/plan/surface.ts';
import { gridRings } from './coverage-shapes.ts';

export function gridSurface(columns: number, rows: number, warp = (x: number, y: number): [number, number] => [10 * x, 10 * y]): PlanSurface {
  const built = buildCoverage(gridRings(columns, rows, warp));
  if (!built.ok) throw new Error('grid');
  return createSurface({ coverage: built.coverage, neighbours: adjacency(built.coverage), toPlane: asMetres });
}

/** Coordinates that are metres already, to 0.1 mm. */
export function asMetres({ coordinates }: Pick<DrawnLine, 'coordinates'>): Float64Array {
  return Float64Array.from(coordinates.flatMap(([x, y]) => [x!, y!]), (value) => Math.round(value * 10_000) / 10_000);
}

export function line(...xy: number[]): DrawnLine {
  return { type: 'LineString', coordinates: Array.from({ length: xy.length / 2 }, (_, i) => [xy[2 * i]!, xy[2 * i + 1]!]) };
}

/** Zones by the letters of a text, one a block; '.' is no zone. */
export function planOf(surface: PlanSurface, letters: string): PlanState {
  const codes = [...new Set(letters.replaceAll('.', ''))].toSorted();
  return createPlanState(
    surface,
    codes.map((zone) => ({ zone, name: `Gebiet ${zone}`, locked: false })),
    Int32Array.from(letters, (letter) => codes.indexOf(letter)),
  );
}

/** The letters again: zone of every position. */
export function letters(state: PlanState): string {
  return Array.from(state.assignment, (slot) => state.zones[slot]?.zone ?? '.').join('');
}

/** Everything that a state is, as text. */
export function stateKey(state: PlanState): string {
  return JSON.stringify([state.zones, state.blockIds, state.surface.cuts, [...state.assignment], [...state.lockedBlocks].toSorted()]);
}
