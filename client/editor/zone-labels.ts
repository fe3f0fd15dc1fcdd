// Labels of the zones that are seen: number, name, lock, and where they stand.
import type { BlockLocator } from '../../core/coverage/locate.ts';
import type { Bounds } from './editor-map.ts';
import { labelAnchor } from './label-anchor.ts';
import type { PlanScene } from './plan-scene.ts';
import type { PlanSession } from './plan-session.ts';

export interface ZoneLabel {
  readonly slot: number;
  readonly x: number;
  readonly y: number;
}

/** Narrower than this many pixels a zone has no room for its label. */
const LEAST_WIDTH_PX = 40;

export function findLabels(session: PlanSession, scene: PlanScene, locator: BlockLocator, window: Bounds, resolution: number): ZoneLabel[] {
  const bySlot: number[][] = session.state.zones.map(() => []);
  session.state.assignment.forEach((slot, block) => {
    if (slot >= 0) bySlot[slot]!.push(block);
  });
  return scene.slots().flatMap((slot) => {
    const { xy } = scene.outline(slot);
    let [left, right] = [Infinity, -Infinity];
    for (let i = 0; i < xy.length; i += 2) {
      left = Math.min(left, xy[i]!);
      right = Math.max(right, xy[i]!);
    }
    if ((right - left) / resolution < LEAST_WIDTH_PX) return [];
    const anchor = labelAnchor(bySlot[slot]!, locator.points, xy, window);
    return anchor === null ? [] : [{ slot, x: anchor[0], y: anchor[1] }];
  });
}
