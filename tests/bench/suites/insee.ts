// Two geographies of a town beside INSEE's listing of connected sets: districts, and finer zones that stray across their borders.
import { gatherAtoms, type Atoms } from '../../../core/disclosure/differencing/atoms.ts';
import { auditDifferences } from '../../../core/disclosure/differencing/differencing.ts';
import { Disagreement } from '../agree.ts';
import { independentPartitions } from '../city-release.ts';
import { race } from '../measure.ts';
import { inseeDifferences, type InseeResult } from '../peers/insee.ts';
import { hashed } from '../random.ts';
import type { Report } from '../report.ts';

/** INSEE's own threshold, in households, and its limit of zones in a set. */
const THRESHOLD = 11;
const LARGEST = 15;
/** Sets after which the listing of an instance is stopped: then the ratio is a lower bound. */
const SETS = 2_000_000;
/** Blocks a zone of a; the finer zones are half of that. */
const BLOCKS_A_ZONE = 60;
/** Shares of the blocks at a border that stray: with few the components are small, with many most frontiers hold the threshold. */
const STRAYING = [0.05, 0.1, 0.15, 0.2, 0.3];
/** Hardly any straying: components of two or three zones, which are listed at once. */
const TIDY = 0.02;

export async function inseeSuite(report: Report): Promise<void> {
  for (const zones of [50, 100, 200, 400]) {
    await besideListing('audit-pairs', zones, STRAYING, report, zones >= 200 ? 10 : undefined);
    await besideListing('audit-tidy-pair', zones, [TIDY], report);
  }
}

/** One instance for each share, all of them in a round. */
async function besideListing(name: string, zones: number, shares: readonly number[], report: Report, target?: number): Promise<void> {
  const instances = shares.map((straying, i) => strayingTown(zones, straying, 7 + i));
  const times = await race(
    [
      { name: 'ours', run: () => instances.map((atoms) => auditDifferences(atoms, THRESHOLD)), repeat: 9 },
      { name: 'insee-listing', run: () => instances.map((atoms) => inseeDifferences(atoms, THRESHOLD, LARGEST, SETS)) },
    ],
    3,
  );
  const found = times.get('ours')!.result as readonly ReturnType<typeof auditDifferences>[];
  const listed = times.get('insee-listing')!.result as readonly InseeResult[];
  for (const [i, atoms] of instances.entries()) {
    const { least, sets, complete } = listed[i]!;
    requireAtLeast(`${name} ${zones} x ${2 * zones}`, atoms, found[i]!, listed[i]!);
    const theirs = least.filter((count, atom) => count > 0 && atoms.count[atom]! > 0).length;
    report.note(`${zones} x ${2 * zones} zones, ${shares[i]! * 100} % stray: ${atoms.count.length} atoms, ours finds ${found[i]!.length}, the listing ${theirs} in ${sets} sets${complete ? '' : ', stopped'}`);
  }
  report.figure(`${name}-${zones}x${2 * zones}`, zones * BLOCKS_A_ZONE, times, 'ours', 'insee-listing', target);
}

/** Whatever the listing found, ours found with no larger a count. */
function requireAtLeast(what: string, atoms: Atoms, findings: ReturnType<typeof auditDifferences>, peer: InseeResult): void {
  const least = new Float64Array(atoms.count.length);
  for (const { atom, union } of findings) least[atom] = union.count;
  peer.least.forEach((count, atom) => {
    if (count === 0 || atoms.count[atom] === 0) return;
    if (least[atom] === 0 || least[atom]! > count) throw new Disagreement(`${what}: atom ${atom} is in a difference of ${count} there, ${least[atom]} here`);
  });
}

/** Every zone of a is halved into zones of b, and a share of the blocks at its borders goes to the half beside it. */
export function strayingTown(zones: number, straying: number, seed: number): Atoms {
  const blocks = zones * BLOCKS_A_ZONE;
  const across = Math.round(Math.sqrt(blocks));
  const a = independentPartitions(blocks, [zones], seed)[0]!;
  const half = a.zoneOf.map((zone, block) => 2 * zone + (Math.floor(block / 5) % 2));
  const b = half.map((own, block) => {
    const beside = block + (hashed(seed + 1, block) < 0.5 ? 1 : across);
    if (beside >= blocks || a.zoneOf[beside] === a.zoneOf[block] || hashed(seed + 2, block) >= straying) return own;
    return half[beside]!;
  });
  const counts = Int32Array.from({ length: blocks }, (_, block) => Math.floor(16 * hashed(seed + 3, block) ** 2));
  return gatherAtoms([a.zoneOf, b], [zones, 2 * zones], counts).atoms;
}
