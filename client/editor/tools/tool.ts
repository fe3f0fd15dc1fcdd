// What a tool is: it turns the pointer's way over the map into blocks, and knows nothing of plans.
import type { BlockLocator } from '../../../core/coverage/locate.ts';

export type ToolId = 'select' | 'brush' | 'rectangle' | 'lasso' | 'merge' | 'lock';

/** Map coordinates in the projected CRS; pixels of the map's viewport. */
export interface ToolPoint {
  readonly x: number;
  readonly y: number;
  readonly pixel: readonly [number, number];
  readonly shift: boolean;
  readonly alt: boolean;
}

/** What is drawn of the gesture itself, in map coordinates. */
export type Shape =
  | { readonly kind: 'circle'; readonly x: number; readonly y: number; readonly radiusM: number }
  | { readonly kind: 'rectangle'; readonly from: readonly [number, number]; readonly to: readonly [number, number] }
  | { readonly kind: 'ring'; readonly xy: readonly number[] };

export interface ToolHost {
  readonly locator: BlockLocator;
  readonly radiusM: number;
  /** Metres a pixel. */
  readonly resolution: number;
  /** A stroke takes blocks as it goes; it ends as one step or not at all. */
  beginStroke(): void;
  extendStroke(blocks: readonly number[], point: ToolPoint): void;
  endStroke(): void;
  cancelStroke(): void;
  /** Blocks that would be taken if the gesture ended here. */
  preview(blocks: readonly number[], point: ToolPoint): void;
  showShape(shape: Shape | null): void;
  /** The pointer rests over a block (-1: over none). */
  hover(block: number, point: ToolPoint): void;
  /** A click that is no stroke: shift collects, alt takes the block's zone as target. */
  click(block: number, point: ToolPoint): void;
}

/** `down` says whether the tool takes the gesture. */
export interface Tool {
  readonly id: ToolId;
  readonly cursor: string;
  /** Takes clicks; then a drag pans the map. */
  readonly clicks: boolean;
  down(point: ToolPoint, host: ToolHost): boolean;
  drag(point: ToolPoint, host: ToolHost): void;
  up(point: ToolPoint, host: ToolHost): void;
  move(point: ToolPoint, host: ToolHost): void;
  cancel(host: ToolHost): void;
}
