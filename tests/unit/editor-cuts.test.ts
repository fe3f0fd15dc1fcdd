// Blocks cut inside a plan, as the editor shows them: numbers shared out at once, healed again, and told to who draws them.
import { describe, expect, it } from 'vitest';
import { cutReport } from '../../client/editor/figures/cut-report.ts';
import { previewOf } from '../../client/editor/drawing/line-preview.ts';
import { PlanSession } from '../../client/editor/session/plan-session.ts';
import type { Operation } from '../../core/plan/operations.ts';
import { aggregate } from '../../core/statistics/aggregate.ts';
import { gridCounts, gridSurface, halves, ReferencePlan } from './editor-reference-plan.ts';

const COLUMNS = 6;
const ROWS = 4;
const surface = gridSurface(COLUMNS, ROWS);

function open(): { session: PlanSession; server: ReferencePlan; total: number; surfaces: () => number } {
  const session = new PlanSession(surface, halves(COLUMNS, ROWS));
  session.setCounts(gridCounts(COLUMNS * ROWS));
  let told = 0;
  session.onSurface(() => told++);
  return { session, server: new ReferencePlan(surface, halves(COLUMNS, ROWS)), total: 24 * 10 + (23 * 24) / 2, surfaces: () => told };
}

const line = (...coordinates: [number, number][]) => ({ type: 'LineString' as const, coordinates });
/** Block b7 (40..80, 40..80) from bottom to top, a quarter of it on the right. */
const quarter: Operation = { type: 'splitBlock', block: 'b7', line: line([70, 30], [70, 90]) };
/** The border between 1 and 2 (x = 120) pushed 12 m into zone 2, over the two middle rows. */
const bulge: Operation = { type: 'moveBoundary', zones: ['1', '2'], line: line([120, 40], [132, 40], [132, 120], [120, 120]), snapM: 1 };

const residents = (session: PlanSession) => {
  const width = session.counts.columns.length;
  return Array.from({ length: session.counts.blockCount }, (_, block) => session.counts.values[block * width]!).reduce((sum, value) => sum + value, 0);
};

function expectConsistent(session: PlanSession): void {
  const { state, dissolver, sums, counts } = session;
  expect(counts.blockCount).toBe(session.coverage.blockCount);
  expect([...sums.sums]).toEqual([...aggregate(counts, state.assignment, state.zones.length).sums]);
  state.assignment.forEach((slot, block) => expect(dissolver.zoneOf(block)).toBe(slot));
}

describe('a block is cut in the editor', () => {
  it('shares its counts out by area at once, and nobody is lost', () => {
    const { session, total, surfaces } = open();
    expect(session.perform(quarter)).toBeNull();
    expect(surfaces()).toBe(1);
    expect(residents(session)).toBe(total);
    const [cut] = cutReport(session, surface);
    expect(cut!.block).toBe('b7');
    expect(cut!.fragments.map(({ share }) => share)).toEqual([0.75, 0.25]);
    // 17 residents, 7 children.
    expect(cut!.fragments.map(({ values }) => values)).toEqual([[13, 5], [4, 2]]);
    expect(session.apportioned[session.state.positions.get('b7.2')!]).toBe(1);
    expectConsistent(session);
  });

  it('is one block again after an undo, and cut again after a redo', () => {
    const { session, total } = open();
    session.perform(bulge);
    const cut = [...session.state.assignment];
    const ids = session.state.blockIds;
    expect(session.coverage.blockCount).toBeGreaterThan(24);
    session.undo();
    expect(session.coverage.blockCount).toBe(24);
    expect([...session.state.assignment]).toEqual(halves(COLUMNS, ROWS).assignment);
    expectConsistent(session);
    session.redo();
    expect([...session.state.assignment]).toEqual(cut);
    expect(session.state.blockIds).toEqual(ids);
    expect(residents(session)).toBe(total);
    expectConsistent(session);
  });

  it('heals when the hand is lifted, not while the brush goes on', () => {
    const { session, surfaces } = open();
    session.perform(bulge);
    const moved = [...session.surface.cutBases].flatMap((base) => [...session.surface.piecesOf(base)]);
    const built = surfaces();
    session.beginGesture('2');
    session.extendGesture(moved, null);
    expect(surfaces()).toBe(built);
    expectConsistent(session);
    session.endGesture();
    expect(surfaces()).toBe(built + 1);
    expect(session.surface.cuts).toEqual([]);
    expect([...session.state.assignment]).toEqual(halves(COLUMNS, ROWS).assignment);
    expectConsistent(session);
  });

  it('keeps both neighbours without gap or overlap: areas add up to the bit', () => {
    const { session } = open();
    const before = session.dissolver.areaM2(0) + session.dissolver.areaM2(1);
    session.perform(bulge);
    expect(session.dissolver.areaM2(0)).toBeCloseTo(3 * 4 * 1600 + 12 * 80, 6);
    expect(session.dissolver.areaM2(0) + session.dissolver.areaM2(1)).toBe(before);
  });

  it('a locked block stays whole and where it is', () => {
    const { session } = open();
    session.perform({ type: 'lockBlocks', blocks: ['b7', 'b9'], locked: true });
    expect(session.perform(quarter)).toEqual({ code: 'BLOCK_LOCKED', blocks: ['b7'] });
    session.beginGesture('1');
    expect(session.extendGesture([9, 10], null)).toBe(1);
    expect([...session.gesture!.lockedBlocks]).toEqual([9]);
    session.endGesture();
    expect(session.state.assignment[9]).toBe(1);
    expect(session.collectable([9, 11], '', null)).toEqual([11]);
  });
});

