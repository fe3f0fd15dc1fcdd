// Parts a zone in two along a drawn line: along block edges where the line runs near them, through blocks elsewhere.
import { chordsOf } from '../../coverage/split/split-line.ts';
import { commit } from '../commit.ts';
import { refuse, type Applied, type Operation } from '../operation.ts';
import { slotOf, type PlanState } from '../plan-state.ts';
import { SNAP_M } from '../surface/cut-rings.ts';
import { cutAlong } from './cut-along.ts';
import { followLine, type Chord } from './follow-line.ts';
import { crossesItself, distinctPoints } from './line.ts';
import { sidesOf } from './part-sides.ts';
import { defaultSnapM } from './snap-distance.ts';
import { toOutline } from './to-outline.ts';
import { blocksOf, zoneRings } from './zone-outline.ts';

/**
 * Where the line begins or ends within the zone it goes on straight to the zone's outline. The side with less land becomes the new
 * zone, of equal sides the right one. Fragments that end up together heal at once.
 */
export function splitZone(state: PlanState, { zone, line, newZone, name = newZone, snapM }: Extract<Operation, { type: 'splitZone' }>): Applied {
  const slot = slotOf(state, zone);
  if (slot === null || slot < 0) return refuse({ code: 'UNKNOWN_ZONE', zones: [zone] });
  if (newZone === '') return refuse({ code: 'EMPTY_ZONE_CODE' });
  if (slotOf(state, newZone) !== null) return refuse({ code: 'ZONE_EXISTS', zones: [newZone] });
  if (state.zones[slot]!.locked) return refuse({ code: 'ZONE_LOCKED', zones: [zone] });
  const drawn = distinctPoints(state.surface.toPlane(line));
  if (drawn.length < 4) return refuse({ code: 'LINE_TOO_SHORT' });
  const rings = zoneRings(state, slot);
  const whole = toOutline(drawn, rings);
  if (crossesItself(whole)) return refuse({ code: 'LINE_CROSSES_ITSELF' });
  const through = chordsOf(whole, rings, SNAP_M);
  if (through.length === 0) return refuse({ code: 'LINE_OUTSIDE', zones: [zone] });

  const blocks = blocksOf(state, slot);
  const reachM = snapM ?? defaultSnapM(state, [slot]);
  const isLocked = (block: number) => state.lockedBlocks.has(state.blockIds[block]!);
  const ways: (readonly number[])[] = [];
  const chords: Chord[] = [];
  for (const { from, to, middle } of through) {
    const followed = followLine(state.surface, blocks, Float64Array.from([from.x, from.y, ...middle, to.x, to.y]), reachM, isLocked);
    if (followed === null) continue;
    ways.push(followed.points);
    chords.push(...followed.chords);
  }
  if (ways.length === 0) return refuse({ code: 'SPLIT_LEAVES_NOTHING', zones: [zone] });
  const surface = cutAlong(state.surface, chords);
  const pieces = blocks.flatMap((block) => surface.descendants(state.surface, block));
  const { left, right, leftM2, rightM2 } = sidesOf(surface, pieces, ways, whole);
  if (left.length === 0 || right.length === 0) return refuse({ code: 'SPLIT_LEAVES_NOTHING', zones: [zone] });
  const positions = (leftM2 < rightM2 ? left : right).toSorted((a, b) => a - b);
  const held = positions.map((block) => surface.ids[block]!).filter((id) => state.lockedBlocks.has(id));
  if (held.length > 0) return refuse({ code: 'BLOCK_LOCKED', blocks: held });
  const zones = [...state.zones, { zone: newZone, name, locked: false }];
  return commit(state, { targets: [{ slot: state.zones.length, positions }], zones, surface, settle: pieces.filter((block) => surface.ids[block] !== state.blockIds[block]) });
}
