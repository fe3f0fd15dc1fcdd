// The demo's draft: Sozialräume redrawn in a few steps that leave a block cut off from its zone.
import { adjacency, components, type Adjacency } from '../../core/coverage/adjacency.ts';
import type { Coverage } from '../../core/coverage/coverage.ts';
import { applyOperation, type Operation } from '../../core/plan/operations.ts';
import { createPlanState } from '../../core/plan/plan-state.ts';
import type { GeographyVersion, Town } from '../../geodata/town/town.ts';
import type { Queryable } from '../db/database.ts';
import { appendPlanEvent, insertPlan } from '../db/queries/plans.ts';

/** Fixed, so that pages and documentation can name it. */
export const DEMO_PLAN = 'entwurf-b';
const NAME = 'Entwurf B';
const GEOGRAPHY = 'sozialraeume';
const ACCOUNT = 'planung';

export async function draftPlan(tx: Queryable, town: Town, coverage: Coverage): Promise<void> {
  const { municipality } = town;
  const base = town.geographies.find(({ geography }) => geography === GEOGRAPHY)!.versions.at(-1)!;
  const state = createPlanState(coverage.ids, base.zones.map(({ zone, name }) => ({ zone, name, locked: false })), base.assignment);
  await insertPlan(tx, municipality, {
    plan: DEMO_PLAN, geography: GEOGRAPHY, name: NAME, baseVersion: base.version, blockSet: base.blockSet, validFrom: '2027-01-01', createdBy: ACCOUNT,
  });
  for (const [version, operation] of stepsOf(coverage, base).entries()) {
    const applied = applyOperation(state, operation);
    if (!applied.ok) throw new Error(`the demo's draft: ${applied.reason.code}`);
    await appendPlanEvent(tx, municipality, DEMO_PLAN, version, { state: 'draft' }, {
      kind: 'operation', operation, inverse: applied.inverse, refersTo: null, account: ACCOUNT,
    });
  }
}

/** Süd is locked, a few blocks of Ost go to Auen, and blocks of West to Mitte so that one block of West is cut off. */
export function stepsOf(coverage: Coverage, base: GeographyVersion): Operation[] {
  const neighbours = adjacency(coverage);
  const slot = (zone: string) => base.zones.findIndex((one) => one.zone === zone);
  const ids = (blocks: readonly number[]) => blocks.map((block) => coverage.ids[block]!);
  return [
    { type: 'lockZone', zone: '5', locked: true },
    { type: 'assign', blocks: ids(borderBlocks(neighbours, base, slot('6'), slot('7'), 3)), zone: '7' },
    { type: 'assign', blocks: ids(blocksRound(neighbours, base, slot('4'), slot('1'))), zone: '1' },
  ];
}

/** The first blocks of `from` that border on `to`. */
function borderBlocks(neighbours: Adjacency, base: GeographyVersion, from: number, to: number, count: number): number[] {
  const found: number[] = [];
  for (let block = 0; block < neighbours.blockCount && found.length < count; block++) {
    if (base.assignment[block] === from && rookOf(neighbours, block).some((other) => base.assignment[other] === to)) found.push(block);
  }
  return found;
}

/** Three to six blocks of `from`: all its neighbours of a block next to `to`, which moving them cuts off, and nothing else. */
function blocksRound(neighbours: Adjacency, base: GeographyVersion, from: number, to: number): number[] {
  const pieces = (assignment: Int32Array) => components(neighbours, assignment, base.zones.length).count[from]!;
  const before = pieces(base.assignment);
  let best: number[] = [];
  for (let block = 0; block < neighbours.blockCount; block++) {
    if (base.assignment[block] !== from) continue;
    const around = rookOf(neighbours, block);
    const own = around.filter((other) => base.assignment[other] === from);
    const rest = around.filter((other) => base.assignment[other] !== from);
    if (rest.length === 0 || rest.some((other) => base.assignment[other] !== to) || own.length < 3 || own.length > 6) continue;
    const moved = base.assignment.slice();
    for (const other of own) moved[other] = to;
    if (own.length > best.length && pieces(moved) === before + 1) best = own;
  }
  return best;
}

function rookOf({ rook, rookStart }: Adjacency, block: number): number[] {
  return [...rook.subarray(rookStart[block]!, rookStart[block + 1]!)];
}
