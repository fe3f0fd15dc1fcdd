// What is worth a look in a plan: detached parts, blocks of no zone, empty zones (nesting.ts: zones across an upper border). Nothing here is refused.
import { components, type Adjacency } from '../../coverage/adjacency.ts';
import { UNASSIGNED, type Coverage } from '../../coverage/coverage.ts';
import type { PlanState } from '../plan-state.ts';

export interface PlanIssue {
  readonly code: 'DETACHED' | 'UNASSIGNED' | 'EMPTY_ZONE' | 'BREAKS_PARENT';
  readonly severity: 'warning' | 'information';
  readonly where: {
    readonly zone: string | null;
    readonly blocks: readonly string[];
    /** minX minY maxX maxY in the plan's projected CRS; null where there is no place. */
    readonly bounds: readonly [number, number, number, number] | null;
  };
  readonly detail: string;
}

export interface PlanCheck {
  readonly issues: readonly PlanIssue[];
  /** Connected pieces by slot. */
  readonly parts: Int32Array;
}

/**
 * Every piece of a zone but its largest (by blocks, then by first block) is detached, each an issue of its own with its
 * bounds, so that the map can fly there. Blocks of no zone come as connected pieces too.
 */
export function checkPlan(
  state: Pick<PlanState, 'blockIds' | 'zones' | 'assignment'>,
  coverage: Pick<Coverage, 'blockBounds'>,
  neighbours: Pick<Adjacency, 'blockCount' | 'rookStart' | 'rook'>,
): PlanCheck {
  const slots = state.zones.length;
  // One slot more, for the blocks of no zone.
  const assignment = state.assignment.map((slot) => (slot === UNASSIGNED ? slots : slot));
  const { component, count } = components(neighbours, assignment, slots + 1);
  const pieces = Array.from({ length: slots + 1 }, (_, slot) => Array.from({ length: count[slot]! }, () => [] as number[]));
  for (let block = 0; block < assignment.length; block++) pieces[assignment[block]!]![component[block]!]!.push(block);
  const issues: PlanIssue[] = [];
  for (let slot = 0; slot < slots; slot++) {
    const zone = state.zones[slot];
    if (!zone) continue;
    const ordered = pieces[slot]!.toSorted((a, b) => b.length - a.length);
    if (ordered.length === 0) {
      issues.push({ code: 'EMPTY_ZONE', severity: 'warning', where: { zone: zone.zone, blocks: [], bounds: null }, detail: 'no block' });
    }
    for (const piece of ordered.slice(1)) issues.push(issueOf('DETACHED', zone.zone, piece, state, coverage));
  }
  for (const piece of pieces[slots]!) issues.push(issueOf('UNASSIGNED', null, piece, state, coverage));
  return { issues, parts: count.slice(0, slots) };
}

function issueOf(
  code: 'DETACHED' | 'UNASSIGNED',
  zone: string | null,
  piece: readonly number[],
  state: Pick<PlanState, 'blockIds'>,
  coverage: Pick<Coverage, 'blockBounds'>,
): PlanIssue {
  return {
    code,
    severity: 'warning',
    where: { zone, blocks: piece.map((block) => state.blockIds[block]!), bounds: boundsOf(coverage, piece) },
    detail: `${piece.length} ${piece.length === 1 ? 'block' : 'blocks'}`,
  };
}

/** minX minY maxX maxY of blocks, by position. */
export function boundsOf(coverage: Pick<Coverage, 'blockBounds'>, blocks: Iterable<number>): [number, number, number, number] {
  const bounds: [number, number, number, number] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const block of blocks) {
    bounds[0] = Math.min(bounds[0], coverage.blockBounds[4 * block]!);
    bounds[1] = Math.min(bounds[1], coverage.blockBounds[4 * block + 1]!);
    bounds[2] = Math.max(bounds[2], coverage.blockBounds[4 * block + 2]!);
    bounds[3] = Math.max(bounds[3], coverage.blockBounds[4 * block + 3]!);
  }
  return bounds;
}
