// What a tool is: it turns the pointer's way over the map into blocks or lines, and knows nothing of plans.
import type { BlockLocator } from '../../../core/coverage/locate.ts';

/** Tools that draw a line of vertices. */
export type LineToolId = 'side' | 'line' | 'split' | 'cut';
/** Tools whose click takes something; what, the desk decides. */
export type ClickToolId = 'select' | 'street' | 'zone' | 'fill' | 'heal' | 'merge' | 'balance' | 'lock';
export type ToolId = ClickToolId | LineToolId | 'brush' | 'rectangle' | 'lasso';

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
  | { readonly kind: 'ring'; readonly xy: readonly number[] }
  /** Vertices set so far, and where the pointer would set the next; null once the line is ended. */
  | { readonly kind: 'line'; readonly xy: readonly number[]; readonly to: readonly [number, number] | null };

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
  /** The line that would be drawn if it ended at the pointer; `rest` is true where the pointer only moves. */
  lineAt(xy: readonly number[], point: ToolPoint, rest: boolean): void;
  /** The line is drawn: x y interleaved, two vertices at least. False where it cannot be, so that it can be mended. */
  lineDrawn(xy: readonly number[]): boolean;
  /** True where a click means something else than a vertex. */
  pick(point: ToolPoint): boolean;
  /** No line any more. */
  lineGone(): void;
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
  /** A gesture of several clicks goes on. */
  readonly open?: boolean;
  down(point: ToolPoint, host: ToolHost): boolean;
  drag(point: ToolPoint, host: ToolHost): void;
  up(point: ToolPoint, host: ToolHost): void;
  move(point: ToolPoint, host: ToolHost): void;
  /** A second finger moves the map; a tool without it gives the gesture back. */
  pause?(host: ToolHost): void;
  cancel(host: ToolHost): void;
  /** The same by keyboard: sets a corner where the crosshair is; twice at one place ends the gesture. */
  press?(point: ToolPoint, host: ToolHost): void;
  /** Takes the last corner back; false when there was none. */
  back?(host: ToolHost): boolean;
  /** Ends the gesture with what was set. */
  end?(host: ToolHost): boolean;
}
