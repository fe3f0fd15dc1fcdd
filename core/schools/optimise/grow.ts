// Plans to start a search from: catchments grown from nothing, a school that opens, a school that closes.
import FlatQueue from 'flatqueue';
import { UNASSIGNED } from '../../coverage/coverage.ts';
import { CAPACITY_AIM, type OptimiseInput } from './optimise-input.ts';
import { ZoneHold } from './zone-hold.ts';

type GrowInput = Pick<OptimiseInput, 'effects' | 'neighbours' | 'assignment' | 'lockedBlocks' | 'lockedZones' | 'closedZones' | 'schoolBlock' | 'capacity'>;

/**
 * From nothing: every zone grows from its schools' blocks, the block that is nearest to a school first, so that zones hang together. Locked
 * blocks keep their zone. What no growth reaches (an island without a school) goes to the zone that is nearest on foot, and to none where no way is known.
 */
export function growCatchments(input: GrowInput): Int32Array {
  const { effects, assignment, lockedBlocks, lockedZones, schoolBlock } = input;
  if (schoolBlock === undefined) throw new RangeError('zones grow from the blocks of their schools: schoolBlock is needed');
  const plan = assignment.map((zone, block) => (zone !== UNASSIGNED && (lockedBlocks?.[block] === 1 || lockedZones?.[zone] === 1) ? zone : UNASSIGNED));
  effects.schools.forEach((schools, zone) => {
    if (!open(input, zone)) return;
    for (const school of schools) {
      const block = schoolBlock[school]!;
      if (block >= 0 && plan[block] === UNASSIGNED) plan[block] = zone;
    }
  });
  grow(input, plan);
  for (let block = 0; block < plan.length; block++) {
    if (plan[block] !== UNASSIGNED) continue;
    let least = Infinity;
    for (let zone = 0; zone < effects.zoneCount; zone++) {
      const way = metresTo(input, zone, block);
      if (open(input, zone) && way < least) [least, plan[block]] = [way, zone];
    }
  }
  return plan;
}

/** The plan without one zone: its blocks go to the neighbouring zones, the one with the shortest way first. Give `closedZones` to the search too. */
export function closeZone(input: GrowInput, closed: number): Int32Array {
  const closedZones = input.closedZones?.slice() ?? new Uint8Array(input.effects.zoneCount);
  closedZones[closed] = 1;
  const plan = input.assignment.map((zone, block) => (zone === closed && input.lockedBlocks?.[block] !== 1 ? UNASSIGNED : zone));
  const released = input.assignment.map((zone, block) => (zone === closed && plan[block] === UNASSIGNED ? 1 : 0));
  grow({ ...input, closedZones }, plan, (block) => released[block] === 1);
  return plan;
}

/**
 * The plan with a catchment for a school that has none yet: from its block on the neighbours whose way gets shorter most, or longer least, until the zone
 * is as full as is aimed at (`low`, in the mean of the years) or nothing more can leave its zone without tearing it apart.
 * Throws RangeError where the zone's school stands in no block.
 */
export function openZone(input: GrowInput, opened: number): Int32Array {
  const { effects, neighbours, lockedBlocks, lockedZones, schoolBlock, capacity = CAPACITY_AIM } = input;
  const { children, years, places, schools } = effects;
  const plan = input.assignment.slice();
  const blocksOf = new Int32Array(effects.zoneCount);
  for (const zone of plan) if (zone !== UNASSIGNED) blocksOf[zone]!++;
  const hold = new ZoneHold({ neighbours, effects, contiguity: 'zone' }, plan, blocksOf);
  const starts = schools[opened]!.map((school) => schoolBlock?.[school] ?? -1).filter((block) => block >= 0);
  if (starts.length === 0) throw new RangeError(`zone ${opened} has no school in a block to begin at`);
  const childrenOf = (block: number) => children.subarray(block * years.length, (block + 1) * years.length).reduce((sum, count) => sum + count, 0) / years.length;
  const wanted = capacity.low * schools[opened]!.reduce((sum, school) => sum + places.subarray(school * years.length, (school + 1) * years.length).reduce((all, count) => all + count, 0) / years.length, 0);
  const standing = new Set(schools.flatMap((list, zone) => (zone === opened ? [] : list.map((school) => schoolBlock?.[school] ?? -1))));
  let pupils = 0;
  const queue = new FlatQueue<number>();
  const offer = (block: number) => {
    const zone = plan[block]!;
    const old = zone === UNASSIGNED ? Infinity : metresTo(input, zone, block);
    const way = metresTo(input, opened, block);
    queue.push(block, old === Infinity || way === Infinity ? way : way - old);
  };
  const take = (block: number): number => {
    const from = plan[block]!;
    if (from !== UNASSIGNED) blocksOf[from]!--;
    plan[block] = opened;
    blocksOf[opened]!++;
    for (let i = neighbours.rookStart[block]!; i < neighbours.rookStart[block + 1]!; i++) if (plan[neighbours.rook[i]!] !== opened) offer(neighbours.rook[i]!);
    return childrenOf(block);
  };
  const free = (block: number) => {
    const zone = plan[block]!;
    return lockedBlocks?.[block] !== 1 && (zone === UNASSIGNED || lockedZones?.[zone] !== 1) && !standing.has(block);
  };
  // A school takes its own block in any case: without it there is no catchment.
  for (const block of starts) if (plan[block] !== opened) pupils += take(block);
  // A block that could not leave may once another has left: it is offered again by its next neighbour.
  for (let block = queue.pop(); block !== undefined && pupils < wanted; block = queue.pop()) {
    if (plan[block] !== opened && free(block) && hold.mayLeave(block)) pupils += take(block);
  }
  return plan;
}

/** Blocks without a zone join a zone beside them, by the shortest way of all first. */
function grow(input: GrowInput, plan: Int32Array, may: (block: number) => boolean = () => true): void {
  const { neighbours, effects } = input;
  const queue = new FlatQueue<number>();
  const offerAround = (block: number) => {
    const zone = plan[block]!;
    if (!open(input, zone)) return;
    for (let i = neighbours.rookStart[block]!; i < neighbours.rookStart[block + 1]!; i++) {
      const other = neighbours.rook[i]!;
      // Where no way is known the block still joins, after all others.
      if (plan[other] === UNASSIGNED && may(other)) queue.push(other * effects.zoneCount + zone, Math.min(1e9, metresTo(input, zone, other)));
    }
  };
  for (let block = 0; block < plan.length; block++) if (plan[block] !== UNASSIGNED) offerAround(block);
  for (let found = queue.pop(); found !== undefined; found = queue.pop()) {
    const [block, zone] = [Math.floor(found / effects.zoneCount), found % effects.zoneCount];
    if (plan[block] !== UNASSIGNED) continue;
    plan[block] = zone;
    offerAround(block);
  }
}

function open({ lockedZones, closedZones }: GrowInput, zone: number): boolean {
  return lockedZones?.[zone] !== 1 && closedZones?.[zone] !== 1;
}

function metresTo({ effects }: GrowInput, zone: number, block: number): number {
  let least = Infinity;
  for (const school of effects.schools[zone]!) least = Math.min(least, effects.metres[school * effects.blockCount + block]!);
  return least;
}
