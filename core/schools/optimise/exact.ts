// The best of all plans of catchments of a small town, by an integer programme: how far the search is from it.
import type { Highs } from 'highs';
import { UNASSIGNED } from '../../coverage/coverage.ts';
import { CAPACITY_AIM, type OptimiseInput } from './optimise-input.ts';
import { EMPTY, STEEP, SearchState } from './search-state.ts';
import { hopsFromSchools } from './zone-hold.ts';

export interface ExactPlan {
  readonly assignment: Int32Array;
  /** As the search reckons it. */
  readonly cost: number;
  /** What no plan is cheaper than; the cost itself where it is proven. */
  readonly bound: number;
  readonly proven: boolean;
  /** Programmes solved: one, and one more for each time that zones had come apart. */
  readonly programmes: number;
}

export type ExactAnswer =
  | { readonly ok: true; readonly plan: ExactPlan }
  /** No plan keeps the locks and the share that may move; or the time was over before one was found. */
  | { readonly ok: false; readonly reason: 'infeasible' | 'time' };

// https://ergo-code.github.io/HiGHS: model statuses.
const OPTIMAL = 7;
const INFEASIBLE = 8;
const TIME_LIMIT = 13;

/** Rounds of cuts; towns of 60 blocks need some ten. */
const MOST_PROGRAMMES = 200;

/** Costs are shares a child; HiGHS' tolerances of 1e-7 want them about 1. */
const COST_UNIT = 1e4;

/**
 * One whole number a block and zone, and sums of children bounded by places with four slacks a zone and year: the pieces of the
 * cost that `SearchState.misfit` reckons. Contiguity 'closer-neighbour' is one row a block and zone. 'zone' begins without and cuts off what comes
 * apart: a piece without the zone's school must have one of the blocks around it (each zone needs a school's block for that). Compactness is not linear:
 * with areas given, throws RangeError unless its weight is 0. Two zones' blocks by 100 take a second, 400 may take minutes.
 */
export function solveExactly(highs: Highs, input: OptimiseInput, seconds = 60): ExactAnswer {
  const model = highs.createModel(undefined);
  try {
    const programme = stateProgramme(input);
    model.passModel(programme.data);
    model.options.set('output_flag', false);
    model.options.set('mip_rel_gap', 1e-7);
    model.options.set('time_limit', seconds);
    for (let programmes = 1; ; programmes++) {
      const { modelStatus } = model.run();
      if (modelStatus === INFEASIBLE) return { ok: false, reason: 'infeasible' };
      if (modelStatus !== OPTIMAL && modelStatus !== TIME_LIMIT) throw new Error(`HiGHS ended with status ${modelStatus}`);
      const values = model.getSolution().colValue;
      const assignment = programme.planOf(values);
      if (modelStatus === TIME_LIMIT && assignment.includes(UNASSIGNED)) return { ok: false, reason: 'time' };
      const cuts = programme.cuts(assignment);
      if (cuts.length === 0 || modelStatus === TIME_LIMIT || programmes === MOST_PROGRAMMES) {
        if (cuts.length > 0) return { ok: false, reason: 'time' };
        const cost = new SearchState(input, assignment).total[0]!;
        const proven = modelStatus === OPTIMAL;
        return { ok: true, plan: { assignment, cost, bound: proven ? cost : Number(model.info.get('mip_dual_bound')) / COST_UNIT, proven, programmes } };
      }
      for (const { indices, values: row } of cuts) model.addRow(-Infinity, 0, { indices: Int32Array.from(indices), values: Float64Array.from(row) });
    }
  } finally {
    model.dispose();
  }
}

interface Row {
  readonly indices: number[];
  readonly values: number[];
}

