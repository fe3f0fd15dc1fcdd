// A plan of catchments for tests and pictures: blocks along the border of two schools go over, as a planner would move two streets.
import { adjacency } from '../../core/coverage/adjacency.ts';
import { decodeCoverage } from '../../core/coverage/encode.ts';
import { newPlan, operate, storedBlocks } from './editor-page.ts';
import { scriptHeaders } from './demo-accounts.ts';

const CATCHMENTS = 'grundschulbezirke';

export interface Handover {
  readonly from: string;
  readonly to: string;
  readonly blocks: number;
}

/** Ids of the first `count` blocks of one zone along its border with another, each next to the one before it where it can be. */
export async function borderBlocks(url: string, plan: string, { from, to, blocks: count }: Handover): Promise<string[]> {
  const { assignment, zones, ...rest } = await storedBlocks(url, plan);
  const { blockSet } = rest as unknown as { blockSet: number };
  const answer = await fetch(`${url}/block-sets/${blockSet}/coverage`, { headers: await scriptHeaders(url, 'planung') });
  const coverage = decodeCoverage(await answer.arrayBuffer());
  const { rook, rookStart } = adjacency(coverage);
  const slotOf = (code: string) => zones.find(({ zone }) => zone === code)!.slot;
  const [inside, beyond] = [slotOf(from), slotOf(to)];
  const around = (block: number) => [...rook.subarray(rookStart[block]!, rookStart[block + 1]!)];
  const taken: number[] = [];
  const candidates = () => coverage.ids.flatMap((_, block) => (assignment[block] === inside && !taken.includes(block) && around(block).some((other) => assignment[other] === beyond || taken.includes(other)) ? [block] : []));
  while (taken.length < count) {
    const open = candidates();
    const next = open.find((block) => around(block).some((other) => taken.includes(other))) ?? open[0];
    if (next === undefined) break;
    taken.push(next);
  }
  return taken.map((block) => coverage.ids[block]!);
}

/** A new draft in which blocks change school; its id. */
export async function catchmentPlan(url: string, name: string, handovers: readonly Handover[]): Promise<string> {
  const plan = await newPlan(url, name, CATCHMENTS);
  for (const handover of handovers) {
    await operate(url, plan, { type: 'assign', blocks: await borderBlocks(url, plan, handover), zone: handover.to });
  }
  return plan;
}
