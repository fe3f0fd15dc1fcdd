// Two plans on one map: how one lies over the other where blocks are cut, the matrix from zone to zone, and its file.
import { describe, expect, it } from 'vitest';
import { differenceFrom } from '../../client/editor/figures/base-difference.ts';
import { changedOnly, flowMatrix, matrixCsv, matrixRows, type FlowMatrix } from '../../client/editor/compare/flow-matrix.ts';
import { isWholeOver, laidOver, otherPlan } from '../../client/editor/other-plan.ts';
import { PlanSession } from '../../client/editor/session/plan-session.ts';
import { cutEdgesBySlot } from '../../client/editor/figures/zone-shapes.ts';
import { cutEdges } from '../../core/plan/questions/compactness.ts';
import { createCountTable, setCount } from '../../core/statistics/counts.ts';
import { gridSurface } from './plan-shapes.ts';

const zones = [
  { slot: 0, zone: '1', name: 'Mitte', locked: false },
  { slot: 1, zone: '2', name: 'Nord, "neu"', locked: false },
];

/** 4 x 2 blocks of 10 m: zone 1 the two left columns, zone 2 the two right ones; 7 people in b1, else 10. */
function open(): PlanSession {
  const surface = gridSurface(4, 2);
  const assignment = Array.from({ length: 8 }, (_, block) => (block % 4 < 2 ? 0 : 1));
  const session = new PlanSession(surface, { version: 1, blockSet: 1, zones, assignment, baseZones: zones, baseAssignment: assignment, canUndo: false, canRedo: false });
  const counts = createCountTable(['POP'], 8);
  for (let block = 0; block < 8; block++) setCount(counts, block, 0, block === 1 ? 7 : 10);
  session.setCounts(counts);
  return session;
}

const line = (x: number) => ({ type: 'LineString' as const, coordinates: [[x, -5], [x, 15]] });
const total = ({ cells }: FlowMatrix) => cells.reduce((sum, cell) => sum + (cell?.sums[0] ?? 0), 0);
const rows = (matrix: FlowMatrix) => matrixRows(matrix).map(({ from, to, blocks, areaM2, sums }) => [from.zone, to.zone, blocks, Math.round(areaM2), sums[0]]);

describe('a plan beside another', () => {
  it('tells what moved and what stays, and adds up to the town', () => {
    const session = open();
    const before = otherPlan('Basis', session.surface, session.state.zones, session.state.assignment);
    session.perform({ type: 'assign', blocks: ['b1'], zone: '2' });
    const matrix = flowMatrix(session, before);
    expect(rows(matrix)).toEqual([['1', '1', 3, 300, 30], ['1', '2', 1, 100, 7], ['2', '2', 4, 400, 40]]);
    expect(differenceFrom(session, before).map(({ from, to, blocks, sums }) => [from, to, blocks.length, sums[0]])).toEqual([['1', '2', 1, 7]]);
  });

  it('lays a plan without cuts over fragments exactly: each lies where its block lay', () => {
    const session = open();
    const before = otherPlan('Basis', session.surface, session.state.zones, session.state.assignment);
    session.perform({ type: 'splitBlock', block: 'b1', line: line(14) });
    const right = session.surface.ids[8]!;
    session.perform({ type: 'assign', blocks: [right], zone: '2' });
    expect(isWholeOver(before, session.surface)).toBe(true);
    expect([...laidOver(before, session.surface)]).toEqual([0, 0, 1, 1, 0, 0, 1, 1, 0]);
    const matrix = flowMatrix(session, before);
    expect(total(matrix)).toBe(77);
    expect(rows(matrix).find(([from, to]) => from === '1' && to === '2')).toEqual(['1', '2', 1, 60, 4]);
  });

  it('shares a block out that the other plan cuts and this one has whole: rows still add up', () => {
    const session = open();
    session.perform({ type: 'splitBlock', block: 'b1', line: line(14) });
    session.perform({ type: 'assign', blocks: [session.surface.ids[8]!], zone: '2' });
    const other = otherPlan('Variante', session.surface, session.state.zones, session.state.assignment);
    session.undo();
    session.undo();
    expect(session.surface.cuts).toEqual([]);
    expect(isWholeOver(other, session.surface)).toBe(false);
    const matrix = flowMatrix(session, other);
    expect(total(matrix)).toBe(77);
    const moved = rows(matrix).filter(([from, to]) => from !== to);
    expect(moved).toHaveLength(1);
    // The right part of b1 comes back from zone 2: 60 of its 100 m2, and 4 of its 7 people.
    expect(moved[0]).toEqual(['2', '1', 1, 60, 4]);
    expect(differenceFrom(session, other)[0]!.sums[0]).toBe(moved[0]![4]);
  });

  it('leaves zones out that only keep what they had, and writes every pair to the file', () => {
    const session = open();
    const before = otherPlan('Basis', session.surface, session.state.zones, session.state.assignment);
    session.perform({ type: 'createZone', zone: '3', name: 'Werder', blocks: ['b0'] });
    const matrix = flowMatrix(session, before);
    expect(changedOnly(matrix)).toMatchObject({ from: [{ zone: '1' }], to: [{ zone: '1' }, { zone: '3' }] });
    expect(matrixCsv(matrix, ['POP'])).toBe(
      'from,from_name,to,to_name,blocks,area_m2,POP\r\n1,Mitte,1,Mitte,3,300.0,27\r\n1,Mitte,3,Werder,1,100.0,10\r\n2,"Nord, ""neu""",2,"Nord, ""neu""",4,400.0,40\r\n',
    );
  });

  it('cut edges of the zones count each edge of the kernel from both sides', () => {
    const session = open();
    const bySlot = cutEdgesBySlot(session);
    expect([...bySlot]).toEqual([2, 2]);
    expect(bySlot.reduce((sum, count) => sum + count, 0)).toBe(2 * cutEdges(session.neighbours, session.state.assignment));
  });
});