function stateProgramme(input: OptimiseInput) {
  const { effects, neighbours, assignment: today, lockedBlocks, lockedZones, schoolBlock, capacity = CAPACITY_AIM, contiguity = 'zone' } = input;
  const { blockCount, zoneCount, schools } = effects;
  const { rookStart, rook } = neighbours;
  const start = input.start ?? today;
  const state = new SearchState(input, start);
  if (state.shapeScale > 0) throw new RangeError('compactness is not linear: leave out areas, or give it the weight 0');
  if (contiguity !== 'free' && schoolBlock === undefined) throw new RangeError('without the blocks of the schools no programme can tell what a zone hangs together with');
  const { width, pairs } = state;
  const steep = capacity.hard ? STEEP.hard : STEEP.soft;
  const slacks = blockCount * zoneCount;
  const uneven = slacks + 4 * zoneCount * width;
  const columns = uneven + zoneCount * pairs;
  const cost = new Float64Array(columns);
  const lower = new Float64Array(columns);
  const upper = new Float64Array(columns).fill(Infinity);
  const integrality = new Int32Array(columns);
  const column = (block: number, zone: number) => block * zoneCount + zone;
  for (let block = 0; block < blockCount; block++) {
    const home = start[block]!;
    const stays = lockedBlocks?.[block] === 1 || (home !== UNASSIGNED && lockedZones?.[home] === 1) || (home !== UNASSIGNED && schoolBlock !== undefined && schools[home]!.some((school) => schoolBlock[school] === block));
    for (let zone = 0; zone < zoneCount; zone++) {
      const at = column(block, zone);
      const own = state.unary[at]!;
      const open = stays ? zone === home : own < Infinity && lockedZones?.[zone] !== 1;
      cost[at] = own < Infinity ? COST_UNIT * own : 0;
      upper[at] = open ? 1 : 0;
      lower[at] = stays && zone === home ? 1 : 0;
      integrality[at] = 1;
    }
  }
  const rows: Row[] = [];
  const rowLower: number[] = [];
  const rowUpper: number[] = [];
  const add = (least: number, most: number, entries: Iterable<readonly [number, number]>) => {
    const row: Row = { indices: [], values: [] };
    for (const [at, value] of entries) {
      row.indices.push(at);
      row.values.push(value);
    }
    rows.push(row);
    rowLower.push(least);
    rowUpper.push(most);
  };
  for (let block = 0; block < blockCount; block++) add(1, 1, Array.from({ length: zoneCount }, (_, zone) => [column(block, zone), 1] as const));
  for (let zone = 0; zone < zoneCount; zone++) {
    for (let y = 0; y < width; y++) {
      const places = state.places[zone * width + y]!;
      if (!(places >= 0)) continue;
      const sums = Array.from({ length: blockCount }, (_, block) => [column(block, zone), state.children[block * width + y]!] as const).filter(([, count]) => count > 0);
      const slack = slacks + 4 * (zone * width + y);
      // Beyond the places, beyond what is over, short of what is low, short of what is under.
      for (const [k, share] of [1, capacity.over].entries()) add(-Infinity, share * places, [...sums, [slack + k, -1]]);
      for (const [k, share] of [capacity.low, capacity.under].entries()) add(share * places, Infinity, [...sums, [slack + 2 + k, 1]]);
      [1, steep, EMPTY, steep].forEach((slope, k) => (cost[slack + k] = COST_UNIT * state.capacityScale * slope));
    }
    for (let k = 0; k < pairs; k++) {
      // part / all parts - rest / all rests of the zone, as one number a block.
      const tilt = Array.from({ length: blockCount }, (_, block) => {
        const part = state.part[block * pairs + k]!;
        return [column(block, zone), part / state.partTotal[k]! - (state.whole[block * pairs + k]! - part) / state.restTotal[k]!] as const;
      }).filter(([, value]) => value !== 0);
      const at = uneven + zone * pairs + k;
      cost[at] = COST_UNIT * state.mixScale;
      add(-Infinity, 0, [...tilt, [at, -1]]);
      add(0, Infinity, [...tilt, [at, 1]]);
    }
  }
  const moved = Array.from({ length: blockCount }, (_, block) => block).filter((block) => today[block] !== UNASSIGNED && state.share[block]! > 0);
  // Who moves is who is not in today's zone.
  const movable = moved.reduce((sum, block) => sum + state.share[block]!, 0);
  if ((input.maxMovedShare ?? 1) < 1) add(movable - input.maxMovedShare! - 1e-9, Infinity, moved.map((block) => [column(block, today[block]!), state.share[block]!] as const));
  const hops = contiguity === 'closer-neighbour' ? hopsFromSchools(neighbours, schools, schoolBlock!) : null;
  if (hops !== null) {
    for (let block = 0; block < blockCount; block++) {
      for (let zone = 0; zone < zoneCount; zone++) {
        const own = hops[zone * blockCount + block]!;
        if (own === 0 || upper[column(block, zone)] === 0) continue;
        const closer = [...rook.subarray(rookStart[block], rookStart[block + 1])].filter((other) => hops[zone * blockCount + other]! < own);
        add(-Infinity, 0, [[column(block, zone), 1], ...closer.map((other) => [column(other, zone), -1] as const)]);
      }
    }
  }
  const entries = rows.reduce((sum, { indices }) => sum + indices.length, 0);
  const starts = new Int32Array(rows.length + 1);
  const indices = new Int32Array(entries);
  const values = new Float64Array(entries);
  rows.forEach((row, i) => {
    indices.set(row.indices, starts[i]);
    values.set(row.values, starts[i]);
    starts[i + 1] = starts[i]! + row.indices.length;
  });
  const data = {
    numCols: columns,
    numRows: rows.length,
    colCost: cost,
    colLower: lower,
    colUpper: upper,
    rowLower: Float64Array.from(rowLower),
    rowUpper: Float64Array.from(rowUpper),
    matrix: { format: 'csr' as const, numRows: rows.length, numCols: columns, starts, indices, values },
    integrality,
  };

  const planOf = (solution: ArrayLike<number>) =>
    Int32Array.from({ length: blockCount }, (_, block) => {
      for (let zone = 0; zone < zoneCount; zone++) if (solution[column(block, zone)]! > 0.5) return zone;
      return UNASSIGNED;
    });

  /** Pieces of zones without a school of theirs: each of their blocks needs one of the blocks around. */
  const cuts = (plan: Int32Array): Row[] => {
    if (contiguity !== 'zone') return [];
    const found: Row[] = [];
    const seen = new Uint8Array(blockCount);
    for (let first = 0; first < blockCount; first++) {
      if (seen[first] === 1) continue;
      const zone = plan[first]!;
      const piece = [first];
      const around = new Set<number>();
      seen[first] = 1;
      for (const block of piece) {
        for (let i = rookStart[block]!; i < rookStart[block + 1]!; i++) {
          const other = rook[i]!;
          if (plan[other] !== zone) around.add(other);
          else if (seen[other] === 0) {
            seen[other] = 1;
            piece.push(other);
          }
        }
      }
      if (schools[zone]!.some((school) => piece.includes(schoolBlock![school]!))) continue;
      for (const block of piece) found.push({ indices: [column(block, zone), ...[...around].map((other) => column(other, zone))], values: [1, ...[...around].map(() => -1)] });
    }
    return found;
  };
  return { data, planOf, cuts };
}
