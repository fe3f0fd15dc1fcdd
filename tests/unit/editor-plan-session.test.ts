// The editor's plan session: what a person sees at once must be what the server ends up with.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PlanEvent } from '../../client/editor/session/plan-messages.ts';
import { PlanSession } from '../../client/editor/session/plan-session.ts';
import type { PlanState } from '../../core/plan/plan-state.ts';
import { aggregate } from '../../core/statistics/aggregate.ts';
import { createCountTable } from '../../core/statistics/counts.ts';
import { gridCounts, gridSurface, halves, ReferencePlan } from './editor-reference-plan.ts';

const COLUMNS = 6;
const ROWS = 4;
const surface = gridSurface(COLUMNS, ROWS);
const snapshot = () => halves(COLUMNS, ROWS);

function open(): { session: PlanSession; server: ReferencePlan } {
  const session = new PlanSession(surface, snapshot());
  session.setCounts(gridCounts(COLUMNS * ROWS));
  return { session, server: new ReferencePlan(surface, snapshot()) };
}

/** Sends the first waiting step, as the page does, and returns the event that other pages get. */
function send(session: PlanSession, server: ReferencePlan): PlanEvent | null {
  const step = session.steps[0]!;
  const event = step.kind === 'operation' ? server.operate(step.operation!) : server.travel(step.kind);
  if (event === null) session.drop([step.id]);
  else expect(session.confirm(step.id, event.version)).toBe(true);
  return event;
}

function expectConsistent(session: PlanSession): void {
  const { state, dissolver, sums } = session;
  const whole = aggregate(session.counts, state.assignment, state.zones.length);
  expect([...sums.sums]).toEqual([...whole.sums]);
  expect([...sums.unknown]).toEqual([...whole.unknown]);
  expect([...sums.blocks]).toEqual([...whole.blocks]);
  state.assignment.forEach((slot, block) => expect(dissolver.zoneOf(block)).toBe(slot));
}

