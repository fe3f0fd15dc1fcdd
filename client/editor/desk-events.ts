// What happens to an open plan, told to pages that embed the editor: compared with what was told before, never twice.
import type { ApiProblem } from '../api.ts';
import type { Operation } from '../../core/plan/operations.ts';
import type { Desk } from './open-desk.ts';
import type { SyncStatus } from './session/plan-sync.ts';
import type { ToolId } from './tools/tool.ts';

/** A plan as it stands on the page, confirmed or not. */
export interface OpenPlan {
  readonly plan: string;
  readonly name: string;
  readonly geography: string;
  /** Confirmed by the server. */
  readonly version: number;
  /** Steps that the server does not have yet. */
  readonly waiting: number;
  readonly status: SyncStatus;
  /** Looked at only: no draft any more, or no right to draw. */
  readonly readOnly: boolean;
  readonly tool: ToolId;
  /** Zone that blocks are drawn to. */
  readonly target: string;
  /** Block with the focus, null for none. */
  readonly block: string | null;
  readonly zones: readonly OpenZone[];
}

export interface OpenZone {
  readonly zone: string;
  readonly name: string;
  readonly locked: boolean;
  readonly blocks: number;
  readonly areaM2: number;
}

/** Something to look at: a part apart, blocks without a zone, a zone without blocks, or a number that would become known. */
export interface OpenFinding {
  readonly kind: 'detached' | 'unassigned' | 'empty' | 'disclosure' | 'other';
  readonly blocks: readonly string[];
  readonly zones: readonly string[];
}

/** `detail` of each event. */
export interface PlanEventDetails {
  /** Blocks or zones changed, by whom ever: at most once a frame. */
  readonly change: OpenPlan;
  /** The person made a step: an operation, or an undo or redo (null). */
  readonly stroke: { readonly kind: 'operation' | 'undo' | 'redo'; readonly operation: Operation | null };
  readonly select: { readonly block: string | null; readonly zone: string; readonly tool: ToolId };
  readonly finding: { readonly findings: readonly OpenFinding[] };
  /** The server has everything. */
  readonly saved: { readonly version: number };
  /** Somebody else moved the same blocks elsewhere: nothing is sent until one way is chosen. */
  readonly conflict: { readonly conflicts: readonly { readonly blocks: readonly string[]; readonly theirs: string; readonly ours: string }[] };
  readonly error: { readonly code: string; readonly status: number; readonly title: string };
}

export type PlanEventName = keyof PlanEventDetails;
export type Emit = <K extends PlanEventName>(name: K, detail: PlanEventDetails[K]) => void;

const KINDS: Readonly<Record<string, OpenFinding['kind']>> = { DETACHED: 'detached', UNASSIGNED: 'unassigned', EMPTY_ZONE: 'empty' };

export function openPlan({ controller, plan, sync }: Desk): OpenPlan {
  const { session } = controller;
  return {
    plan: plan.plan,
    name: plan.name,
    geography: plan.geography,
    version: session.version,
    waiting: session.steps.length,
    status: sync.status,
    readOnly: controller.readOnly,
    tool: controller.tool,
    target: controller.target,
    block: session.coverage.ids[controller.focused] ?? null,
    zones: controller.totals.rows.map(({ zone, name, locked, blocks, areaM2 }) => ({ zone, name, locked, blocks, areaM2 })),
  };
}

export const problemDetail = ({ code, status, title }: ApiProblem): PlanEventDetails['error'] => ({ code, status, title });

/** Listens to one desk. `look` is called after each frame and after everything that comes from the server. */
export class DeskEvents {
  private readonly desk: Desk;
  private readonly emit: Emit;
  private readonly stop: () => void;
  private changed = false;
  private lastStep = 0;
  private selected: string;
  private found: string;
  private looked: { readonly newIssues: unknown; readonly disclosed: unknown } = { newIssues: null, disclosed: null };
  private unsaved = false;
  private conflicts = 0;

  constructor(desk: Desk, emit: Emit) {
    this.desk = desk;
    this.emit = emit;
    this.selected = this.selection();
    this.found = JSON.stringify(this.findings());
    this.stop = desk.controller.session.onChange(() => {
      this.changed = true;
      this.tellSteps();
    });
  }

  close(): void {
    this.stop();
  }

  look(): void {
    const { controller, sync } = this.desk;
    const { session } = controller;
    if (this.changed) {
      this.changed = false;
      this.emit('change', openPlan(this.desk));
    }
    const selected = this.selection();
    if (selected !== this.selected) {
      this.selected = selected;
      this.emit('select', { block: session.coverage.ids[controller.focused] ?? null, zone: controller.target, tool: controller.tool });
    }
    this.lookForFindings();
    if (session.steps.length > 0) this.unsaved = true;
    else if (this.unsaved && sync.status === 'saved') {
      this.unsaved = false;
      this.emit('saved', { version: session.version });
    }
    const conflicts = sync.status === 'conflict' ? session.conflicts.length : 0;
    if (conflicts > 0 && conflicts !== this.conflicts) {
      this.emit('conflict', { conflicts: session.conflicts.map(({ blocks, theirs, ours }) => ({ blocks, theirs, ours })) });
    }
    this.conflicts = conflicts;
  }

  /** Lists are replaced, never changed: the same ones say the same. */
  private lookForFindings(): void {
    const { newIssues, disclosed } = this.desk.controller;
    if (newIssues === this.looked.newIssues && disclosed === this.looked.disclosed) return;
    this.looked = { newIssues, disclosed };
    const findings = this.findings();
    const found = JSON.stringify(findings);
    if (found === this.found) return;
    this.found = found;
    this.emit('finding', { findings });
  }

  private tellSteps(): void {
    for (const { id, kind, operation } of this.desk.controller.session.steps) {
      if (id <= this.lastStep) continue;
      this.lastStep = id;
      this.unsaved = true;
      this.emit('stroke', { kind, operation });
    }
  }

  private selection(): string {
    const { controller } = this.desk;
    return `${controller.focused} ${controller.tool} ${controller.target}`;
  }

  private findings(): OpenFinding[] {
    const { controller } = this.desk;
    const issues = controller.newIssues.map(({ code, where }): OpenFinding => ({ kind: KINDS[code] ?? 'other', blocks: where.blocks, zones: where.zone == null ? [] : [where.zone] }));
    return [...issues, ...controller.disclosed.map(({ blocks, zones }): OpenFinding => ({ kind: 'disclosure', blocks, zones }))];
  }
}
