// Work that has not reached the server: it outlives a lost line, a lost answer and the end of the page, and is never done twice.
import { afterEach, describe, expect, it } from 'vitest';
import { ApiProblem, type Api } from '../../client/api.ts';
import type { PlanEvent } from '../../client/editor/session/plan-messages.ts';
import { PlanSession } from '../../client/editor/session/plan-session.ts';
import { PlanSync } from '../../client/editor/session/plan-sync.ts';
import type { Unsent, UnsentWork } from '../../client/editor/session/unsent-work.ts';
import type { Operation } from '../../core/plan/operations.ts';
import { gridCounts, gridSurface, halves, ReferencePlan } from './editor-reference-plan.ts';

const COLUMNS = 6;
const ROWS = 4;
const surface = gridSurface(COLUMNS, ROWS);
const quarter: Operation = { type: 'splitBlock', block: 'b7', line: { type: 'LineString', coordinates: [[70, 30], [70, 90]] } };

/** The routes that drawing needs, over a plan of the same kernel, with a line that can break before or after the work is done. */
class Line {
  readonly plan = new ReferencePlan(surface, halves(COLUMNS, ROWS));
  broken: 'no' | 'before' | 'after' = 'no';
  /** Says an event to the page that listens. */
  say: (event: PlanEvent) => void = () => undefined;

  api(): Api {
    const answer = async (version: number, work: () => { readonly version: number } | null) => {
      await Promise.resolve();
      if (this.broken === 'before') throw new ApiProblem({ status: 0, code: 'offline', title: 'No connection' });
      if (version !== this.plan.version) throw new ApiProblem({ status: 412, code: 'STALE_VERSION', title: 'stale', version: this.plan.version });
      const event = work();
      if (this.broken === 'after') throw new ApiProblem({ status: 0, code: 'offline', title: 'No connection' });
      if (event === null) throw new ApiProblem({ status: 409, code: 'ZONE_LOCKED', title: 'refused' });
      return { version: event.version };
    };
    const routes = {
      operate: (_plan: string, version: number, operation: Operation) => answer(version, () => this.plan.operate(operation)),
      planAction: (_plan: string, version: number, kind: 'undo' | 'redo') => answer(version, () => this.plan.travel(kind)),
      planHistory: async () => {
        await Promise.resolve();
        if (this.broken !== 'no') throw new ApiProblem({ status: 0, code: 'offline', title: 'No connection' });
        return this.plan.log;
      },
      plan: async () => Promise.resolve({ canUndo: true, canRedo: false }),
      planBlocks: async () => Promise.resolve(this.plan.snapshot()),
      planEvents: (_plan: string, _version: number, { onOperation }: { onOperation: (event: PlanEvent) => void }) => {
        this.say = onOperation;
        return () => undefined;
      },
    };
    return routes as unknown as Api;
  }
}

/** What a browser keeps, as structured clones. */
class Kept implements UnsentWork {
  stored: string | null = null;

  async read(): Promise<Unsent | null> {
    await Promise.resolve();
    return this.stored === null ? null : (JSON.parse(this.stored) as Unsent);
  }

  keep(unsent: Unsent | null): void {
    this.stored = unsent === null ? null : JSON.stringify(unsent);
  }
}

const open: PlanSync[] = [];

/** A page: its plan is what the server has when it opens. */
async function page(line: Line, kept: Kept): Promise<{ session: PlanSession; sync: PlanSync; restored: number }> {
  const session = new PlanSession(surface, line.plan.snapshot());
  session.setCounts(gridCounts(COLUMNS * ROWS));
  let restored = 0;
  const listener = { onSync: () => undefined, onForeign: () => undefined, onProblem: () => undefined, onRebased: () => undefined, onRestored: (steps: number) => (restored = steps) };
  const sync = new PlanSync(line.api(), 'p', session, listener, { account: 'planung', work: kept });
  open.push(sync);
  await sync.start();
  return { session, sync, restored };
}

/** Ends as a killed browser does: nothing is said, nothing is kept any more. */
function kill(sync: PlanSync, kept: Kept): void {
  const { stored } = kept;
  sync.stop();
  kept.stored = stored;
}

const settled = async (sync: PlanSync, status: string) => {
  for (let i = 0; i < 200 && sync.status !== status; i++) await new Promise((resolve) => setTimeout(resolve, 1));
  expect(sync.status).toBe(status);
};

afterEach(() => {
  for (const sync of open.splice(0)) sync.stop();
});

