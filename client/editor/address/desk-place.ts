// Where an open desk stands, for a link, and how it gets there from one.
import proj4 from 'proj4';
import type { Municipality } from '../../api.ts';
import type { Desk } from '../open-desk.ts';
import { createTools } from '../tools/all-tools.ts';
import type { PlanAddress } from './plan-address.ts';

const TOOLS: ReadonlySet<string> = new Set(Object.keys(createTools()));

/** Longitude and latitude to the plane of the blocks, and back. */
export const planeOf = ({ proj4: definition }: Pick<Municipality, 'proj4'>) => proj4('EPSG:4326', definition);

export function addressOf({ plan, municipality, controller }: Desk): PlanAddress {
  const { map, session } = controller;
  const [lon, lat] = planeOf(municipality).inverse([...map.center]) as [number, number];
  return {
    plan: plan.plan,
    at: { lon, lat, resolution: map.resolution },
    zone: controller.target === '' ? null : controller.target,
    block: session.coverage.ids[controller.focused] ?? null,
    tool: controller.tool,
  };
}

/** Takes the view, the tool and the selection; zones, blocks and tools that are no longer there are left out. */
export function goToAddress({ municipality, controller }: Desk, { at, zone, block, tool }: PlanAddress): void {
  if (tool !== null && TOOLS.has(tool)) controller.chooseTool(tool);
  if (zone !== null) controller.setTarget(zone);
  const position = block === null ? -1 : controller.positionOf(block);
  if (position >= 0) {
    controller.fly.setFocus(position, at === null);
    // The block is what the link is about: it shows without a key being pressed.
    controller.setKeyboard(true);
  }
  if (at !== null) controller.map.show(planeOf(municipality).forward([at.lon, at.lat]) as [number, number], at.resolution);
  controller.schedule();
}
