// The map's layers as one picture of two sides; each layer is drawn anew only where what it shows has changed.
import type { CachedCanvasLayer } from '../map-layers/cached-canvas-layer.ts';
import type { WorldOrigin } from '../map-layers/coverage-paths.ts';
import type { BasePaths } from './base-paths.ts';
import { BorderLayer, GroundLayer, MarkLayer, NetworkLayer } from './choropleth-layers.ts';
import { FacilityLayer, type Facility } from './facility-layer.ts';
import { FillLayer } from './fill-layer.ts';
import type { Scene, ZoneFill } from './scene-layer.ts';
import type { ZoneLabel } from './zone-labels.ts';
import type { ZoneShape } from './zone-shapes.ts';

/** What lies on one side of the slider, or on the whole map. */
export interface StageSide {
  readonly shapes: readonly ZoneShape[];
  readonly fills: readonly ZoneFill[];
  readonly labels: readonly ZoneLabel[];
  readonly pale: ReadonlySet<number>;
  readonly selected: number;
  readonly hovered: number;
}

export const NO_SIDE: StageSide = { shapes: [], fills: [], labels: [], pale: new Set(), selected: -1, hovered: -1 };

export interface StagePicture {
  readonly base: BasePaths | undefined;
  /** The second only while two are compared. */
  readonly sides: readonly [StageSide, StageSide | undefined];
  /** Share of the width where the second begins. */
  readonly divider: number;
  /** Zone of the first side that keys are at. */
  readonly focused: number;
  readonly facilities: readonly Facility[];
}

class SideLayers {
  private readonly scene: Scene = { base: undefined, shapes: [], fills: [], lowerBounds: new Set(), labels: [], selected: -1, hovered: -1, focused: -1 };
  readonly ground: GroundLayer;
  readonly fill: FillLayer;
  readonly network: NetworkLayer;
  readonly border: BorderLayer;
  readonly marks: MarkLayer;

  constructor(origin: WorldOrigin) {
    this.ground = new GroundLayer(origin, this.scene);
    this.fill = new FillLayer(origin, this.scene);
    this.network = new NetworkLayer(origin, this.scene);
    this.border = new BorderLayer(origin, this.scene);
    this.marks = new MarkLayer(origin, this.scene);
  }

  update(side: StageSide, base: BasePaths | undefined, part: Scene['part'], focused: number): void {
    const { scene } = this;
    const newShapes = scene.shapes !== side.shapes || scene.base !== base;
    const newFills = newShapes || !sameFills(scene.fills, side.fills) || !sameZones(scene.pale, side.pale);
    const newMarks = newShapes || scene.selected !== side.selected || scene.hovered !== side.hovered || scene.focused !== focused || !sameLabels(scene.labels, side.labels);
    const firstFills = (scene.fills.length > 0) !== (side.fills.length > 0);
    if (scene.base !== base) this.ground.invalidate();
    Object.assign(scene, side, { base, part, focused });
    if (newFills) this.fill.invalidate();
    if (newShapes) this.network.invalidate();
    if (newShapes || firstFills) this.border.invalidate();
    if (newMarks) this.marks.invalidate();
  }
}

export class StageLayers {
  readonly all: readonly CachedCanvasLayer[];
  private readonly sides: readonly [SideLayers, SideLayers];
  private readonly facilities: FacilityLayer;

  constructor(origin: WorldOrigin) {
    const sides = [new SideLayers(origin), new SideLayers(origin)] as const;
    this.sides = sides;
    this.facilities = new FacilityLayer(origin);
    // Signs lie under borders and labels: a value must stay readable.
    this.all = [sides[0].ground, ...sides.flatMap(({ fill, network }) => [fill, network]), this.facilities, ...sides.flatMap(({ border, marks }) => [border, marks])];
  }

  update({ base, sides: [first, second], divider, focused, facilities }: StagePicture): void {
    this.sides[0].update(first, base, second === undefined ? null : [0, divider], focused);
    // While nothing is compared the other side is of no width, which costs nothing.
    this.sides[1].update(second ?? NO_SIDE, base, second === undefined ? [1, 1] : [divider, 1], -1);
    this.facilities.show(facilities);
  }

  /** Labels were measured in another font. */
  redrawLabels(): void {
    for (const { marks } of this.sides) marks.invalidate();
  }
}

const sameFills = (a: readonly ZoneFill[], b: readonly ZoneFill[]) => a.length === b.length && a.every((fill, zone) => fill === b[zone]);

const sameLabels = (a: readonly ZoneLabel[], b: readonly ZoneLabel[]) => a.length === b.length && a.every(({ name, value }, zone) => name === b[zone]!.name && value === b[zone]!.value);

const sameZones = (a: ReadonlySet<number> = new Set(), b: ReadonlySet<number> = new Set()) => a.size === b.size && [...a].every((zone) => b.has(zone));
