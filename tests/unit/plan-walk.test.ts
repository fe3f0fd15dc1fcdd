// The promise of the editor, on real towns and small ones: whatever is drawn and taken back, the land stays whole, the counts stay the counts, and the list of operations is the plan.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { adjacency } from '../../core/coverage/adjacency.ts';
import { buildCoverage } from '../../core/coverage/build-coverage.ts';
import { encodeCoverage } from '../../core/coverage/encode.ts';
import { joinPairs, nearPairs } from '../../core/coverage/near-adjacency.ts';
import { repairCoverage } from '../../core/coverage/repair/repair.ts';
import { ringsFromCoverage } from '../../core/coverage/rings-from-coverage.ts';
import { hasFindings, validateCoverage } from '../../core/coverage/validate.ts';
import { fragmentCounts } from '../../core/plan/fragment-counts.ts';
import { applyOperation, applyRestore, type Operation, type Restore } from '../../core/plan/operations.ts';
import { createPlanState, type PlanState, type PlanZone } from '../../core/plan/plan-state.ts';
import { replay } from '../../core/plan/replay.ts';
import { seededRandom } from '../../core/statistics/seeded-random.ts';
import { createSurface, type PlanSurface } from '../../core/plan/surface.ts';
import { aggregate } from '../../core/statistics/aggregate.ts';
import { createCountTable, setCount, type CountTable } from '../../core/statistics/counts.ts';
import { countsOfBlocks } from '../../server/processes/inputs/read-counts.ts';
import { readBlocks } from '../../server/processes/inputs/read-blocks.ts';
import { csvRows, NO_REAL_DATA, realData } from '../cli/run-cli.ts';
import { gridRings } from './coverage-shapes.ts';
import { asMetres, stateKey } from './plan-shapes.ts';
import { outlinesHoldTheLand, PlanWalk, sameCuts } from './plan-walk.ts';

/** `LONG=1`: 10,000 steps a town; some six minutes of processor each for the two real ones. `STEPS` and `SEED` walk otherwise. */
const LONG = process.env.LONG === '1';
const STEPS = process.env.STEPS !== undefined ? Number(process.env.STEPS) : LONG ? 10_000 : null;

interface Town {
  /** Surfaces that know nothing of each other, as of a browser and a server. */
  readonly surface: () => PlanSurface;
  readonly zones: readonly PlanZone[];
  readonly assignment: Int32Array;
  readonly counts: CountTable;
}

async function providence(): Promise<Town | null> {
  const file = realData('providence/blocks.zip');
  if (file === null) return null;
  const source = await readBlocks({ blocks: file, blockId: 'GEOID10', columns: ['TOTPOP', 'VAP', 'HISP', 'WARD'] });
  const wards = source.ids.map((_, row) => String(source.table.cell(row, source.table.columns.indexOf('WARD'))));
  const codes = [...new Set(wards)].toSorted((a, b) => Number(a) - Number(b));
  return town(source.rings!, codes, Int32Array.from(wards, (ward) => codes.indexOf(ward)), countsOfBlocks(source, ['TOTPOP', 'VAP', 'HISP']));
}

/** The 38 Stadtteile as blocks, zones by the first digit of their number. */
async function mannheim(): Promise<Town | null> {
  const [file, known] = [realData('mannheim/mannheim-36stadtteile.geojson'), realData('mannheim/known_zonal_mannheim_stadtteile.csv')];
  if (file === null || known === null) return null;
  const source = await readBlocks({ blocks: file, blockId: 'id' });
  const codes = [...new Set(source.ids.map((id) => id.slice(0, 2)))].toSorted();
  const rows = new Map(csvRows(readFileSync(known, 'utf8')).map((row) => [row.id!, row]));
  const columns = ['under10', 'age80plus', 'foreigners'];
  const counts = createCountTable(columns, source.ids.length);
  source.ids.forEach((id, block) => columns.forEach((name, column) => setCount(counts, block, column, rows.has(id) ? Number(rows.get(id)![name]) : null)));
  return town(source.rings!, codes, Int32Array.from(source.ids, (id) => codes.indexOf(id.slice(0, 2))), counts);
}

