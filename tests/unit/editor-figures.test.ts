// Numbers, tints, walks and labels of the editor, on a grid that can be reckoned by hand.
import { describe, expect, it } from 'vitest';
import { baseDifference } from '../../client/editor/figures/base-difference.ts';
import { Findings } from '../../client/editor/findings.ts';
import { labelAnchor } from '../../client/editor/scene/label-anchor.ts';
import { nearestBlock, stepFrom } from '../../client/editor/drawing/neighbour-walk.ts';
import { PlanSession } from '../../client/editor/session/plan-session.ts';
import { baseSums, outsideBand, proposedBand, zoneFigures } from '../../client/editor/figures/zone-figures.ts';
import { facingBlocks, zoneNeighbours, zoneTints } from '../../client/editor/scene/zone-tints.ts';
import { adjacency } from '../../core/coverage/adjacency.ts';
import { buildCoverage } from '../../core/coverage/build-coverage.ts';
import type { BlockRings } from '../../core/coverage/coverage.ts';
import { createBlockLocator } from '../../core/coverage/locate.ts';
import { ringsFromGeoJson } from '../../core/coverage/rings-from-geojson.ts';
import { createSurface } from '../../core/plan/surface.ts';
import { createCountTable, setCount } from '../../core/statistics/counts.ts';
import { gridRings } from './coverage-shapes.ts';

function built(rings: BlockRings) {
  const result = buildCoverage(rings);
  if (!result.ok) throw new Error('no coverage');
  return result.coverage;
}

/** 4 x 3 unit blocks: zone 1 the two left columns, zone 2 the third, no zone the fourth. */
function open(): PlanSession {
  const coverage = built(gridRings(4, 3));
  const assignment = Array.from({ length: 12 }, (_, block) => [0, 0, 1, -1][block % 4]!);
  const zones = [
    { slot: 0, zone: '1', name: 'Mitte', locked: false },
    { slot: 1, zone: '2', name: 'Nord', locked: false },
  ];
  const session = new PlanSession(createSurface({ coverage, neighbours: adjacency(coverage) }), {
    version: 1,
    blockSet: 1,
    zones,
    assignment,
    baseZones: zones,
    baseAssignment: assignment,
    canUndo: false,
    canRedo: false,
  });
  const counts = createCountTable(['POP', 'U6'], 12);
  for (let block = 0; block < 12; block++) {
    setCount(counts, block, 0, 100);
    setCount(counts, block, 1, block === 2 ? 3 : block === 3 ? null : 0);
  }
  session.setCounts(counts);
  return session;
}

const rules = { threshold: 5, zeros: 'open' } as const;

describe('the table beside the map', () => {
  it('sums by zone, tells the change against the base, and counts the town with the blocks of no zone', () => {
    const session = open();
    const base = baseSums(session);
    session.perform({ type: 'assign', blocks: ['b2'], zone: '1' });
    const { rows, unassigned, town } = zoneFigures(session, base, rules);
    expect(rows.map(({ zone, figures }) => [zone, figures[0]!.value, figures[0]!.delta])).toEqual([
      ['1', 700, 100],
      ['2', 200, -100],
    ]);
    expect(unassigned.blocks).toBe(3);
    expect(town[0]!.value).toBe(1200);
    expect(rows[0]!.areaM2).toBe(7);
  });

  it('marks what a release would withhold, and never a 0 or a large number', () => {
    const session = open();
    const { rows } = zoneFigures(session, baseSums(session), rules);
    expect(rows[0]!.figures.map(({ withheld }) => withheld)).toEqual([false, false]);
    expect(rows[1]!.figures.map(({ withheld }) => withheld)).toEqual([false, true]);
  });

  it('knows a sum of unknown blocks for a lower bound', () => {
    const session = open();
    const { unassigned } = zoneFigures(session, baseSums(session), rules);
    expect(unassigned.figures[1]).toMatchObject({ value: 0, unknownBlocks: 1, known: true });
  });

  it('a zone that the base has not has no delta', () => {
    const session = open();
    const base = baseSums(session);
    session.perform({ type: 'createZone', zone: '3', name: 'Ost', blocks: ['b3'] });
    expect(zoneFigures(session, base, rules).rows[2]!.figures[0]!.delta).toBeNull();
  });

  it('proposes a band round the equal share and tells how far a value lies outside', () => {
    expect(proposedBand(30_531, 7)).toEqual({ min: 2600, max: 6100 });
    expect(outsideBand(2500, { min: 2600, max: 6100 })).toBe(-100);
    expect(outsideBand(6200, { min: 2600, max: 6100 })).toBe(100);
    expect(outsideBand(3000, { min: 2600, max: 6100 })).toBe(0);
  });

  it('lists who moves from where to where', () => {
    const session = open();
    session.perform({ type: 'assign', blocks: ['b2', 'b6'], zone: '1' });
    session.perform({ type: 'assign', blocks: ['b3'], zone: '2' });
    const moved = Array.from(session.state.assignment).flatMap((slot, block) => (slot === session.baseAssignment[block] ? [] : [block]));
    expect(baseDifference(session, moved)).toEqual([
      { from: '2', to: '1', blocks: [2, 6], sums: [200, 3] },
      { from: '', to: '2', blocks: [3], sums: [100, 0] },
    ]);
  });
});

