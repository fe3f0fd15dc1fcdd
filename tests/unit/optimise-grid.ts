// Small towns of square blocks with schools, to try the search for catchments on.
import { adjacency, type Adjacency } from '../../core/coverage/adjacency.ts';
import { buildCoverage } from '../../core/coverage/build-coverage.ts';
import type { OptimiseInput } from '../../core/schools/optimise/optimise-input.ts';
import { seededRandom } from '../../core/statistics/seeded-random.ts';

export const SIDE_M = 100;

/** Rook and queen neighbours of `columns` x `rows` squares, row by row. */
export function gridNeighbours(columns: number, rows: number): Adjacency {
  const xy: number[] = [];
  const ids: string[] = [];
  for (let block = 0; block < columns * rows; block++) {
    const [x, y] = [(block % columns) * SIDE_M, Math.floor(block / columns) * SIDE_M];
    xy.push(x, y, x + SIDE_M, y, x + SIDE_M, y + SIDE_M, x, y + SIDE_M);
    ids.push(`b${String(block).padStart(4, '0')}`);
  }
  const counting = (step: number) => Uint32Array.from({ length: ids.length + 1 }, (_, i) => step * i);
  const built = buildCoverage({ ids, xy: Float64Array.from(xy), ringStart: counting(4), partStart: counting(1), blockStart: counting(1) });
  if (!built.ok) throw new Error('squares are a coverage');
  return adjacency(built.coverage);
}

export interface GridTown {
  readonly columns: number;
  readonly rows: number;
  /** Blocks that the schools stand in. */
  readonly schools: readonly number[];
  readonly years?: number;
  /** Places of all schools over children of a year. */
  readonly spare?: number;
  readonly seed: number;
}

/** Children by chance, ways in straight lines, places by chance about an equal share, today's zones by the nearest school. */
export function gridTown({ columns, rows, schools, years = 1, spare = 1.1, seed }: GridTown): OptimiseInput & { readonly schoolBlock: Int32Array } {
  const random = seededRandom(seed);
  const blockCount = columns * rows;
  const children = Float64Array.from({ length: blockCount * years }, () => Math.floor(random() * 9));
  const a_year = children.reduce((sum, count) => sum + count, 0) / years;
  const metres = Float32Array.from({ length: schools.length * blockCount }, (_, i) => {
    const [block, school] = [i % blockCount, schools[Math.floor(i / blockCount)]!];
    return SIDE_M * Math.hypot((block % columns) - (school % columns), Math.floor(block / columns) - Math.floor(school / columns)) + 20 + 10 * random();
  });
  const shares = schools.map(() => 0.7 + 0.6 * random());
  const shareSum = shares.reduce((sum, share) => sum + share, 0);
  const places = Float64Array.from({ length: schools.length * years }, (_, i) => Math.round((shares[Math.floor(i / years)]! / shareSum) * a_year * spare));
  const assignment = Int32Array.from({ length: blockCount }, (_, block) => {
    let best = 0;
    for (let s = 1; s < schools.length; s++) if (metres[s * blockCount + block]! < metres[best * blockCount + block]!) best = s;
    return best;
  });
  return {
    effects: {
      blockCount,
      zoneCount: schools.length,
      years: Array.from({ length: years }, (_, y) => 2026 + y),
      children,
      schools: schools.map((_, s) => [s]),
      places,
      metres,
      limitM: 2000,
      classRule: null,
    },
    neighbours: gridNeighbours(columns, rows),
    assignment,
    schoolBlock: Int32Array.from(schools),
    blockAreaM2: new Float64Array(blockCount).fill(SIDE_M * SIDE_M),
    blockPerimeterM: new Float64Array(blockCount).fill(4 * SIDE_M),
    siblings: Float64Array.from({ length: blockCount }, () => (random() < 0.2 ? 1 : 0)),
    mix: [{ part: Float64Array.from({ length: blockCount }, () => Math.floor(random() * 4)), whole: new Float64Array(blockCount).fill(5) }],
    seed,
  };
}
