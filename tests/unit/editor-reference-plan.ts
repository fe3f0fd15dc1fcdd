// A plan as a server keeps it, by the same kernel, over a grid of blocks: what the editor's session has to end up with.
import type { PlanEvent, PlanSnapshot } from '../../client/editor/session/plan-messages.ts';
import { adjacency } from '../../core/coverage/adjacency.ts';
import { buildCoverage } from '../../core/coverage/build-coverage.ts';
import { applyOperation, applyRestore, type Operation, type Restore } from '../../core/plan/operations.ts';
import { createPlanState, type PlanState } from '../../core/plan/plan-state.ts';
import { createSurface, type PlanSurface } from '../../core/plan/surface.ts';
import { createCountTable, setCount, type CountTable } from '../../core/statistics/counts.ts';
import { gridRings } from './coverage-shapes.ts';

/** Blocks of 40 m; in this little town degrees are metres. */
export function gridSurface(columns: number, rows: number, sizeM = 40): PlanSurface {
  const built = buildCoverage(gridRings(columns, rows, (x, y) => [sizeM * x, sizeM * y]));
  if (!built.ok) throw new Error('the grid is a coverage');
  const coverage = built.coverage;
  return createSurface({ coverage, neighbours: adjacency(coverage), toPlane: ({ coordinates }) => Float64Array.from(coordinates.flatMap(([x, y]) => [x!, y!])) });
}

/** Zone 1 on the left half, 2 on the right. */
export function halves(columns: number, rows: number): PlanSnapshot {
  const assignment = Array.from({ length: columns * rows }, (_, block) => (block % columns < columns / 2 ? 0 : 1));
  const zones = [
    { slot: 0, zone: '1', name: 'Mitte', locked: false },
    { slot: 1, zone: '2', name: 'Nord', locked: false },
  ];
  return { version: 1, blockSet: 1, zones, assignment, baseZones: zones, baseAssignment: assignment, cuts: [], lockedBlocks: [], canUndo: false, canRedo: false };
}

/** Residents and the children among them; of every fifth block the children are unknown. */
export function gridCounts(blockCount: number): CountTable {
  const table = createCountTable(['POP', 'U6'], blockCount);
  for (let block = 0; block < blockCount; block++) {
    setCount(table, block, 0, 10 + block);
    setCount(table, block, 1, block % 5 === 0 ? null : block);
  }
  return table;
}

export interface LoggedEvent extends PlanEvent {
  readonly undone: boolean;
}

/** Every event has a version and can be undone. */
export class ReferencePlan {
  version = 1;
  state: PlanState;
  readonly log: PlanEvent[] = [];
  private readonly first: PlanSnapshot;
  private done: Restore[] = [];
  private undone: Restore[] = [];

  constructor(surface: PlanSurface, first: PlanSnapshot) {
    this.first = first;
    this.state = createPlanState(surface, first.zones.map(({ zone, name, locked }) => ({ zone, name, locked })), Int32Array.from(first.assignment));
  }

  operate(operation: Operation, account = 'planung'): PlanEvent | null {
    const applied = applyOperation(this.state, operation);
    if (!applied.ok) return null;
    this.done.push(applied.inverse);
    this.undone = [];
    return this.said('operation', account, operation);
  }

  travel(kind: 'undo' | 'redo', account = 'planung'): PlanEvent | null {
    const [from, to] = kind === 'undo' ? [this.done, this.undone] : [this.undone, this.done];
    if (from.length === 0) return null;
    const applied = applyRestore(this.state, from.pop()!);
    to.push(applied.inverse);
    return this.said(kind, account, null);
  }

  snapshot(): PlanSnapshot {
    const { zones, assignment, surface, lockedBlocks } = this.state;
    return {
      ...this.first,
      version: this.version,
      zones: zones.flatMap((zone, slot) => (zone === null ? [] : [{ slot, ...zone }])),
      assignment: [...assignment],
      cuts: surface.cuts,
      lockedBlocks: [...lockedBlocks],
      canUndo: this.done.length > 0,
      canRedo: this.undone.length > 0,
    };
  }

  private said(kind: string, account: string, operation: Operation | null): PlanEvent {
    const event = { version: ++this.version, kind, account, operation };
    this.log.push(event);
    return event;
  }
}
