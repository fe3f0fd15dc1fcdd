// Chances of going up that other statistics changed, brought back to where zones keep their sums.

/**
 * By block: `up`, from 0 to 1, the chance of going to the multiple above for somebody who knows how linked statistics went. `settled`: 1 where
 * the links leave one multiple only, so that `up` is 0 or 1 and stays.
 */
export interface Chances {
  readonly up: Float64Array;
  readonly settled: Uint8Array;
}

interface Zones {
  readonly zoneOf: ArrayLike<number>;
  readonly zoneCount: number;
}

/** Where nothing has to leave its zone, one round is enough; where links settle whole zones, more than some rounds gain nothing. */
const ROUNDS = 20;
const EPSILON = 1e-9;

/**
 * `rest` by block in bases: what a count is above a multiple, 0 for blocks that have theirs. Replaced by `up`, changed so that every zone's chances add up to
 * its rests, as far as blocks that are not settled leave room: those that are open both ways first, in proportion to their room. `zones`: the smallest first.
 */
export function balanceChances(rest: Float64Array, { up, settled }: Chances, zones: readonly Zones[]): void {
  const free: number[] = [];
  const change = new Float64Array(rest.length);
  for (let block = 0; block < rest.length; block++) {
    if (rest[block] === 0) continue;
    change[block] = rest[block]!;
    rest[block] = up[block]!;
    if (settled[block] !== 1) free.push(block);
  }
  const aims = zones.map(({ zoneOf, zoneCount }) => sumsBy(zoneOf, zoneCount, change));
  for (let round = 0; round < ROUNDS; round++) {
    let balanced = true;
    zones.forEach(({ zoneOf, zoneCount }, g) => {
      const lack = sumsBy(zoneOf, zoneCount, rest).map((sum, zone) => aims[g]![zone]! - sum);
      if (lack.every((of) => Math.abs(of) < EPSILON)) return;
      // Atoms that cannot be balanced are left to the zones around them.
      if (g > 0) balanced = false;
      spread(rest, lack, zoneOf, free.filter((block) => rest[block]! > EPSILON && rest[block]! < 1 - EPSILON));
      spread(rest, lack, zoneOf, free);
    });
    if (balanced) return;
  }
}

/** Shares out what zones lack, or have too much of, among their blocks; takes it off `lack`. */
function spread(rest: Float64Array, lack: Float64Array, zoneOf: ArrayLike<number>, blocks: readonly number[]): void {
  const roomOf = (block: number, of: number): number => (of > 0 ? 1 - rest[block]! : rest[block]!);
  const room = new Float64Array(lack.length);
  for (const block of blocks) if (zoneOf[block]! >= 0) room[zoneOf[block]!]! += roomOf(block, lack[zoneOf[block]!]!);
  const share = lack.map((of, zone) => (Math.abs(of) < EPSILON || room[zone]! < EPSILON ? 0 : Math.sign(of) * Math.min(1, Math.abs(of) / room[zone]!)));
  for (const block of blocks) {
    const zone = zoneOf[block]!;
    if (zone < 0 || share[zone] === 0) continue;
    rest[block]! += share[zone]! * roomOf(block, share[zone]!);
  }
  share.forEach((of, zone) => (lack[zone]! -= of * room[zone]!));
}

function sumsBy(zoneOf: ArrayLike<number>, zoneCount: number, of: Float64Array): Float64Array {
  const sums = new Float64Array(zoneCount);
  for (let block = 0; block < of.length; block++) if (zoneOf[block]! >= 0) sums[zoneOf[block]!]! += of[block]!;
  return sums;
}