function town(rings: Parameters<typeof repairCoverage>[0], codes: readonly string[], assignment: Int32Array, counts: CountTable): Town {
  const repaired = repairCoverage(rings);
  if (!repaired.ok) throw new Error(repaired.detail);
  const surface = () => {
    const built = buildCoverage(repaired.repair.blocks);
    if (!built.ok) throw new Error('no coverage');
    return createSurface({ coverage: built.coverage, neighbours: adjacency(built.coverage), toPlane: asMetres });
  };
  return { surface, zones: codes.map((zone) => ({ zone, name: zone, locked: false })), assignment, counts };
}

/** Crooked blocks of some 50 m, the same for everybody; with streets of 10 m between them, whose two sides are neighbours, or without. */
async function crooked(streets: boolean): Promise<Town> {
  const side = 9;
  const random = seededRandom(7);
  const corners = Array.from({ length: (side + 1) ** 2 }, () => [24 * (random() - 0.5), 24 * (random() - 0.5)] as const);
  const rings = gridRings(side, side, (x, y) => {
    const [dx, dy] = corners[Math.round(y) * (side + 1) + Math.round(x)]!;
    return [50 * x + (streets ? 0 : dx), 50 * y + (streets ? 0 : dy)];
  });
  const blocks = streets ? { ...rings, xy: rings.xy.map((_, i) => shrunk(rings.xy, i)) } : rings;
  const assignment = Int32Array.from({ length: side * side }, (_, i) => Math.floor((i % side) / 3) + 3 * Math.floor(i / side / 3));
  const counts = createCountTable(['residents', 'children'], side * side);
  for (let block = 0; block < side * side; block++) {
    setCount(counts, block, 0, (block * 37) % 211);
    setCount(counts, block, 1, block % 9 === 0 ? null : (block * 13) % 17);
  }
  const place = town(blocks, Array.from({ length: 9 }, (_, i) => `Z${i}`), assignment, counts);
  if (!streets) return place;
  const surface = () => {
    const built = buildCoverage(blocks);
    if (!built.ok) throw new Error('no coverage');
    return createSurface({ coverage: built.coverage, neighbours: joinPairs(adjacency(built.coverage), nearPairs(built.coverage, 15)), toPlane: asMetres });
  };
  return { ...place, surface };
}

/** A coordinate of a square of 50 m drawn 5 m towards its middle. */
function shrunk(xy: Float64Array, i: number): number {
  const ring = 8 * Math.floor(i / 8);
  const own = [0, 2, 4, 6].map((k) => xy[ring + k + (i % 2)]!);
  return xy[i]! + (xy[i] === Math.min(...own) ? 5 : -5);
}

const bytesOf = (state: PlanState) => Buffer.concat([encodeCoverage(state.surface.coverage), Buffer.from(Int32Array.from(state.assignment).buffer), Buffer.from(JSON.stringify([state.zones, [...state.lockedBlocks].toSorted()]))]);