describe('a line is looked at before it is drawn', () => {
  it('tells who would move, which blocks would be cut, and changes nothing', () => {
    const { session, surfaces } = open();
    const before = [...session.state.assignment];
    const preview = previewOf(session, bulge);
    expect(preview.reason).toBeNull();
    expect(preview.cuts).toBe(2);
    expect(preview.flows).toHaveLength(1);
    expect(preview.flows[0]).toMatchObject({ from: '2', to: '1', blocks: 2 });
    // b9 and b15 give 12 of their 40 m: 30 % of 19 and 25 residents.
    expect(preview.flows[0]!.sum).toBe(14);
    expect(preview.cut.flatMap((xy) => [...xy]).filter((_, i) => i % 2 === 0).every((x) => x === 132)).toBe(true);
    expect([...session.state.assignment]).toEqual(before);
    expect(surfaces()).toBe(0);
  });

  it('shows edges that the line follows apart from cuts', () => {
    const { session } = open();
    // Round b9 along its edges: nothing to cut.
    const round: Operation = { type: 'moveBoundary', zones: ['1', '2'], line: line([120, 40], [160, 40], [160, 80], [120, 80]), snapM: 1 };
    const preview = previewOf(session, round);
    expect(preview.cut).toEqual([]);
    expect(preview.cuts).toBe(0);
    expect(preview.followed.length).toBeGreaterThan(0);
    expect(preview.flows).toEqual([{ from: '2', to: '1', blocks: 1, sum: 19 }]);
  });

  it('says why a line cannot be', () => {
    const { session } = open();
    const outside: Operation = { type: 'splitZone', zone: '1', newZone: '3', line: line([-50, -50], [-40, 300]) };
    expect(previewOf(session, outside).reason).not.toBeNull();
    session.perform({ type: 'lockZone', zone: '2', locked: true });
    expect(previewOf(session, bulge).reason).toEqual({ code: 'ZONE_LOCKED', zones: ['2'] });
  });
});

describe('a proposal', () => {
  it('is shown in the numbers, and is one step when it is taken and none when it is not', () => {
    const { session } = open();
    const before = [...session.sums.sums];
    const operation: Operation = { type: 'assign', blocks: ['b3', 'b9'], zone: '1' };
    expect(session.propose(operation)).toBeNull();
    expect(session.state.assignment[3]).toBe(0);
    expect(session.steps).toEqual([]);
    expectConsistent(session);
    session.discardProposal();
    expect([...session.sums.sums]).toEqual(before);
    session.propose(operation);
    expect(session.acceptProposal()).toBeNull();
    expect(session.steps.map((step) => step.operation)).toEqual([operation]);
    expect(session.proposal).toBeNull();
    session.undo();
    expect([...session.sums.sums]).toEqual(before);
  });

  it('is given back by undo, and replayed after what others do', () => {
    const { session, server } = open();
    session.propose({ type: 'assign', blocks: ['b3'], zone: '1' });
    session.receive(server.operate({ type: 'assign', blocks: ['b4'], zone: '1' }, 'jmoser')!);
    expect([session.state.assignment[3], session.state.assignment[4]]).toEqual([0, 0]);
    expect(session.undo()).toBe(true);
    expect(session.state.assignment[3]).toBe(1);
    expect(session.steps).toEqual([]);
  });
});

describe('two people and a cut', () => {
  it('a cut of somebody else comes in with its numbers while own steps wait', () => {
    const { session, server, total } = open();
    session.perform({ type: 'assign', blocks: ['b9'], zone: '1' });
    expect(session.receive(server.operate(quarter, 'jmoser')!)).toBe(true);
    expect(session.state.positions.has('b7.2')).toBe(true);
    expect(session.state.assignment[9]).toBe(0);
    expect(residents(session)).toBe(total);
    expect(session.conflicts).toEqual([]);
    expectConsistent(session);
  });

  it('a line over blocks that somebody else moved elsewhere is asked about; taking theirs gives up the whole line', () => {
    const { session, server } = open();
    session.receive(server.operate({ type: 'createZone', zone: '3', name: 'Ost', blocks: [] }, 'jmoser')!);
    session.perform(bulge);
    session.perform({ type: 'assign', blocks: ['b3'], zone: '1' });
    session.receive(server.operate({ type: 'assign', blocks: ['b9'], zone: '3' }, 'jmoser')!);
    // The line no longer meets 1 | 2 all along: either it is refused, or it is in conflict; it is never silently kept over theirs.
    const told = session.refused.length + session.conflicts.length;
    expect(told).toBeGreaterThan(0);
    session.yieldConflicts();
    expect(session.steps.map(({ operation }) => operation?.type)).toEqual(['assign']);
    expect(session.state.zones[session.state.assignment[9]!]?.zone).toBe('3');
    expectConsistent(session);
  });

  it('reads the plan again with cuts and locks', () => {
    const { session, server } = open();
    server.operate(quarter, 'jmoser');
    server.operate({ type: 'lockBlocks', blocks: ['b0'], locked: true }, 'jmoser');
    session.reset(server.snapshot());
    expect(session.surface.cuts).toEqual(server.state.surface.cuts);
    expect([...session.state.lockedBlocks]).toEqual(['b0']);
    expect(session.isLocked(0)).toBe(true);
    expectConsistent(session);
  });
});
