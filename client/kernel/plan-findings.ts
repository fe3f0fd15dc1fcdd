// Pieces of a plan that are worth a look, and which of them the base has already; the same in the worker and on the page.
import type { Adjacency } from '../../core/coverage/adjacency.ts';
import type { Coverage } from '../../core/coverage/coverage.ts';
import { checkPlan, type PlanIssue } from '../../core/plan/questions/issues.ts';
import type { PlanZone } from '../../core/plan/plan-state.ts';

/** Blocks as far as contiguity goes. */
export type BlockGraph = Pick<Adjacency, 'blockCount' | 'rookStart' | 'rook'> & Pick<Coverage, 'blockBounds'>;

/** Zones by slot and the slot of every block. */
export interface Division {
  readonly zones: readonly (PlanZone | null)[];
  readonly assignment: Int32Array;
}

export interface Found {
  readonly code: PlanIssue['code'];
  readonly severity: PlanIssue['severity'];
  readonly zone: string | null;
  /** By position, ascending. */
  readonly blocks: Int32Array;
  readonly bounds: PlanIssue['where']['bounds'];
  readonly detail: string;
  /** The base has it too: not this plan's doing. */
  readonly old: boolean;
}

export class PlanFindings {
  private readonly graph: BlockGraph;
  private readonly names: readonly string[];
  /** Blocks of the base's issues by what they are and where. */
  private readonly before = new Map<string, ReadonlySet<number>>();

  constructor(graph: BlockGraph, base: Division) {
    this.graph = graph;
    this.names = Array.from({ length: graph.blockCount }, (_, block) => String(block));
    for (const { code, zone, blocks } of this.issues(base)) {
      const key = `${code} ${zone}`;
      this.before.set(key, new Set([...(this.before.get(key) ?? []), ...blocks]));
    }
  }

  /** New ones first. 2 ms at 12,000 blocks, 30 at 100,000. */
  find(plan: Division): Found[] {
    const found = this.issues(plan).map((issue): Found => ({ ...issue, old: this.isOld(issue) }));
    return [...found.filter(({ old }) => !old), ...found.filter(({ old }) => old)];
  }

  private issues({ zones, assignment }: Division): Omit<Found, 'old'>[] {
    const { issues } = checkPlan({ blockIds: this.names, zones: [...zones], assignment }, this.graph, this.graph);
    return issues.map(({ code, severity, where, detail }) => ({ code, severity, zone: where.zone, blocks: Int32Array.from(where.blocks, Number), bounds: where.bounds, detail }));
  }

  /** An exclave of the base is not this plan's doing, and a piece that grew or shrank by some blocks is the same piece; blocks of no zone always are a task. */
  private isOld({ code, zone, blocks }: Omit<Found, 'old'>): boolean {
    if (code === 'UNASSIGNED') return false;
    const before = this.before.get(`${code} ${zone}`);
    if (before === undefined) return false;
    return blocks.length === 0 || 2 * blocks.reduce((count, block) => count + (before.has(block) ? 1 : 0), 0) > blocks.length;
  }
}
