// What panels and layers hang on the desk: a statistic behind the zones, a second plan, comments, and who is there.
import type { PlanZone } from '../../core/plan/plan-state.ts';

/** A statistic of the blocks, drawn below the zones. */
export interface Background {
  readonly statistic: string;
  /** By block position, NaN where there is none; null while it loads. */
  readonly values: Float64Array | null;
  /** Upper ends of all classes but the last, ascending. */
  readonly breaks: readonly number[];
  readonly colours: readonly string[];
}

/** Another plan on the same blocks, seen to the right of the swipe. */
export interface Compared {
  /** Slot of each block position, -1 for none. */
  readonly assignment: Int32Array;
  /** By slot. */
  readonly zones: readonly (PlanZone | null)[];
  /** Where the two meet: share of the map's width from the left, 0 to 1. */
  readonly swipe: number;
}

/** A comment's place on the map. */
export interface PinnedComment {
  readonly comment: string;
  readonly text: string;
  readonly zone: string | null;
  /** x, y in the plan's CRS; null where it belongs to a zone as a whole. */
  readonly at: readonly [number, number] | null;
  readonly state: string;
}

/** Another person who has the plan open. */
export interface Present {
  readonly account: string;
  readonly name: string;
  /** x, y in the plan's CRS. */
  readonly at: readonly [number, number] | null;
  readonly zone: string | null;
  readonly tool: string | null;
}