/** Walks, and after each step asks for everything that has to hold. */
function walk(place: Town, steps: number, seed: number, replayEvery: number) {
  const state = createPlanState(place.surface(), place.zones, place.assignment);
  const walker = new PlanWalk(state, seed);
  // Somebody else who gets the operations as text and keeps an undo stack of their own.
  const other = createPlanState(place.surface(), place.zones, place.assignment);
  const [done, undone]: [Restore[], Restore[]] = [[], []];
  const width = place.counts.columns.length;
  const totals = aggregate(place.counts, new Int32Array(place.counts.blockCount), 1).sums.slice(0, width);
  const landM2 = state.surface.coverage.blockAreaM2.reduce((sum, areaM2) => sum + areaM2, 0);
  const most = { cuts: 0 };
  const replayed = (at: number) => {
    const again = replay({ surface: place.surface(), zones: place.zones, assignment: place.assignment }, walker.done.map(({ text }) => JSON.parse(text) as Operation));
    if (!again.ok) throw new Error(`seed ${seed}, step ${at}: operation ${again.at} of the list is refused: ${JSON.stringify(again.reason)}`);
    expect(bytesOf(again.state).equals(bytesOf(state)), `seed ${seed}, step ${at}: replay`).toBe(true);
    if (LONG) process.stdout.write(`${at} steps, ${walker.done.length} in force and replayed, ${state.surface.cuts.length} cuts, ${process.cpuUsage().user / 1e6} s of processor\n`);
  };
  for (let at = 1; at <= steps; at++) {
    const step = walker.step();
    const where = `seed ${seed}, step ${at}: ${step.kind} ${step.text ?? ''}`;
    if (step.kind === 'operation') {
      const applied = applyOperation(other, JSON.parse(step.text!) as Operation);
      if (!applied.ok) throw new Error(`${where}: refused elsewhere: ${JSON.stringify(applied.reason)}`);
      done.push(applied.inverse);
      undone.length = 0;
    } else {
      const [from, to] = step.kind === 'undo' ? [done, undone] : [undone, done];
      to.push(applyRestore(other, from.pop()!).inverse);
    }
    if (!sameCuts(state, other) || stateKey(other) !== stateKey(state)) throw new Error(`${where}: two sides differ`);
    if (step.done.surfaceChanged) {
      const { coverage } = state.surface;
      expect(hasFindings(validateCoverage(ringsFromCoverage(coverage), { gapWidthM: 0 })), where).toBe(false);
      expect(coverage.blockAreaM2.reduce((sum, areaM2) => sum + areaM2, 0), where).toBe(landM2);
      expect(Buffer.from(encodeCoverage(coverage)).equals(encodeCoverage(other.surface.coverage)), where).toBe(true);
      most.cuts = Math.max(most.cuts, state.surface.cuts.length);
    }
    expect(outlinesHoldTheLand(state), where).toBe(true);
    const sums = aggregate(fragmentCounts(place.counts, state.surface).table, state.assignment, state.zones.length).sums;
    for (let column = 0; column < width; column++) {
      let sum = 0;
      for (let row = 0; row <= state.zones.length; row++) sum += sums[row * width + column]!;
      expect(sum, where).toBe(totals[column]);
    }
    if (at % replayEvery === 0 || at === steps) replayed(at);
  }
  // Back to the beginning, to the byte.
  while (walker.done.length > 0) applyRestore(state, walker.done.pop()!.inverse);
  expect(stateKey(state)).toBe(stateKey(createPlanState(place.surface(), place.zones, place.assignment)));
  return { tally: walker.tally, most };
}

const TOWNS = [
  { name: 'crooked blocks', load: () => crooked(false), steps: STEPS ?? 150 },
  { name: 'blocks with streets between them', load: () => crooked(true), steps: STEPS ?? 150 },
  { name: 'Providence (3,014 census blocks)', load: providence, steps: STEPS ?? 70 },
  { name: 'Mannheim (38 Stadtteile)', load: mannheim, steps: STEPS ?? 110 },
];

describe('a random walk of operations, undo and redo', () => {
  for (const { name, load, steps } of TOWNS) {
    it(`on ${name} keeps land and counts, two sides alike, and its list of operations gives the same bytes`, async (context) => {
      const place = await load();
      if (place === null) return context.skip(NO_REAL_DATA);
      const { tally, most } = walk(place, steps, Number(process.env.SEED ?? 1), LONG ? 1000 : steps);
      if (LONG) process.stdout.write(`${name}: ${steps} steps, at most ${most.cuts} cuts at once; ${[...tally].toSorted().map(([what, n]) => `${what} ${n}`).join(', ')}\n`);
      for (const type of ['assign', 'splitBlock', 'splitZone', 'moveBoundary', 'undo', 'redo']) expect(tally.get(type) ?? 0, type).toBeGreaterThan(steps / 100);
    }, LONG ? 7_200_000 : 120_000);
  }
});
