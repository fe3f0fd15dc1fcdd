// Findings as the worker has them, points taken over after a cut: both the same as when everything is reckoned anew.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PlanFindings } from '../../client/kernel/plan-findings.ts';
import { buffersOf, prepareBlocks } from '../../client/kernel/prepared-blocks.ts';
import { adjacency } from '../../core/coverage/adjacency.ts';
import { buildCoverage } from '../../core/coverage/build-coverage.ts';
import { decodeCoverage, encodeCoverage } from '../../core/coverage/encode.ts';
import { interiorPoints } from '../../core/coverage/interior-point.ts';
import { createBlockLocator, locatorPartsAfter } from '../../core/coverage/locate.ts';
import { checkPlan } from '../../core/plan/questions/issues.ts';
import { createSurface } from '../../core/plan/surface.ts';
import { gridRings } from './coverage-shapes.ts';

const SIDE = 8;
/** Blocks of 100 m: smaller ones may not be cut. */
const rings = gridRings(SIDE, SIDE);
const built = buildCoverage({ ...rings, xy: rings.xy.map((value) => 100 * value) });
if (!built.ok) throw new Error('no coverage');
const { coverage } = built;
const neighbours = adjacency(coverage);
const graph = { blockCount: neighbours.blockCount, rookStart: neighbours.rookStart, rook: neighbours.rook, blockBounds: coverage.blockBounds };
const zones = ['1', '2', '3'].map((zone) => ({ zone, name: zone, locked: false }));
const slots = () => fc.array(fc.integer({ min: -1, max: 2 }), { minLength: SIDE * SIDE, maxLength: SIDE * SIDE }).map((list) => Int32Array.from(list));

describe('findings by position', () => {
  it('are the issues of the plan, those of the base last', () => {
    fc.assert(
      fc.property(slots(), slots(), (before, now) => {
        const found = new PlanFindings(graph, { zones, assignment: before }).find({ zones, assignment: now });
        const { issues } = checkPlan({ blockIds: coverage.ids, zones, assignment: now }, coverage, neighbours);
        const told = ({ code, zone, blocks }: { code: string; zone: string | null; blocks: readonly string[] }) => JSON.stringify([code, zone, blocks]);
        const expected = issues.map(({ code, where }) => told({ code, zone: where.zone, blocks: where.blocks }));
        expect(found.map(({ code, zone, blocks }) => told({ code, zone, blocks: Array.from(blocks, (block) => coverage.ids[block]!) })).toSorted()).toEqual(expected.toSorted());
        const firstOld = found.findIndex(({ old }) => old);
        expect(firstOld < 0 || found.slice(firstOld).every(({ old }) => old)).toBe(true);
      }),
      { numRuns: 100 },
    );
  });

  it('are old where the base has the greater part of the piece apart too, and blocks of no zone never are', () => {
    const base = new Int32Array(SIDE * SIDE);
    base[0] = 1;
    base[9] = 1;
    base[SIDE * SIDE - 1] = 2;
    base[5] = -1;
    const findings = new PlanFindings(graph, { zones, assignment: base });
    const now = base.slice();
    now[1] = 1;
    now[SIDE * SIDE - 1 - SIDE] = 1;
    const of = (code: string) => findings.find({ zones, assignment: now }).filter((one) => one.code === code).map(({ zone, blocks, old }) => [zone, [...blocks], old]);
    // 0 and 9 are joined by 1 now, the new exclave at the far corner is not in the base.
    expect(of('DETACHED')).toEqual([['2', [SIDE * SIDE - 1 - SIDE], false]]);
    expect(of('UNASSIGNED')).toEqual([[null, [5], false]]);
    expect(findings.find({ zones, assignment: base }).filter(({ code }) => code === 'DETACHED').map(({ blocks, old }) => [[...blocks], old])).toEqual([[[9], true]]);
  });
});

describe('prepared blocks', () => {
  it('have each buffer once, and a locator made of them answers as one that is made anew', () => {
    const { buffer } = encodeCoverage(coverage);
    const prepared = prepareBlocks(buffer);
    const buffers = buffersOf(prepared);
    expect(new Set(buffers).size).toBe(buffers.length);
    const sent = structuredClone(prepared, { transfer: buffers });
    const there = decodeCoverage(sent.bytes);
    const [handed, anew] = [createBlockLocator(there, sent.locator), createBlockLocator(coverage)];
    expect(sent.neighbours).toEqual(neighbours);
    expect(handed.points).toEqual(anew.points);
    for (let i = 0; i < 50; i++) expect(handed.within(17 * i, 13 * i, 40)).toEqual(anew.within(17 * i, 13 * i, 40));
  });

  it('keep the points of blocks that a cut leaves alone', () => {
    const surface = createSurface({ coverage, neighbours });
    const block = coverage.ids[10]!;
    const [minX, minY, maxX, maxY] = coverage.blockBounds.subarray(40, 44) as unknown as [number, number, number, number];
    const cut = surface.withCuts([{ block, ids: surface.fragmentIds(block), line: [(minX + maxX) / 2, minY, (minX + maxX) / 2, maxY] }]);
    expect(cut.count).toBe(surface.count + 1);
    const { points } = locatorPartsAfter(cut.coverage, coverage, interiorPoints(coverage));
    expect(points).toEqual(interiorPoints(cut.coverage));
  });
});
