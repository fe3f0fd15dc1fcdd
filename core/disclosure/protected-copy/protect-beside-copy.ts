// A release that is safe beside the protected copy too, which every planner without clearance has seen.
import { protectRelease, type ReleaseProtection, type ReleaseProtectionInput } from '../releases/release-protection.ts';
import { leastWithheld } from '../rules/rule-set.ts';
import { copyBreaches, type Copy, type CopyBreach } from './copy-breaches.ts';

export interface CopyProtection extends ReleaseProtection {
  /** What follows from the copy and earlier publications, whatever is withheld now; atoms as in `atoms`. */
  readonly breaches: readonly CopyBreach[];
}

/**
 * As `protectRelease`, and withholds further zones until the copy tells no more of a block than that it holds nobody, or as many as the
 * threshold. Of the zones whose totals reach the breach, the smallest goes first. Every round withholds a zone, so it ends; some one
 * release in three of small towns needs a round at all.
 */
export function protectBesideCopy(input: ReleaseProtectionInput, copy: Copy): CopyProtection {
  const { partitions, released, publishedBefore, counts, primary, rules, solver } = input;
  const sums = new Float64Array(partitions[released]!.zoneCount);
  partitions[released]!.zoneOf.forEach((zone, block) => {
    if (zone >= 0) sums[zone]! += counts[block]!;
  });
  const forced = primary.slice();
  for (;;) {
    const made = protectRelease({ ...input, primary: forced });
    const { atoms } = made;
    const published = publishedBefore.map((before, g) => (g === released ? made.withheld.map((flag, zone) => (flag === 0 || before?.[zone] === 1 ? 1 : 0)) : before));
    const breaches = copyBreaches({ partitions, atoms, counts, copy, published, ...(input.bounded === undefined ? {} : { bounded: input.bounded }), rules, solver });
    const next = breaches.map(({ atom }) => zoneToWithhold(input, atoms.zone, atoms.width, atom, made.withheld, sums)).filter((zone) => zone >= 0);
    if (next.length === 0) {
      const secondary = made.withheld.map((flag, zone) => (flag === 1 && primary[zone] !== 1 ? 1 : 0));
      return { ...made, primary, secondary, breaches };
    }
    for (const zone of next) forced[zone] = 1;
  }
}

/** The zone of the release that holds the atom; where that is withheld or public for long, the smallest that other totals link with it. */
function zoneToWithhold({ partitions, released, publishedBefore, rules }: ReleaseProtectionInput, zoneOf: Int32Array, width: number, atom: number, withheld: Uint8Array, sums: Float64Array): number {
  // Where nobody takes a withheld total for 0, a 0 cannot be withheld.
  const free = (zone: number) => zone >= 0 && withheld[zone] !== 1 && publishedBefore[released]?.[zone] !== 1 && sums[zone]! >= leastWithheld(rules);
  const own = zoneOf[width * atom + released]!;
  if (free(own)) return own;
  const atoms = zoneOf.length / width;
  const linked = new Uint8Array(atoms);
  linked[atom] = 1;
  for (let grown = true; grown; ) {
    grown = false;
    let best = -1;
    const touched = partitions.map(({ zoneCount }) => new Uint8Array(zoneCount));
    for (let other = 0; other < atoms; other++) if (linked[other] === 1) for (let g = 0; g < width; g++) if (zoneOf[width * other + g]! >= 0) touched[g]![zoneOf[width * other + g]!] = 1;
    for (let other = 0; other < atoms; other++) {
      let near = false;
      for (let g = 0; g < width && !near; g++) near = zoneOf[width * other + g]! >= 0 && touched[g]![zoneOf[width * other + g]!] === 1;
      if (!near) continue;
      if (linked[other] === 0) {
        linked[other] = 1;
        grown = true;
      }
      const zone = zoneOf[width * other + released]!;
      if (free(zone) && (best < 0 || sums[zone]! < sums[best]!)) best = zone;
    }
    if (best >= 0) return best;
  }
  return -1;
}
