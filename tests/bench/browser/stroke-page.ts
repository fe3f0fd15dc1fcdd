// Runs in Chromium: strokes of a brush over a town, through the kernel alone, each event timed.
import { adjacency } from '../../../core/coverage/adjacency.ts';
import { buildCoverage } from '../../../core/coverage/build-coverage.ts';
import { decodeCoverage, encodeCoverage } from '../../../core/coverage/encode.ts';
import { createDissolver } from '../../../core/coverage/dissolve.ts';
import { createBlockLocator } from '../../../core/coverage/locate.ts';
import { checkPlan } from '../../../core/plan/questions/issues.ts';
import { applyOperation } from '../../../core/plan/operations.ts';
import { createPlanState } from '../../../core/plan/plan-state.ts';
import { aggregate, moveBlocks } from '../../../core/statistics/aggregate.ts';
import { createTown } from '../town.ts';

export interface StrokeTimes {
  readonly blocks: number;
  /** Script time of every pointer event that moved blocks, and how many it moved. */
  readonly ms: readonly number[];
  readonly moved: readonly number[];
  /** Largest relative difference of a zone's sum or area to a state computed anew at the end. */
  readonly error: number;
}

/**
 * A pointer event as the editor handles it, in the order of its work: the blocks under the brush, the checked operation, both
 * zones' outlines as paths, the totals, and the contiguity of the whole plan.
 */
function runStrokes(blockCount: number, zones: number, strokes: number): StrokeTimes {
  const town = createTown(blockCount, zones, 12);
  const built = buildCoverage(town.blocks);
  if (!built.ok) throw new Error('the town is no coverage');
  const coverage = decodeCoverage(encodeCoverage(built.coverage).buffer);
  const neighbours = adjacency(coverage);
  const locator = createBlockLocator(coverage);
  const state = createPlanState(
    coverage.ids,
    Array.from({ length: zones }, (_, zone) => ({ zone: `${zone}`, name: `${zone}`, locked: false })),
    town.assignment,
  );
  const dissolver = createDissolver(coverage, town.assignment, zones);
  const sums = aggregate(town.counts, town.assignment, zones);
  const ms: number[] = [];
  const moved: number[] = [];
  let drawn: Path2D[] = [];

  function event(x: number, y: number, zone: string, radiusM: number): void {
    const start = performance.now();
    const to = Number(zone);
    const blocks = locator.within(x, y, radiusM).filter((block) => state.assignment[block] !== to);
    if (blocks.length === 0) return;
    const applied = applyOperation(state, { type: 'assign', blocks: blocks.map((block) => coverage.ids[block]!), zone });
    if (!applied.ok) throw new Error(applied.reason.code);
    const touched = new Set<number>();
    for (const move of applied.moves) {
      dissolver.move(move.blocks, move.to);
      moveBlocks(sums, town.counts, move.blocks, move.from, move.to);
      touched.add(move.from).add(move.to);
    }
    const outlines = dissolver.outlines([...touched]);
    drawn = Array.from({ length: outlines.zoneCount }, (_, zone) => pathOf(outlines, zone));
    checkPlan(state, coverage, neighbours);
    ms.push(performance.now() - start);
    moved.push(blocks.length);
  }

  const { points } = locator;
  for (let stroke = 0; stroke < strokes; stroke++) {
    // Along a line of 20 events from a block into its surroundings, 60 m a step, brush of 90 m.
    const block = (stroke * 7919) % blockCount;
    const angle = stroke * 2.4;
    const zone = `${state.assignment[block]!}`;
    for (let i = 0; i < 20; i++) event(points[2 * block]! + 60 * i * Math.cos(angle), points[2 * block + 1]! + 60 * i * Math.sin(angle), zone, 90);
  }
  if (drawn.length === 0) throw new Error('nothing was drawn');
  return { blocks: blockCount, ms, moved, error: errorOf() };

  function errorOf(): number {
    const anew = aggregate(town.counts, state.assignment, zones);
    const areas = createDissolver(coverage, state.assignment, zones);
    let error = 0;
    const compare = (a: number, b: number) => (error = Math.max(error, Math.abs(a - b) / Math.max(1, Math.abs(b))));
    anew.sums.forEach((sum, i) => compare(sums.sums[i]!, sum));
    for (let zone = 0; zone < zones; zone++) {
      compare(dissolver.areaM2(zone), areas.areaM2(zone));
      compare(dissolver.perimeterM(zone), areas.perimeterM(zone));
    }
    return error;
  }
}

function pathOf(outlines: ReturnType<ReturnType<typeof createDissolver>['outlines']>, zone: number): Path2D {
  const path = new Path2D();
  const { xy, ringStart, polygonStart, zoneStart } = outlines;
  for (let ring = polygonStart[zoneStart[zone]!]!; ring < polygonStart[zoneStart[zone + 1]!]!; ring++) {
    for (let v = ringStart[ring]!; v < ringStart[ring + 1]!; v++) {
      if (v === ringStart[ring]) path.moveTo(xy[2 * v]!, xy[2 * v + 1]!);
      else path.lineTo(xy[2 * v]!, xy[2 * v + 1]!);
    }
    path.closePath();
  }
  return path;
}

Object.assign(globalThis, { runStrokes });
