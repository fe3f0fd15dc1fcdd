// What the stage draws of the store: colours, labels and veils by zone, on both sides of a comparison.
import { colourOf, signOf } from './classification.ts';
import type { IndicatorView } from './indicator-view.ts';
import type { MapStore } from './map-store.ts';
import { measureShort } from './measure-text.ts';
import type { ZoneFill } from './scene-layer.ts';
import type { StageSide } from './stage-layers.ts';
import type { ZoneShape } from './zone-shapes.ts';

export interface StageSides {
  readonly side: StageSide;
  readonly second: StageSide | undefined;
}

/** `short`: values without names, for small screens. */
export function stageSides(store: MapStore, short: boolean): StageSides {
  const { view, swipe, shapes, selected, hovered } = store;
  const passing = store.passing;
  const pale = new Set(passing?.flatMap((passes, zone) => (passes ? [] : [zone])));
  const side = sideOf(view, shapes, short, pale, selected, hovered);
  if (swipe.view === undefined || view === undefined) return { side, second: undefined };
  const other = swipe.view;
  const there = (zone: number) => (zone < 0 ? -1 : other.zones.findIndex((row) => row.zone === view.zones[zone]?.zone));
  const paleThere = other.version === view.version ? pale : new Set<number>();
  return { side, second: sideOf(other, swipe.shapes, short, paleThere, there(selected), there(hovered)) };
}

function sideOf(view: IndicatorView | undefined, shapes: readonly ZoneShape[], short: boolean, pale: ReadonlySet<number>, selected: number, hovered: number): StageSide {
  if (view === undefined) return { shapes, fills: [], labels: [], pale, selected, hovered };
  const { classification, measures, zones, numbers } = view;
  return {
    shapes,
    fills: measures.map((measure): ZoneFill => (measure.state === 'withheld' ? 'withheld' : colourOf(signOf(measure, classification), classification))),
    labels: zones.map(({ name }, zone) => ({ name: short ? '' : name, value: measureShort(measures[zone]!, numbers) })),
    pale,
    selected,
    hovered,
  };
}