describe('the editor keeps the plan in the browser', () => {
  it('shows moved blocks and their sums before the server has answered', () => {
    const { session } = open();
    session.beginGesture('1');
    expect(session.extendGesture([3, 9], null)).toBe(2);
    expect(session.state.assignment[3]).toBe(0);
    expect(session.sums.sums[0]).toBe([0, 1, 2, 6, 7, 8, 12, 13, 14, 18, 19, 20, 3, 9].reduce((sum, block) => sum + 10 + block, 0));
    expect(session.steps).toHaveLength(0);
    expectConsistent(session);
  });

  it('makes one gesture one step, however many strokes it had', () => {
    const { session } = open();
    session.beginGesture('1');
    session.extendGesture([3], null);
    session.extendGesture([3, 9], null);
    session.extendGesture([15], null);
    session.endGesture();
    expect(session.steps.map(({ operation }) => operation)).toEqual([{ type: 'assign', blocks: ['b3', 'b9', 'b15'], zone: '1' }]);
    session.undo();
    expect(session.state.assignment[3]).toBe(1);
    expect(session.steps.map(({ kind }) => kind)).toEqual(['operation', 'undo']);
    expectConsistent(session);
  });

  it('Esc gives a gesture back without a trace', () => {
    const { session } = open();
    session.beginGesture('1');
    session.extendGesture([3, 4], null);
    session.cancelGesture();
    expect([...session.state.assignment]).toEqual(snapshot().assignment);
    expect(session.steps).toHaveLength(0);
    expectConsistent(session);
  });

  it('leaves blocks of locked zones and of other sources where they are', () => {
    const { session } = open();
    session.perform({ type: 'createZone', zone: '3', name: 'Ost', blocks: ['b5', 'b11'] });
    session.perform({ type: 'lockZone', zone: '3', locked: true });
    session.beginGesture('1');
    expect(session.extendGesture([3, 5], null)).toBe(1);
    expect([...session.gesture!.lockedBlocks]).toEqual([5]);
    expect(session.extendGesture([4], '3')).toBe(0);
    session.endGesture();
    expect(session.perform({ type: 'assign', blocks: ['b5'], zone: '1' })).toEqual({ code: 'ZONE_LOCKED', zones: ['3'] });
    expectConsistent(session);
  });

  it('keeps own waiting steps over what somebody else did elsewhere, without a question', () => {
    const { session, server } = open();
    session.perform({ type: 'assign', blocks: ['b3'], zone: '1' });
    expect(session.receive(server.operate({ type: 'assign', blocks: ['b20'], zone: '2' }, 'jmoser')!)).toBe(true);
    expect(session.state.assignment[3]).toBe(0);
    expect(session.state.assignment[20]).toBe(1);
    expect(session.conflicts).toEqual([]);
    send(session, server);
    expect([...session.state.assignment]).toEqual([...server.state.assignment]);
    expectConsistent(session);
  });

  it('asks when somebody else moved the same block elsewhere, and takes either answer', () => {
    for (const answer of ['keep', 'yield'] as const) {
      const { session, server } = open();
      const created = server.operate({ type: 'createZone', zone: '3', name: 'Ost', blocks: [] }, 'jmoser')!;
      session.receive(created);
      session.perform({ type: 'assign', blocks: ['b3', 'b4'], zone: '1' });
      session.receive(server.operate({ type: 'assign', blocks: ['b4', 'b5'], zone: '3' }, 'jmoser')!);
      expect(session.conflicts).toEqual([{ account: 'jmoser', blocks: ['b4'], theirs: '3', ours: '1', steps: [1] }]);
      if (answer === 'keep') session.keepConflicts();
      else session.yieldConflicts();
      while (session.steps.length > 0) send(session, server);
      expect(server.state.assignment[3]).toBe(0);
      expect(server.state.assignment[4]).toBe(answer === 'keep' ? 0 : 2);
      expect([...session.state.assignment]).toEqual([...server.state.assignment]);
      expectConsistent(session);
    }
  });

  it('tells which step could not be kept when somebody locked the zone meanwhile', () => {
    const { session, server } = open();
    session.perform({ type: 'assign', blocks: ['b3'], zone: '1' });
    session.receive(server.operate({ type: 'lockZone', zone: '2', locked: true }, 'jmoser')!);
    expect(session.refused).toEqual([
      { kind: 'operation', operation: { type: 'assign', blocks: ['b3'], zone: '1' }, reason: { code: 'ZONE_LOCKED', zones: ['2'] } },
    ]);
    expect(session.steps).toHaveLength(0);
    expect(session.state.assignment[3]).toBe(1);
  });

  it('never takes back what somebody else did: an undo that was overtaken is given up and told', () => {
    const { session, server } = open();
    session.perform({ type: 'assign', blocks: ['b3'], zone: '1' });
    send(session, server);
    session.undo();
    session.receive(server.operate({ type: 'assign', blocks: ['b4'], zone: '1' }, 'jmoser')!);
    expect(session.steps).toEqual([]);
    expect(session.refused).toEqual([{ kind: 'undo', operation: null, reason: { code: 'OVERTAKEN' } }]);
    expect([...session.state.assignment]).toEqual([...server.state.assignment]);
  });

  it('says that events are missing instead of guessing', () => {
    const { session, server } = open();
    server.operate({ type: 'assign', blocks: ['b3'], zone: '1' });
    expect(session.receive(server.operate({ type: 'assign', blocks: ['b4'], zone: '1' })!)).toBe(false);
    session.reset({ ...snapshot(), version: server.version, assignment: [...server.state.assignment], canUndo: true });
    expect([...session.state.assignment]).toEqual([...server.state.assignment]);
    expect(session.canUndo).toBe(true);
    expectConsistent(session);
  });

  it('refuses counts of other blocks', () => {
    const { session } = open();
    expect(() => session.setCounts(createCountTable(['POP'], 3))).toThrow(RangeError);
  });

  it('ends up with the server, whatever two people do in whatever order', () => {
    const place = fc.tuple(fc.integer({ min: -10, max: 40 * COLUMNS + 10 }), fc.integer({ min: -10, max: 40 * ROWS + 10 }));
    const line = fc.array(place, { minLength: 2, maxLength: 4 }).map((coordinates) => ({ type: 'LineString' as const, coordinates: coordinates.map(([x, y]) => [x, y]) }));
    const operation = fc.oneof(
      fc.record({
        type: fc.constant('assign' as const),
        blocks: fc.uniqueArray(fc.nat(COLUMNS * ROWS - 1), { minLength: 1, maxLength: 6 }).map((list) => list.map((block) => `b${block}`)),
        zone: fc.constantFrom('', '1', '2', '3'),
      }),
      fc.record({ type: fc.constant('createZone' as const), zone: fc.constant('3'), name: fc.constant('Ost'), blocks: fc.constant(['b23']) }),
      fc.record({ type: fc.constant('mergeZones' as const), zones: fc.constant(['3']), into: fc.constant('2') }),
      fc.record({ type: fc.constant('lockZone' as const), zone: fc.constantFrom('1', '2', '3'), locked: fc.boolean() }),
      line.map((drawn) => ({ type: 'moveBoundary' as const, zones: ['1', '2'] as const, line: drawn })),
      line.map((drawn) => ({ type: 'splitZone' as const, zone: '2', newZone: '3', line: drawn })),
      fc.record({ type: fc.constant('splitBlock' as const), block: fc.nat(COLUMNS * ROWS - 1).map((block) => `b${block}`), line }),
    );
    const action = fc.oneof(
      fc.record({ who: fc.constantFrom('me' as const, 'other' as const), operation }),
      fc.constant('undo' as const),
      fc.constant('redo' as const),
      fc.constant('send' as const),
    );
    fc.assert(
      fc.property(fc.array(action, { maxLength: 25 }), (actions) => {
        const { session, server } = open();
        for (const act of actions) {
          if (act === 'undo') session.undo();
          else if (act === 'redo') session.redo();
          else if (act === 'send') {
            if (session.steps.length > 0) send(session, server);
          } else if (act.who === 'me') session.perform(act.operation);
          else {
            const event = server.operate(act.operation, 'jmoser');
            if (event !== null) expect(session.receive(event)).toBe(true);
            session.keepConflicts();
          }
          expectConsistent(session);
        }
        while (session.steps.length > 0) send(session, server);
        expect([...session.state.assignment]).toEqual([...server.state.assignment]);
        expect(session.surface.cuts).toEqual(server.state.surface.cuts);
        // Rows name the zones that are there: an empty slot at the end is not told.
        const rows = (state: PlanState) => state.zones.flatMap((zone, slot) => (zone === null ? [] : [{ slot, ...zone }]));
        expect(rows(session.state)).toEqual(rows(server.state));
        expect(session.version).toBe(server.version);
      }),
      { numRuns: 150 },
    );
  });
});
