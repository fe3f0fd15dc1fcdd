// Runs in Chromium: the same strokes of 50 blocks through our kernel and through DistrictBuilder's design.
import { adjacency } from '../../../core/coverage/adjacency.ts';
import { createDissolver } from '../../../core/coverage/dissolve.ts';
import { interiorPoints } from '../../../core/coverage/interior-point.ts';
import { applyOperation } from '../../../core/plan/operations.ts';
import { createPlanState } from '../../../core/plan/plan-state.ts';
import { aggregate, moveBlocks } from '../../../core/statistics/aggregate.ts';
import { outlinePath } from '../../../client/map-layers/coverage-paths.ts';
import { polsbyPopper } from '../../../core/plan/questions/compactness.ts';
import { coverageOf, toGeoJson } from '../town-forms.ts';
import { DistrictBuilder, type District } from '../peers/districtbuilder.ts';
import { createTown } from '../town.ts';

export interface RivalTimes {
  readonly strokes: number;
  /** Milliseconds a stroke, by round, in turn. */
  readonly ours: readonly number[];
  readonly blocksOnly: readonly number[];
  readonly hierarchy: readonly number[];
  /** All districts, as its server merges a plan that was changed; some strokes only. */
  readonly whole: number;
  /** Largest relative difference of areas, and of sums, between ours and theirs. */
  readonly error: number;
}

interface Stroke {
  readonly blocks: readonly number[];
  readonly from: number;
  readonly to: number;
}

const BLOCKS = 50;
const WHOLE_STROKES = 2;

function runRival(blockCount: number, zones: number, strokeCount: number, rounds: number): RivalTimes {
  const town = createTown(blockCount, zones, 12);
  const coverage = coverageOf(town.blocks);
  const neighbours = adjacency(coverage);
  const points = interiorPoints(coverage);
  const origin = [points[0]!, points[1]!] as const;
  const strokes = strokesOver(strokeCount);
  const state = createPlanState(coverage.ids, Array.from({ length: zones }, (_, zone) => ({ zone: `${zone}`, name: `${zone}`, locked: false })), town.assignment);
  const dissolver = createDissolver(coverage, town.assignment, zones);
  const sums = aggregate(town.counts, town.assignment, zones);
  const geojson = toGeoJson(town);
  const theirs = town.assignment.slice();
  const [blocksOnly, hierarchy] = [1, 3].map((levels) => new DistrictBuilder(geojson, points, town.counts, theirs, levels as 1 | 3)) as [DistrictBuilder, DistrictBuilder];
  let drawn: unknown[] = [];

  const our = ({ blocks, to }: Stroke): number[] => {
    const applied = applyOperation(state, { type: 'assign', blocks: blocks.map((block) => coverage.ids[block]!), zone: `${to}` });
    if (!applied.ok) throw new Error(applied.reason.code);
    const touched = new Set<number>();
    for (const move of applied.moves) {
      dissolver.move(move.blocks, move.to);
      moveBlocks(sums, town.counts, move.blocks, move.from, move.to);
      touched.add(move.from).add(move.to);
    }
    const outlines = dissolver.outlines([...touched]);
    drawn = Array.from({ length: outlines.zoneCount }, (_, index) => outlinePath(outlines, index, origin));
    return [...touched].map((zone) => polsbyPopper(dissolver.areaM2(zone), dissolver.perimeterM(zone))!);
  };
  const their = (rival: DistrictBuilder, { blocks, from, to }: Stroke, all = false): District[] => {
    for (const block of blocks) theirs[block] = to;
    const districts = rival.move(theirs, new Set(blocks), all ? Array.from({ length: zones }, (_, zone) => zone) : [from, to]);
    drawn = districts.map(({ coordinates }) => pathOf(coordinates, origin));
    return districts;
  };

  const times = { ours: [] as number[], blocksOnly: [] as number[], hierarchy: [] as number[] };
  let error = 0;
  for (let round = -1; round < rounds; round++) {
    // A clock of 0.1 ms cannot time one of our strokes: a round is timed as a whole. There and back again, so that rounds are alike.
    const timed = (work: (stroke: Stroke) => unknown, repeat = 1) => {
      const began = performance.now();
      for (let i = 0; i < repeat; i++) {
        for (const stroke of strokes) work(stroke);
        for (const { blocks, from, to } of strokes.toReversed()) work({ blocks, from: to, to: from });
      }
      return (performance.now() - began) / (2 * strokes.length * repeat);
    };
    const turn = { ours: timed(our, 10), blocksOnly: timed((stroke) => their(blocksOnly, stroke)), hierarchy: timed((stroke) => their(hierarchy, stroke)) };
    if (round >= 0) for (const name of ['ours', 'blocksOnly', 'hierarchy'] as const) times[name].push(turn[name]);
  }
  for (const stroke of strokes) {
    our(stroke);
    for (const rival of [blocksOnly, hierarchy]) {
      their(rival, stroke).forEach((district, i) => {
        const zone = i === 0 ? stroke.from : stroke.to;
        const width = town.counts.columns.length;
        error = Math.max(error, Math.abs(district.areaM2 / dissolver.areaM2(zone) - 1), ...district.sums.map((sum, column) => Math.abs(sum / sums.sums[zone * width + column]! - 1)));
      });
    }
  }
  const began = performance.now();
  for (const stroke of strokes.slice(0, WHOLE_STROKES)) their(blocksOnly, stroke, true);
  const whole = (performance.now() - began) / WHOLE_STROKES;
  if (drawn.length === 0) throw new Error('nothing was drawn');
  return { strokes: 2 * strokes.length, ...times, whole, error };

  /** Blocks of a zone nearest a place of its border, to the zone beyond; every stroke another place, no block twice. */
  function strokesOver(count: number): Stroke[] {
    const taken = new Set<number>();
    const found: Stroke[] = [];
    const { rookStart, rook } = neighbours;
    const around = (block: number) => rook.subarray(rookStart[block]!, rookStart[block + 1]!);
    for (let block = 0; found.length < count && block < blockCount; block += 101) {
      const from = town.assignment[block]!;
      const beyond = around(block).find((other) => town.assignment[other] !== from);
      if (beyond === undefined || taken.has(block)) continue;
      const blocks = [block];
      const seen = new Set(blocks);
      for (let head = 0; head < blocks.length && blocks.length < BLOCKS; head++) {
        for (const other of around(blocks[head]!)) {
          if (town.assignment[other] !== from || seen.has(other) || taken.has(other) || blocks.length === BLOCKS) continue;
          seen.add(other);
          blocks.push(other);
        }
      }
      if (blocks.length < BLOCKS) continue;
      for (const other of blocks) taken.add(other);
      found.push({ blocks, from, to: town.assignment[beyond]! });
    }
    return found;
  }
}

function pathOf(polygons: District['coordinates'], [ox, oy]: readonly [number, number]): Path2D {
  const path = new Path2D();
  for (const rings of polygons) {
    for (const ring of rings) {
      ring.forEach(([x, y], i) => (i === 0 ? path.moveTo(x! - ox, y! - oy) : path.lineTo(x! - ox, y! - oy)));
      path.closePath();
    }
  }
  return path;
}

Object.assign(globalThis, { runRival });
