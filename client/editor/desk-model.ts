// What the desk and the page around it have in common: calls, findings on the map, the number beside the pointer.

/** What the controller needs of the page around it. */
export interface EditorPage {
  /** Panels redrawn now, within the frame. */
  paintPanels(): void;
  /** Labels, flags and shapes over the map redrawn now. */
  paintOverlay(): void;
  /** Said to screen readers once the hand rests. */
  announce(text: string): void;
  /** Steps wait to be sent. */
  push(): void;
  readonly reducedMotion: boolean;
  /** Pixels that panels cover: top, right, bottom, left. */
  readonly covered: readonly [number, number, number, number];
}

/** One finding of the audit, as far as the map and the table show it. */
export interface Disclosed {
  readonly blocks: readonly string[];
  readonly zones: readonly string[];
}

/** Number beside the pointer: what the stroke has taken, or would take. */
export interface Flag {
  readonly blocks: number;
  readonly sum: number | null;
  readonly locked: number;
  readonly zone: string;
  readonly pixel: readonly [number, number];
}

export const RADIUS = { least: 10, most: 400, first: 80, factor: 1.25 } as const;