describe('findings', () => {
  it('tells what the plan brought from what the base has already', () => {
    const session = open();
    const findings = new Findings(session);
    findings.check();
    // Blocks of no zone are a task, however long they have been there.
    expect(findings.own.map(({ code }) => code)).toEqual(['UNASSIGNED']);
    session.perform({ type: 'assign', blocks: ['b0'], zone: '2' });
    findings.check();
    expect(findings.own.map(({ code, where }) => [code, where.zone, where.blocks.length])).toEqual([
      ['DETACHED', '2', 1],
      ['UNASSIGNED', null, 3],
    ]);
  });
});

describe('the walk by arrow keys', () => {
  const coverage = built(gridRings(4, 3));
  const neighbours = adjacency(coverage);
  const { points } = createBlockLocator(coverage);

  it('goes to the neighbour in that direction and stops at the edge', () => {
    expect(stepFrom(5, 'left', neighbours, points)).toBe(4);
    expect(stepFrom(5, 'right', neighbours, points)).toBe(6);
    expect(stepFrom(5, 'up', neighbours, points)).toBe(9);
    expect(stepFrom(5, 'down', neighbours, points)).toBe(1);
    expect(stepFrom(4, 'left', neighbours, points)).toBe(-1);
  });

  it('jumps a river to the nearest block beyond it', () => {
    const square = (id: string, x: number) => ({
      id,
      geometry: { type: 'Polygon' as const, coordinates: [[[x, 0], [x + 1, 0], [x + 1, 1], [x, 1], [x, 0]]] },
    });
    const banks = built(ringsFromGeoJson([square('a', 0), square('b', 1), square('c', 5), square('d', 6)]));
    const both = createBlockLocator(banks).points;
    expect(stepFrom(1, 'right', adjacency(banks), both)).toBe(2);
    expect(stepFrom(2, 'left', adjacency(banks), both)).toBe(1);
  });

  it('finds the block nearest a place', () => {
    expect(nearestBlock(2.6, 1.4, points)).toBe(6);
  });
});

describe('tints', () => {
  it('never gives neighbours the same, also across a river, and keeps what was given', () => {
    const square = (id: string, x: number) => ({
      id,
      geometry: { type: 'Polygon' as const, coordinates: [[[x, 0], [x + 10, 0], [x + 10, 10], [x, 10], [x, 0]]] },
    });
    const coverage = built(ringsFromGeoJson([square('a', 0), square('b', 10), square('c', 100), square('d', 400)]));
    const facing = facingBlocks(coverage, createBlockLocator(coverage), 85);
    // a touches b, c lies 80 m beyond b, d is too far from everything.
    expect([...facing]).toEqual([0, 1, 1, 2]);
    const sets = zoneNeighbours(adjacency(coverage), facing, Int32Array.from([0, 1, 2, 3]), 4);
    const tints = zoneTints(sets, [undefined, 3], 5);
    expect(tints[1]).toBe(3);
    expect(tints[0]).not.toBe(3);
    expect(tints[2]).not.toBe(3);
    // Nobody's neighbour takes a tint that nobody else has, as long as there is one.
    expect(new Set(tints).size).toBe(4);
  });

  it('a grid of zones needs no sixth tint', () => {
    const coverage = built(gridRings(9, 9));
    const assignment = Int32Array.from({ length: 81 }, (_, block) => block);
    const sets = zoneNeighbours(adjacency(coverage), new Uint32Array(0), assignment, 81);
    const tints = zoneTints(sets, [], 5);
    sets.forEach((others, slot) => others.forEach((other) => expect(tints[slot]).not.toBe(tints[other])));
  });
});

describe('labels', () => {
  const coverage = built(gridRings(9, 9));
  const { points } = createBlockLocator(coverage);
  const border = Float64Array.from(Array.from({ length: 37 }, (_, i) => [[i / 4, 0], [i / 4, 9], [0, i / 4], [9, i / 4]]).flat(2));

  it('stand in the middle of the zone, or of the part that is seen', () => {
    const all = Array.from({ length: 81 }, (_, block) => block);
    const whole = labelAnchor(all, points, border, [-50, -50, 50, 50])!;
    expect(whole[0]).toBe(4.5);
    // Labels are wider than high: between these heights the sides are the nearest border.
    expect(whole[1]).toBeGreaterThan(2);
    expect(whole[1]).toBeLessThan(7);
    const seen = labelAnchor(all, points, border, [5, -50, 50, 50])!;
    expect(seen[0]).toBeGreaterThan(5);
  });

  it('stay away where the zone is out of sight', () => {
    expect(labelAnchor([0, 1], points, border, [20, 20, 30, 30])).toBeNull();
  });
});
