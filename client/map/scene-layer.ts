// What the map's layers draw of: zones with their fills, labels and marks, over the base.
import { CachedCanvasLayer } from '../map-layers/cached-canvas-layer.ts';
import type { WorldOrigin } from '../map-layers/coverage-paths.ts';
import type { BasePaths } from './base-paths.ts';
import type { ZoneLabel } from './zone-labels.ts';
import type { ZoneShape } from './zone-shapes.ts';

/** Colour of a zone; `withheld` is hatched, undefined not known yet. */
export type ZoneFill = string | 'withheld' | undefined;

/** Everything that the layers need; the stage changes it and invalidates the layers that it concerns. */
export interface Scene {
  base: BasePaths | undefined;
  shapes: readonly ZoneShape[];
  fills: readonly ZoneFill[];
  /** Zones whose number is a lower bound: dotted over their colour. */
  lowerBounds: ReadonlySet<number>;
  /** Zones that a filter leaves out: under a veil of white. */
  pale?: ReadonlySet<number>;
  /** Shares of the width between which the scene is seen; null or absent for all of it. */
  part?: readonly [number, number] | null;
  labels: readonly ZoneLabel[];
  selected: number;
  hovered: number;
  focused: number;
}

/** A layer of a scene, seen where the scene is. */
export abstract class SceneLayer extends CachedCanvasLayer {
  protected readonly scene: Scene;

  constructor(origin: WorldOrigin, className: string, scene: Scene) {
    super(origin, className);
    this.scene = scene;
  }

  /** A canvas without anything on it would be painted all the same, and laid under the others with each frame. */
  protected override get window(): readonly [number, number] | null {
    return this.scene.shapes.length === 0 ? [1, 1] : (this.scene.part ?? null);
  }
}

export function fill(context: CanvasRenderingContext2D, path: Path2D, style: string | CanvasPattern): void {
  context.fillStyle = style;
  context.fill(path, 'evenodd');
}
