// Labels of the zones that are seen: number, name, lock, and where they stand.
import type { BlockLocator } from '../../../core/coverage/locate.ts';
import type { Bounds } from '../editor-map.ts';
import { labelAnchor } from './label-anchor.ts';
import type { Outline, PlanScene } from './plan-scene.ts';
import type { PlanSession } from '../session/plan-session.ts';

export interface ZoneLabel {
  readonly slot: number;
  readonly x: number;
  readonly y: number;
}

/** Narrower than this many pixels a zone has no room for its label. */
const LEAST_WIDTH_PX = 40;

interface Placed {
  readonly outline: Outline;
  readonly label: ZoneLabel | null;
}

/** Places of one view: a stroke changes two or three outlines, and the labels of the others stay. */
const placed = new WeakMap<PlanScene, { readonly view: string; readonly bySlot: Map<number, Placed> }>();

export function findLabels(session: PlanSession, scene: PlanScene, locator: BlockLocator, window: Bounds, resolution: number): ZoneLabel[] {
  const view = `${window.join(' ')} ${resolution}`;
  let known = placed.get(scene);
  if (known?.view !== view) {
    known = { view, bySlot: new Map() };
    placed.set(scene, known);
  }
  const { bySlot } = known;
  const slots = scene.slots();
  const open = new Map<number, number[]>();
  for (const slot of slots) if (bySlot.get(slot)?.outline !== scene.outline(slot)) open.set(slot, []);
  if (open.size > 0) session.state.assignment.forEach((slot, block) => open.get(slot)?.push(block));
  for (const [slot, blocks] of open) {
    const outline = scene.outline(slot);
    const wide = (outline.bounds[2] - outline.bounds[0]) / resolution >= LEAST_WIDTH_PX;
    const anchor = wide ? labelAnchor(blocks, locator.points, outline.xy, window) : null;
    bySlot.set(slot, { outline, label: anchor === null ? null : { slot, x: anchor[0], y: anchor[1] } });
  }
  return slots.flatMap((slot) => bySlot.get(slot)!.label ?? []);
}
