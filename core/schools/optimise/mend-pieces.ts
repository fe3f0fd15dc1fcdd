// Zones that have come apart, put together before a search begins: a search that keeps zones whole cannot join what is apart.
import { components } from '../../coverage/adjacency.ts';
import { UNASSIGNED } from '../../coverage/coverage.ts';
import type { OptimiseInput } from './optimise-input.ts';

/**
 * Every piece of a zone but the one with its school (without one: but the largest) goes, block by block from its rim, to the neighbouring zone that is nearest on
 * foot. Locked blocks stay, and pieces that touch no other zone. Returns a plan of its own.
 */
export function mendPieces(input: OptimiseInput, plan: Int32Array): Int32Array {
  const { effects, neighbours, lockedBlocks, lockedZones, closedZones, schoolBlock } = input;
  const { blockCount, zoneCount, metres, schools } = effects;
  const { rookStart, rook } = neighbours;
  const mended = plan.slice();
  const { component, count } = components(neighbours, plan, zoneCount);
  if (count.every((pieces) => pieces <= 1)) return mended;
  const main = mainPieces();
  let waiting: number[] = [];
  for (let block = 0; block < blockCount; block++) {
    const zone = plan[block]!;
    if (zone !== UNASSIGNED && component[block] !== main[zone] && lockedBlocks?.[block] !== 1 && lockedZones?.[zone] !== 1) waiting.push(block);
  }
  const stray = new Uint8Array(blockCount);
  for (const block of waiting) stray[block] = 1;
  // From the rim inwards, so that what a block joins is part of a whole.
  for (;;) {
    const rest = waiting.filter((block) => {
      let [best, least] = [UNASSIGNED, Infinity];
      for (let i = rookStart[block]!; i < rookStart[block + 1]!; i++) {
        const zone = mended[rook[i]!]!;
        if (stray[rook[i]!] === 1 || zone === UNASSIGNED || zone === plan[block] || lockedZones?.[zone] === 1 || closedZones?.[zone] === 1) continue;
        let way = Number.MAX_VALUE;
        for (const school of schools[zone]!) way = Math.min(way, metres[school * blockCount + block]!);
        if (way < least) [best, least] = [zone, way];
      }
      if (best === UNASSIGNED) return true;
      mended[block] = best;
      stray[block] = 0;
      return false;
    });
    if (rest.length === waiting.length) return mended;
    waiting = rest;
  }

  function mainPieces(): Int32Array {
    const sizes = Array.from(count, (pieces) => new Int32Array(pieces));
    for (let block = 0; block < blockCount; block++) if (plan[block] !== UNASSIGNED) sizes[plan[block]!]![component[block]!]!++;
    return Int32Array.from(sizes, (pieces, zone) => {
      for (const school of schools[zone]!) {
        const block = schoolBlock?.[school] ?? -1;
        if (block >= 0 && plan[block] === zone) return component[block]!;
      }
      return pieces.indexOf(Math.max(...pieces));
    });
  }
}