describe('work that has not reached the server', () => {
  it('is there after a reload, cuts and all, and is sent then', async () => {
    const [line, kept] = [new Line(), new Kept()];
    const first = await page(line, kept);
    line.broken = 'before';
    first.session.perform({ type: 'assign', blocks: ['b3'], zone: '1' });
    first.session.perform(quarter);
    first.session.perform({ type: 'assign', blocks: ['b7.2'], zone: '2' });
    first.sync.push();
    await settled(first.sync, 'offline');
    const shown = [...first.session.state.assignment];
    kill(first.sync, kept);
    const second = await page(line, kept);
    expect(second.restored).toBe(3);
    expect([...second.session.state.assignment]).toEqual(shown);
    await settled(second.sync, 'offline');
    line.broken = 'no';
    second.sync.retryNow();
    await settled(second.sync, 'saved');
    expect(line.plan.version).toBe(4);
    expect([...line.plan.state.assignment]).toEqual(shown);
    expect(kept.stored).toBeNull();
  });

  it('holds operations alone: no number of anybody', async () => {
    const [line, kept] = [new Line(), new Kept()];
    line.broken = 'before';
    const { session, sync } = await page(line, kept);
    session.perform(quarter);
    sync.push();
    await settled(sync, 'offline');
    expect(JSON.parse(kept.stored!)).toEqual({ version: 1, steps: [{ kind: 'operation', operation: quarter }], inFlight: true, gesture: null });
  });

  it('keeps a gesture that the page ended in the middle of', async () => {
    const [line, kept] = [new Line(), new Kept()];
    const first = await page(line, kept);
    first.session.beginGesture('1');
    first.session.extendGesture([3, 9], null);
    first.sync.stop();
    const second = await page(line, kept);
    expect(second.restored).toBe(1);
    await settled(second.sync, 'saved');
    expect([line.plan.state.assignment[3], line.plan.state.assignment[9]]).toEqual([0, 0]);
    expect(line.plan.version).toBe(2);
  });

  it('is not done twice where only the answer was lost: an undo would take back more', async () => {
    const [line, kept] = [new Line(), new Kept()];
    const { session, sync } = await page(line, kept);
    for (const block of ['b3', 'b4', 'b5']) session.perform({ type: 'assign', blocks: [block], zone: '1' });
    sync.push();
    await settled(sync, 'saved');
    line.broken = 'after';
    session.undo();
    sync.push();
    await settled(sync, 'offline');
    expect(line.plan.version).toBe(5);
    line.broken = 'no';
    sync.retryNow();
    await settled(sync, 'saved');
    expect(line.plan.version).toBe(5);
    expect([3, 4, 5].map((block) => line.plan.state.assignment[block])).toEqual([0, 0, 1]);
    expect([...session.state.assignment]).toEqual([...line.plan.state.assignment]);
    expect(session.version).toBe(5);
  });

  it('is not done twice either where the page ended before the answer came', async () => {
    const [line, kept] = [new Line(), new Kept()];
    const first = await page(line, kept);
    line.broken = 'after';
    first.session.perform({ type: 'createZone', zone: '3', name: 'Ost', blocks: ['b5'] });
    first.session.perform({ type: 'assign', blocks: ['b4'], zone: '3' });
    first.sync.push();
    await settled(first.sync, 'offline');
    kill(first.sync, kept);
    line.broken = 'no';
    const second = await page(line, kept);
    await settled(second.sync, 'saved');
    expect(second.session.refused).toEqual([]);
    expect(line.plan.version).toBe(3);
    expect(second.restored).toBe(1);
    expect(line.plan.state.zones.filter((zone) => zone?.zone === '3')).toHaveLength(1);
    expect([...second.session.state.assignment]).toEqual([...line.plan.state.assignment]);
  });

  it('gives way to what others did meanwhile, and tells what could not be kept', async () => {
    const [line, kept] = [new Line(), new Kept()];
    const first = await page(line, kept);
    line.broken = 'before';
    first.session.perform({ type: 'assign', blocks: ['b3'], zone: '1' });
    first.session.perform(quarter);
    first.sync.push();
    await settled(first.sync, 'offline');
    kill(first.sync, kept);
    line.plan.operate({ type: 'lockBlocks', blocks: ['b7'], locked: true }, 'jmoser');
    line.broken = 'no';
    const second = await page(line, kept);
    expect(second.session.refused.map(({ reason }) => reason)).toEqual([{ code: 'BLOCK_LOCKED', blocks: ['b7'] }]);
    await settled(second.sync, 'saved');
    expect(line.plan.state.assignment[3]).toBe(0);
    expect(line.plan.state.surface.cuts).toEqual([]);
  });

  it('asks before it is sent over what somebody else did while the line was broken', async () => {
    const [line, kept] = [new Line(), new Kept()];
    const { session, sync } = await page(line, kept);
    line.broken = 'before';
    session.perform({ type: 'assign', blocks: ['b9'], zone: '1' });
    sync.push();
    await settled(sync, 'offline');
    for (const operation of [{ type: 'createZone', zone: '3', name: 'Ost', blocks: [] }, { type: 'assign', blocks: ['b9'], zone: '3' }] as const) line.say(line.plan.operate(operation, 'jmoser')!);
    line.broken = 'no';
    sync.retryNow();
    await settled(sync, 'conflict');
    expect(session.conflicts.map(({ account, blocks, theirs, ours }) => ({ account, blocks, theirs, ours }))).toEqual([{ account: 'jmoser', blocks: ['b9'], theirs: '3', ours: '1' }]);
    expect(line.plan.version).toBe(3);
    session.keepConflicts();
    sync.resume();
    await settled(sync, 'saved');
    expect(line.plan.version).toBe(4);
    expect(line.plan.state.assignment[9]).toBe(0);
  });
});
