// A plan of one's own from what is on the screen: neither of two versions is lost.
import type { Api } from '../api.ts';
import type { Desk } from './open-desk.ts';

/** Makes a new plan on the same geography that has the zones and blocks as shown here; returns its id. Throws ApiProblem. */
export async function branchOff(api: Api, desk: Desk, name: string): Promise<string> {
  const { state } = desk.controller.session;
  const created = await api.createPlan({ geography: desk.plan.geography, name });
  const blocks = await api.planBlocks(created.plan);
  const before = new Map(blocks.zones.map((zone) => [zone.zone, zone]));
  const codes = blocks.zones.reduce<string[]>((list, { slot, zone }) => {
    list[slot] = zone;
    return list;
  }, []);
  let { version } = blocks;
  const operate = async (operation: Parameters<Api['operate']>[2]) => {
    ({ version } = await api.operate(created.plan, version, operation));
  };
  for (const zone of state.zones) {
    if (zone === null) continue;
    const known = before.get(zone.zone);
    if (known === undefined) await operate({ type: 'createZone', zone: zone.zone, name: zone.name, blocks: [] });
    else if (known.name !== zone.name) await operate({ type: 'renameZone', zone: zone.zone, name: zone.name });
  }
  const moves = new Map<string, string[]>();
  state.assignment.forEach((slot, block) => {
    const zone = state.zones[slot]?.zone ?? '';
    if (zone === (codes[blocks.assignment[block]!] ?? '')) return;
    (moves.get(zone) ?? moves.set(zone, []).get(zone)!).push(state.blockIds[block]!);
  });
  for (const [zone, ids] of moves) await operate({ type: 'assign', blocks: ids, zone });
  return created.plan;
}
