// Types of plugin/boundary-editor.js, for pages that put a plan on an OpenLayers map of their own. Kept beside the class by
// tests/unit/plugin-types.test.ts.
import type OlMap from 'ol/Map.js';
import type { ProjectionLike } from 'ol/proj.js';

export type ToolId =
  | 'select' | 'brush' | 'rectangle' | 'lasso'
  | 'side' | 'street' | 'zone' | 'fill'
  | 'line' | 'split' | 'cut'
  | 'heal' | 'merge' | 'balance' | 'lock';

export interface BoundaryEditorOptions {
  readonly map: OlMap;
  /** Address of the server, or of the path that your site hands on to it; empty for the page's own. */
  readonly baseUrl?: string;
  readonly plan: string;
  /** Bearer token (`zuschnitt account token`); without one the session's cookie. */
  readonly token?: string;
  /** Projection of the map's view where it is not to be asked for it. */
  readonly projection?: ProjectionLike;
  /** Tools in a small bar over the map; none: your page calls `setTool`. */
  readonly tools?: readonly ToolId[];
  /** Shows the whole plan when it is open; default true. */
  readonly fit?: boolean;
}

export interface OpenZone {
  readonly zone: string;
  readonly name: string;
  readonly locked: boolean;
  readonly blocks: number;
  readonly areaM2: number;
}

export interface OpenPlan {
  readonly plan: string;
  readonly name: string;
  readonly geography: string;
  /** Confirmed by the server. */
  readonly version: number;
  /** Steps that the server does not have yet. */
  readonly waiting: number;
  readonly status: 'saved' | 'saving' | 'offline' | 'conflict' | 'refused';
  readonly readOnly: boolean;
  readonly tool: ToolId;
  readonly target: string;
  readonly block: string | null;
  readonly zones: readonly OpenZone[];
}

export interface OpenFinding {
  readonly kind: 'detached' | 'unassigned' | 'empty' | 'disclosure' | 'other';
  readonly blocks: readonly string[];
  readonly zones: readonly string[];
}

/** As POST /plans/{id}/operations takes it; GET /api has every kind. */
export interface PlanOperation {
  readonly type: string;
}

export interface PlanEventDetails {
  /** Blocks or zones changed, by whom ever: at most once a frame. */
  readonly change: OpenPlan;
  /** The person made a step; an undo or redo has no operation. */
  readonly stroke: { readonly kind: 'operation' | 'undo' | 'redo'; readonly operation: PlanOperation | null };
  readonly select: { readonly block: string | null; readonly zone: string; readonly tool: ToolId };
  readonly finding: { readonly findings: readonly OpenFinding[] };
  /** The server has everything. */
  readonly saved: { readonly version: number };
  /** Somebody else moved the same blocks elsewhere; `settle` goes on. */
  readonly conflict: { readonly conflicts: readonly { readonly blocks: readonly string[]; readonly theirs: string; readonly ours: string }[] };
  /** `code` as in the server's problems, `offline` without an answer. */
  readonly error: { readonly code: string; readonly status: number; readonly title: string };
}

export declare class BoundaryEditor {
  constructor(options: BoundaryEditorOptions);
  /** Resolves when the plan can be drawn on; rejects where the server refuses or OpenLayers does not know the projection. */
  readonly ready: Promise<void>;
  /** Null while the plan loads and after `destroy`. */
  readonly state: OpenPlan | null;
  /** Returns what ends it. */
  on<K extends keyof PlanEventDetails>(name: K, listener: (detail: PlanEventDetails[K]) => void): () => void;
  setTool(tool: ToolId): void;
  setTarget(zone: string): void;
  /** One step; '' takes the blocks out of every zone. */
  assign(blocks: readonly string[], zone: string): void;
  undo(): void;
  redo(): void;
  flyTo(place: { readonly zone: string } | { readonly block: string } | 'all'): void;
  settle(choice: 'keep' | 'take'): void;
  /** Plan, view and selection as a query without its sign. */
  permalink(): string;
  restore(permalink: string): void;
  destroy(): void;
}
